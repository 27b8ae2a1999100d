import type { Instrument } from "@refract/core";
import { type Block, createTable } from "@refract/report";
import type { RunResults } from "../scores/results.ts";

/** Published results beside ours, and what differs in set-up. */
export function publishedTable(instrument: Instrument, results: RunResults): readonly Block[] {
  return [...resultsBeside(instrument, results), ...findingsTable(instrument)];
}

function findingsTable({ findings = [], paper }: Instrument): readonly Block[] {
  if (findings.length === 0) return [];
  return [
    createTable({
      id: "published-findings",
      title: "What the paper found",
      caption: `Findings of ${paper} that are no score of one model. They rest on the paper's own items, models and prompts: hold this run's tables against them with that in mind.`,
      n: `${findings.length} findings`,
      columns: [
        { name: "finding", title: "Finding", kind: "text" },
        { name: "value", title: "Published", kind: "text" },
        { name: "source", title: "Source", kind: "text" },
      ],
      rows: findings.map(({ finding, value, source, fromMemory }) => [
        finding,
        value,
        fromMemory ? `${source} (not rechecked)` : source,
      ]),
    }),
  ];
}

/** Means of the metrics and variants that published figures name; a variant they don't name is another test. */
function meansBeside({ published }: Instrument, { means }: RunResults) {
  return means
    .filter(
      ({ cut, metric, variant }) =>
        cut === null &&
        published.some((one) => one.metric === metric && (one.variant === null || one.variant === variant)),
    )
    .flatMap(({ respondent, metric, variant, mean }) =>
      mean === null ? [] : [[respondent, metric, variant, mean, "this run"] as const],
    );
}

function resultsBeside(instrument: Instrument, results: RunResults): readonly Block[] {
  if (instrument.published.length === 0) return [];
  const { identity } = results;
  const differences = [
    ...(identity.limit === null ? [] : [`only the first ${identity.limit} items were asked`]),
    `data: ${identity.dataVersion}`,
    ...(results.synthetic ? ["the records were made for tests"] : []),
    ...(results.respondents.some(({ demo }) => demo) ? ["demo models are scripted text"] : []),
    `scoring mode ${identity.mode}`,
    instrument.wording?.(instrument.options.parse(identity.options)) ?? "prompts in Refract's own words",
  ];
  const ours =
    instrument
      .beside?.(results.summaries)
      .map(
        ({ respondent, metric, variant, value, of }) =>
          [respondent, metric, variant ?? "–", value, `this run: ${of}`] as const,
      ) ?? meansBeside(instrument, results);
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
