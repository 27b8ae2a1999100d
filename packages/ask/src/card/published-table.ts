import type { Instrument } from "@refract/core";
import { type Block, createTable } from "@refract/report";
import type { RunResults } from "../scores/results.ts";

/** Published results beside ours, and what differs in set-up. */
export function publishedTable(instrument: Instrument, results: RunResults): readonly Block[] {
  if (instrument.published.length === 0) return [];
  const { identity } = results;
  const differences = [
    ...(identity.limit === null ? [] : [`only the first ${identity.limit} items were asked`]),
    ...(results.synthetic ? ["the records were made for tests"] : []),
    ...(results.respondents.some(({ demo }) => demo) ? ["demo models are scripted text"] : []),
    `scoring mode ${identity.mode}`,
    "prompts in Refract's own words",
  ];
  const ours = results.means
    .filter(({ cut, metric }) => cut === null && instrument.published.some((one) => one.metric === metric))
    .flatMap(({ respondent, metric, variant, mean }) =>
      mean === null ? [] : [[respondent, metric, variant, mean, "this run"] as const],
    );
  const published = instrument.published.map(
    ({ respondent, metric, variant, value, source, fromMemory }) =>
      [respondent, metric, variant ?? "–", value, fromMemory ? `${source} (not rechecked)` : source] as const,
  );
  return [
    createTable({
      id: "published",
      title: "Published results beside this run",
      caption: `Differences in set-up: ${differences.join("; ")}.`,
      n: `${published.length} published figures`,
      columns: [
        { name: "model", title: "Model", kind: "text" },
        { name: "metric", title: "Metric", kind: "text" },
        { name: "variant", title: "Variant", kind: "text" },
        { name: "value", title: "Value", kind: "number", digits: 3 },
        { name: "source", title: "Source", kind: "text" },
      ],
      rows: [...ours, ...published],
    }),
  ];
}
