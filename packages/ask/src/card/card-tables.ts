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
