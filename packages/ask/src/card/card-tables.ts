import { type Block, createTable, numberCell, paragraph } from "@refract/report";
import type { RunResults } from "../scores/results.ts";

/** What constant, random and perfect answers would score; nothing where the instrument has none. */
export function baselineTable(results: RunResults): readonly Block[] {
  if (results.baselines.length === 0) return [];
  return [
    createTable({
      id: "baselines",
      title: "Baselines",
      caption: "What answers without any thought, or perfect ones, would score on the same items.",
      n: `${results.counts.items} items`,
      columns: [
        { name: "baseline", title: "Baseline", kind: "text" },
        { name: "variant", title: "Variant", kind: "text" },
        { name: "metric", title: "Metric", kind: "text" },
        { name: "value", title: "Value", kind: "number", digits: 3 },
      ],
      rows: results.baselines.map(({ name, variant, metric, value }) => [
        name,
        variant,
        metric,
        numberCell(value, "can't be computed"),
      ]),
    }),
  ];
}

/** Both ways of comparing likelihoods, side by side; nothing in other modes. */
export function normalisationTable(
  results: RunResults,
  titleOf: (metric: string) => string,
): readonly Block[] {
  if (results.normalisations.length === 0) return [];
  return [
    createTable({
      id: "normalisations",
      title: "Likelihoods compared by sum and per character",
      caption:
        "An option's log-probability is the sum over its tokens; per character it no longer depends on its length. Words a model rarely met make the two differ: read both.",
      n: `${results.counts.asked} answers to ${results.counts.items} items`,
      columns: [
        { name: "model", title: "Model", kind: "text" },
        { name: "variant", title: "Variant", kind: "text" },
        { name: "metric", title: "Metric", kind: "text" },
        { name: "sum", title: "By sum", kind: "number", digits: 3 },
        { name: "per_character", title: "Per character", kind: "number", digits: 3 },
        { name: "groups", title: "Groups", kind: "integer" },
      ],
      rows: results.normalisations.map(({ respondent, variant, metric, sum, perCharacter, points }) => [
        ...[respondent, variant, titleOf(metric)],
        numberCell(sum, "no points"),
        numberCell(perCharacter, "no points"),
        points,
      ]),
    }),
  ];
}

/** What was wrong in the records. */
export function problemBlocks({ problems }: RunResults): readonly Block[] {
  if (problems.length === 0) return [paragraph("The records were read without problems.")];
  return [
    createTable({
      id: "record-problems",
      title: "Problems in the records",
      caption: "What was wrong in the records, and whether the item was left out because of it.",
      n: `${problems.length} problems`,
      columns: [
        { name: "place", title: "Place", kind: "text" },
        { name: "problem", title: "Problem", kind: "text" },
        { name: "dropped", title: "Left out", kind: "flag" },
      ],
      rows: problems.map(({ place, problem, dropped }) => [place, problem, dropped]),
    }),
  ];
}
