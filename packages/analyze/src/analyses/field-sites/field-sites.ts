import { type Block, createTable, notice, numberCell, type Table } from "@refract/report";
import { mean, median, standardDeviation } from "@refract/stats";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { openingsNotices } from "../neighbourhoods/load-responses.ts";
import { promptClusters, responseClusters } from "../neighbourhoods/prompt-neighbourhoods.ts";
import { askForVectors, fieldTopics, topicSeed } from "../topics/field-topics.ts";
import { openingPrompts } from "../topics/text-fields.ts";
import { exactRepeats, type FieldSite, findFieldSites, type SiteResponse } from "./find-field-sites.ts";
import { rangeCharts, repeatCharts, topicCharts } from "./site-charts.ts";

/** The same question and the same answer, judged by different people. */
export const fieldSitesAnalysis = defineAnalysis({
  id: "field-sites",
  title: "Field sites: same prompt, same response, different people",
  description: "Near-identical responses to near-identical prompts, and how far their scores lie apart.",
  source: "Kirk et al. (2024), section 3 (Case study I), appendix on field sites",
  citation: "Kirk, H. R. et al. (2024). The PRISM Alignment Dataset. arXiv 2404.16019.",
  needs: {
    conversations: ["conversation_id", "user_id", "opening_prompt"],
    utterances: ["utterance_id", "conversation_id", "user_id", "turn", "model_response", "score"],
  },
  embeds: true,
  publishedQuirks:
    "empty responses count as equal texts, and all responses are clustered, those of later turns among them, however many there are",
  run: async (context) => {
    const { embedder } = context;
    if (embedder === null) throw new Error("field sites run with an embedder");
    await askForVectors(context, [openingPrompts], embedder);
    // the responses are embedded while this thread looks at the prompts
    const [{ written, clusters }, { responses, clusters: ofResponses }] = await Promise.all([
      promptClusters(context, embedder),
      responseClusters(context, embedder),
    ]);
    const { topics } = await fieldTopics(context, openingPrompts, embedder);
    const nameOf = new Map(topics.topics.map(({ id, name }) => [id, name]));
    const rowOf = new Map(written.ids.map((id, row) => [id, row]));
    const at = clusters.map(({ tau, labels, found }, place) => {
      const shared = new Set(found.neighbourhoods.map(({ cluster }) => cluster));
      const candidates = responses.texts.flatMap((response, index): readonly SiteResponse[] => {
        const row = rowOf.get(responses.conversations[index] ?? "");
        if (row === undefined || responses.isOpening[index] !== true) return [];
        return [
          {
            promptCluster: labels[row] ?? -1,
            responseCluster: ofResponses[place]?.labels[index] ?? -1,
            prompt: written.texts[row] ?? "",
            response,
            user: responses.users[index] ?? "",
            model: responses.models[index] ?? "",
            provider: responses.providers[index] ?? "",
            score: responses.scores[index] ?? Number.NaN,
            topic: nameOf.get(topics.labels[row] ?? -1) ?? "Outliers",
          },
        ];
      });
      const inside = candidates.filter(({ promptCluster }) => shared.has(promptCluster));
      return { tau, candidates, inside: inside.length, sites: findFieldSites(inside) };
    });
    const [nearest] = at;
    const openings = nearest?.candidates.length ?? 0;
    const blocks: Block[] = [];
    if (nearest === undefined || openings === 0)
      blocks.push(notice("impossible", "The dataset has no opening prompt with a response."));
    else {
      blocks.push(
        ...openingsNotices(responses),
        siteSummary(at, openings),
        ...rangeCharts(at),
        siteTable(nearest.tau, nearest.sites, openings),
        ...topicCharts(nearest.tau, nearest.sites),
        repeatTable(nearest.candidates),
        ...repeatCharts(exactRepeats(nearest.candidates)),
      );
    }
    return {
      summary: `${counted(nearest?.sites.length ?? 0, "field site")} at distance ${nearest?.tau ?? 0.05}.`,
      provenance: {
        population: `opening responses to prompts in neighbourhoods of several people (${at.map(({ tau, inside }) => `${inside} at ${tau}`).join(", ")}, of ${openings})`,
        weights: "none",
        n: `${counted(openings, "opening response")} to ${counted(written.texts.length, "prompt")}`,
        method: `${embedder.name}; prompts and responses clustered by single link at the same cosine distance; a site has at least 2 responses`,
        seed: openings === 0 ? null : topicSeed(context, openingPrompts),
      },
      blocks,
    };
  },
});

