import { type Block, createTable, numberCell, type Table } from "@refract/report";
import * as z from "zod";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Mode } from "../../mode.ts";

const outcomes = [
  "the only refusing response was chosen",
  "one of several refusing responses was chosen",
  "a response that does not refuse was chosen",
  "nothing was chosen",
] as const;

/** What was chosen in opening turns in which at least one response refuses (prism-analysis section 4). */
export async function refusalTable(data: AnalysisData, mode: Mode): Promise<Table> {
  // The published count finds a choice only where four responses stand (prism-analysis section 4).
  const fewer = mode === "published" ? "WHEN responses < 4 THEN 3" : "";
  const rows = await data.rows(
    `WITH turns AS (
       SELECT interaction_id, count(*) AS responses, count(*) FILTER (refusal) AS refusing,
         bool_or(if_chosen) AS chosen, bool_or(if_chosen AND refusal) AS chosen_refuses
       FROM text_features WHERE turn = 0 GROUP BY interaction_id
     )
     SELECT CASE ${fewer} WHEN NOT coalesce(chosen, false) THEN 3 WHEN NOT chosen_refuses THEN 2 WHEN refusing = 1 THEN 0 ELSE 1 END AS outcome,
       count(*) AS turns
     FROM turns WHERE refusing > 0 GROUP BY outcome ORDER BY outcome`,
    z.strictObject({ outcome: z.number(), turns: z.number() }),
  );
  const total = rows.reduce((sum, { turns }) => sum + turns, 0);
  return createTable({
    id: "refusals",
    title: "What is chosen when a model refuses",
    caption: "Opening turns with at least one response that holds a phrase of refusal.",
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

/** Families of models against each other on prompts both answered: the higher of their best scores wins. */
export async function familyTable(data: AnalysisData): Promise<readonly Block[]> {
  const columns = data.columns("models");
  if (!columns.includes("model_family") || !columns.includes("long_name")) return [];
  const rows = await data.rows(
    `WITH families AS (
       SELECT o.interaction_id, m.model_family AS family, max(o.score) AS score
       FROM openings o JOIN models m ON m.long_name = o.model_name
       WHERE o.score IS NOT NULL AND m.model_family IS NOT NULL AND m.model_family <> '' GROUP BY ALL
     )
     SELECT a.family AS a, b.family AS b, count(*) AS turns,
       count(*) FILTER (a.score > b.score) AS a_best, count(*) FILTER (b.score > a.score) AS b_best
     FROM families a JOIN families b ON a.interaction_id = b.interaction_id AND a.family < b.family
     GROUP BY ALL ORDER BY turns DESC, a, b`,
    pairSchema,
  );
  if (rows.length === 0) return [];
  return [
    createTable({
      id: "families",
      title: "Families of models on prompts both answered",
      caption:
        "The family with the higher score in the opening turn is better; families are those of models.jsonl.",
      n: `${rows.reduce((sum, { turns }) => sum + turns, 0)} pairs in opening turns`,
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
    }),
  ];
}
