import { barChart, boxSummary, type Chart, type ChartRow } from "@refract/report";
import { summarize } from "@refract/stats";
import { counted } from "../../analysis/counted.ts";
import type { ExactRepeats, FieldSite } from "./find-field-sites.ts";

/** Width of a bar of score ranges, in points of the scale. */
const step = 10;

/** How far scores of a site lie apart, at each distance; none without sites that have scores. */
export function rangeCharts(
  at: readonly { readonly tau: number; readonly sites: readonly FieldSite[] }[],
): readonly Chart[] {
  const ranges = at.flatMap(({ tau, sites }) =>
    sites.flatMap(({ scoreRange }) => (scoreRange === null ? [] : [{ tau, range: scoreRange }])),
  );
  if (ranges.length === 0) return [];
  const bars = Math.max(1, Math.ceil((Math.max(...ranges.map(({ range }) => range)) + 1) / step));
  return [
    barChart({
      id: "field-site-ranges",
      title: "How far scores of a site lie apart",
      caption: "Sites by their highest minus lowest score, at each cosine distance.",
      method: "range of the scores of near-identical responses to near-identical prompts",
      n: at.map(({ tau, sites }) => `${counted(sites.length, "site")} at ${tau}`).join(", "),
      data: at.flatMap(({ tau }) =>
        Array.from({ length: bars }, (_, bar) => ({
          distance: String(tau),
          range: `${bar * step}-${bar * step + step - 1}`,
          sites: ranges.filter((one) => one.tau === tau && Math.floor(one.range / step) === bar).length,
        })),
      ),
      category: { field: "range", title: "Score range" },
      value: { field: "sites", title: "Sites", format: "d" },
      group: { field: "distance", title: "Distance" },
      vertical: true,
    }),
  ];
}

const topicsShown = 12;

/** What sites are about: the topics with most sites. */
export function topicCharts(tau: number, sites: readonly FieldSite[]): readonly Chart[] {
  if (sites.length === 0) return [];
  const topics = Array.from(
    Map.groupBy(sites, ({ topic }) => topic),
    ([topic, members]) => ({
      topic,
      sites: members.length,
      responses: members.reduce((sum, { responses }) => sum + responses, 0),
    }),
  ).sort((one, other) => other.sites - one.sites || (one.topic < other.topic ? -1 : 1));
  const shown = topics.slice(0, topicsShown);
  return [
    barChart({
      id: "field-site-topics",
      title: "What sites are about",
      caption: `Sites at distance ${tau} by the topic of most of their prompts${topics.length > shown.length ? `; the ${shown.length} most frequent of ${counted(topics.length, "topic")}` : ""}.`,
      method: "dominant topic of each site",
      n: counted(sites.length, "site"),
      data: shown,
      category: { field: "topic", title: "Topic" },
      value: { field: "sites", title: "Sites", format: "d" },
    }),
  ];
}

/** Spread of scores of the very same text: between people and within one. */
export function repeatCharts({ betweenPeople, withinPerson }: ExactRepeats): readonly Chart[] {
  const data = (
    [
      ["different people", betweenPeople],
      ["the same person", withinPerson],
    ] as const
  ).flatMap(([who, ranges]): ChartRow[] => {
    const { count, minimum, lowerQuartile, median, upperQuartile, maximum } = summarize(ranges);
    return minimum === null ||
      lowerQuartile === null ||
      median === null ||
      upperQuartile === null ||
      maximum === null
      ? []
      : [{ who: `${who} (${count})`, minimum, lowerQuartile, median, upperQuartile, maximum }];
  });
  if (data.length === 0) return [];
  return [
    boxSummary({
      id: "exact-repeat-ranges",
      title: "The very same text, scored again",
      caption:
        "Highest minus lowest score of one response to one prompt, by who scored it. Box: middle half; white line: median; line: whole range.",
      method: "prompt and response equal letter by letter; between people by each person's mean",
      n: `${counted(betweenPeople.length, "text")} scored by several people, ${withinPerson.length} by one person more than once`,
      data,
      category: { field: "who", title: "Scored by" },
      low: "minimum",
      lowerQuartile: "lowerQuartile",
      median: { field: "median", title: "Score range" },
      upperQuartile: "upperQuartile",
      high: "maximum",
    }),
  ];
}
