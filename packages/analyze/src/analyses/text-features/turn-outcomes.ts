import { createTable, numberCell, type Table } from "@refract/report";
import * as z from "zod";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Mode } from "../../mode.ts";

const chosenOutcomes = [
  "the only refusing response was chosen",
  "one of several refusing responses was chosen",
  "a response that does not refuse was chosen",
] as const;

/**
 * What was chosen in opening turns in which at least one response refuses (prism-analysis section 4).
 *
 * Published, shares are of all openings, so that they sum to 1 with those in which nobody refuses; an opening of fewer than four
 * responses is one of these.
 */
export async function refusalTable(data: AnalysisData, mode: Mode): Promise<Table> {
  const fewer = mode === "published" ? "WHEN responses < 4 OR refusing = 0 THEN 3" : "";
  const counts = mode === "published" ? "" : "WHERE refusing > 0";
  const outcomes = [
    ...chosenOutcomes,
    mode === "published"
      ? "no response refuses (or fewer than four responses, or nothing chosen)"
      : "nothing was chosen",
  ];
  const rows = await data.rows(
    `WITH turns AS (
       SELECT interaction_id, count(*) AS responses, count(*) FILTER (refusal) AS refusing,
         bool_or(if_chosen) AS chosen, bool_or(if_chosen AND refusal) AS chosen_refuses
       FROM text_features WHERE turn = 0 AND interaction_id IS NOT NULL GROUP BY interaction_id
     )
     SELECT CASE ${fewer} WHEN NOT coalesce(chosen, false) THEN 3 WHEN NOT chosen_refuses THEN 2 WHEN refusing = 1 THEN 0 ELSE 1 END AS outcome,
       count(*) AS turns
     FROM turns ${counts} GROUP BY outcome ORDER BY outcome`,
    z.strictObject({ outcome: z.number(), turns: z.number() }),
  );
  const total = rows.reduce((sum, { turns }) => sum + turns, 0);
  return createTable({
    id: "refusals",
    title: "What is chosen when a model refuses",
    caption:
      mode === "published"
        ? "All opening turns. A response refuses if it holds a phrase of refusal. In the paper 91.7 % have no response that refuses."
        : "Opening turns with at least one response that holds a phrase of refusal.",
    n: `${total} opening turns`,
    columns: [
      { name: "outcome", title: "Outcome", kind: "text" },
      { name: "turns", title: "Turns", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
    ],
    rows: outcomes.map((outcome, place) => {
      const turns = rows.find((row) => row.outcome === place)?.turns ?? 0;
      return [outcome, turns, numberCell(turns / total, "no response refuses")];
    }),
  });
}

const pairSchema = z.strictObject({
  a: z.string(),
  b: z.string(),
  turns: z.number(),
  a_best: z.number(),
  b_best: z.number(),
});

/** Ends of names that tell a model from its faster or newer sibling: `gpt-4-turbo` and `gpt-4` are one line. */
const siblingEnding = "-(turbo|light|nightly|instant|extended|supreme|chat|[0-9]+b|[0-9]+k)$";
/** The paper holds `command` alone against `gpt-4` and `gpt-4-turbo` together (prism-analysis section 4). */
const publishedEnding = "-turbo$";

/** Lines of models against each other on prompts both answered: the higher of their best scores wins. */
export async function lineTable(data: AnalysisData, mode: Mode): Promise<Table> {
  const ending = mode === "published" ? publishedEnding : siblingEnding;
  const rows = await data.rows(
    `WITH lines AS (
       SELECT interaction_id, regexp_replace(model, '${ending}', '') AS line, max(score) AS score
       FROM openings WHERE score IS NOT NULL AND model IS NOT NULL GROUP BY ALL
     )
     SELECT a.line AS a, b.line AS b, count(*) AS turns,
       count(*) FILTER (a.score > b.score) AS a_best, count(*) FILTER (b.score > a.score) AS b_best
     FROM lines a JOIN lines b ON a.interaction_id = b.interaction_id AND a.line < b.line
     GROUP BY ALL ORDER BY turns DESC, a, b`,
    pairSchema,
  );
  return createTable({
    id: "lines",
    title: "Lines of models on prompts both answered",
    caption:
      mode === "published"
        ? "The line with the higher best score in the opening turn is better. A line is a model's short name without the ending -turbo."
        : "The line with the higher best score in the opening turn is better. A line is a model's short name without an ending such as -turbo, -light or a size.",
    n: `${counted(
      rows.reduce((sum, { turns }) => sum + turns, 0),
      "pair",
    )} in opening turns`,
    columns: [
      { name: "first", title: "First", kind: "text" },
      { name: "second", title: "Second", kind: "text" },
      { name: "prompts", title: "Prompts", kind: "integer" },
      { name: "first_better", title: "First better", kind: "percent" },
      { name: "second_better", title: "Second better", kind: "percent" },
      { name: "equal", title: "Equal", kind: "percent" },
    ],
    rows: rows.map(({ a, b, turns, a_best, b_best }) => [
      a,
      b,
      turns,
      a_best / turns,
      b_best / turns,
      (turns - a_best - b_best) / turns,
    ]),
    shown: 15,
  });
}