function siteSummary(
  at: readonly { readonly tau: number; readonly sites: readonly FieldSite[] }[],
  openings: number,
): Table {
  const measures = [
    ["Responses", ({ responses }: FieldSite) => responses],
    ["People", ({ people }: FieldSite) => people],
    ["Models", ({ models }: FieldSite) => models],
    ["Providers", ({ providers }: FieldSite) => providers],
    ["Score range", ({ scoreRange }: FieldSite) => scoreRange],
  ] as const;
  return createTable({
    id: "field-site-summary",
    title: "Field sites by distance",
    caption: "Over sites: mean, standard deviation (divisor n - 1), least and most.",
    n: counted(openings, "opening response"),
    columns: [
      { name: "tau", title: "Distance", kind: "number", digits: 3 },
      { name: "sites", title: "Sites", kind: "integer" },
      { name: "measure", title: "Of a site", kind: "text" },
      { name: "mean", title: "Mean", kind: "number" },
      { name: "sd", title: "SD", kind: "number" },
      { name: "min", title: "Least", kind: "number" },
      { name: "max", title: "Most", kind: "number" },
    ],
    rows: at.flatMap(({ tau, sites }) =>
      measures.map(([title, measure]) => {
        const values = sites.map(measure).filter((value) => value !== null);
        const some = values.length > 0;
        return [
          tau,
          sites.length,
          title,
          numberCell(some ? mean(values) : null, "no site"),
          numberCell(values.length > 1 ? standardDeviation(values) : null, "fewer than two sites"),
          numberCell(some ? Math.min(...values) : null, "no site"),
          numberCell(some ? Math.max(...values) : null, "no site"),
        ];
      }),
    ),
  });
}

function siteTable(tau: number, sites: readonly FieldSite[], openings: number): Table {
  return createTable({
    id: "field-sites",
    title: `Sites at distance ${tau}`,
    caption: "The largest first, each with one of its prompts and responses, cut at 200 characters.",
    n: `${counted(sites.length, "site")}, ${counted(openings, "opening response")}`,
    columns: [
      { name: "responses", title: "Responses", kind: "integer" },
      { name: "people", title: "People", kind: "integer" },
      { name: "models", title: "Models", kind: "integer" },
      { name: "providers", title: "Providers", kind: "integer" },
      { name: "score_range", title: "Score range", kind: "number", digits: 0 },
      { name: "topic", title: "Topic", kind: "text" },
      { name: "prompt", title: "Prompt", kind: "text" },
      { name: "response", title: "Response", kind: "text" },
    ],
    rows: sites.map((site) => [
      site.responses,
      site.people,
      site.models,
      site.providers,
      numberCell(site.scoreRange, "no scores"),
      site.topic,
      site.prompt.slice(0, 200),
      site.response.slice(0, 200),
    ]),
    shown: 20,
  });
}

function repeatTable(candidates: readonly SiteResponse[]): Table {
  const { betweenPeople, withinPerson } = exactRepeats(candidates);
  const row = (title: string, ranges: readonly number[]) => [
    title,
    ranges.length,
    numberCell(ranges.length > 0 ? mean(ranges) : null, "no repeat"),
    numberCell(ranges.length > 0 ? median(ranges) : null, "no repeat"),
    numberCell(ranges.length > 0 ? Math.max(...ranges) : null, "no repeat"),
  ];
  return createTable({
    id: "exact-repeats",
    title: "The very same prompt and response",
    caption:
      "Highest minus lowest score where prompt and response are equal letter by letter: between people (each person's mean first) and of one person who met them more than once.",
    n: counted(candidates.length, "opening response"),
    columns: [
      { name: "who", title: "Judged by", kind: "text" },
      { name: "repeats", title: "Repeats", kind: "integer" },
      { name: "mean_range", title: "Mean range", kind: "number" },
      { name: "median_range", title: "Median", kind: "number" },
      { name: "max_range", title: "Largest", kind: "number" },
    ],
    rows: [row("different people", betweenPeople), row("the same person", withinPerson)],
  });
}
