import { emptyText } from "@refract/dataset";
import { type Cell, createTable, numberCell, type Table } from "@refract/report";
import { summarize } from "@refract/stats";
import * as z from "zod";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Relation } from "../../data/relations.ts";
import { quoted } from "../../data/sql-text.ts";

/** One number of the dataset, and the columns without which it cannot be counted. */
interface Total {
  readonly name: string;
  readonly relation: Relation;
  readonly columns: readonly string[];
  readonly sql: string;
}

const isTrue = (column: string) => `CAST("${column}" AS VARCHAR) = 'true'`;

const totals: readonly Total[] = [
  { name: "People in the survey", relation: "participants", columns: [], sql: "count(*)" },
  {
    name: "People with conversations",
    relation: "conversations",
    columns: ["user_id"],
    sql: "count(DISTINCT user_id)",
  },
  { name: "Conversations", relation: "conversations", columns: [], sql: "count(*)" },
  {
    name: "Interactions (turns)",
    relation: "utterances",
    columns: ["interaction_id"],
    sql: "count(DISTINCT interaction_id)",
  },
  { name: "Scored responses", relation: "utterances", columns: ["score"], sql: "count(score)" },
  {
    name: "Responses in opening turns",
    relation: "utterances",
    columns: ["turn"],
    sql: "count(*) FILTER (turn = 0)",
  },
  {
    name: "Responses marked as chosen",
    relation: "utterances",
    columns: ["if_chosen"],
    sql: "count(*) FILTER (if_chosen)",
  },
  {
    name: "Empty responses",
    relation: "utterances",
    columns: ["model_response"],
    sql: `count(*) FILTER (model_response = ${quoted(emptyText)})`,
  },
  {
    name: "Models with responses",
    relation: "utterances",
    columns: ["model_name"],
    sql: "count(DISTINCT model)",
  },
  {
    name: "People in the balanced subset",
    relation: "participants",
    columns: ["included_in_balanced_subset"],
    sql: `count(*) FILTER (${isTrue("included_in_balanced_subset")})`,
  },
  {
    name: "Conversations in the balanced subset",
    relation: "conversations",
    columns: ["included_in_balanced_subset"],
    sql: `count(*) FILTER (${isTrue("included_in_balanced_subset")})`,
  },
  {
    name: "Responses in the balanced subset",
    relation: "utterances",
    columns: ["included_in_balanced_subset"],
    sql: "count(*) FILTER (included_in_balanced_subset)",
  },
];

export async function totalsTable(data: AnalysisData): Promise<Table> {
  const rows: (readonly Cell[])[] = [];
  for (const { name, relation, columns, sql } of totals) {
    const there = data.columns(relation);
    const missing = columns.filter((column) => !there.includes(column));
    const reason = !data.has(relation)
      ? `no file of ${relation}`
      : missing.length > 0
        ? `${relation} has no ${missing.join(", ")}`
        : null;
    const [row] =
      reason === null
        ? await data.rows(`SELECT ${sql} AS value FROM ${relation}`, z.object({ value: z.number() }))
        : [];
    rows.push([name, numberCell(row?.value, reason ?? "nothing to count")]);
  }
  return createTable({
    id: "summary-totals",
    title: "The dataset in numbers",
    caption:
      "Two equal samples of a turn are both marked as chosen, so that more responses are chosen than there are turns.",
    n: "the whole dataset",
    columns: [
      { name: "what", title: "What", kind: "text" },
      { name: "count", title: "Count", kind: "integer" },
    ],
    rows,
  });
}

/** A quantity counted once a person, a model or a conversation. */
const spreads: readonly {
  readonly name: string;
  readonly unit: string;
  readonly relation: Relation;
  readonly columns: readonly string[];
  readonly sql: string;
}[] = [
  {
    name: "Conversations per participant",
    unit: "people with conversations",
    relation: "conversations",
    columns: ["user_id"],
    sql: "SELECT count(*) AS value FROM conversations WHERE user_id IS NOT NULL GROUP BY user_id",
  },
  {
    name: "Distinct models rated per participant",
    unit: "people with conversations",
    relation: "utterances",
    columns: ["user_id", "model_name"],
    sql: "SELECT count(DISTINCT model) AS value FROM utterances WHERE user_id IS NOT NULL GROUP BY user_id",
  },
  {
    name: "Opening responses per model",
    unit: "models",
    relation: "utterances",
    columns: ["model_name", "turn"],
    sql: "SELECT count(*) AS value FROM openings WHERE model IS NOT NULL GROUP BY model",
  },
  {
    name: "Distinct raters per model",
    unit: "models",
    relation: "utterances",
    columns: ["user_id", "model_name"],
    sql: "SELECT count(DISTINCT user_id) AS value FROM utterances WHERE model IS NOT NULL GROUP BY model",
  },
  {
    name: "Turns per conversation",
    unit: "conversations",
    relation: "conversations",
    columns: ["conversation_turns"],
    sql: "SELECT CAST(conversation_turns AS DOUBLE) AS value FROM conversations WHERE conversation_turns IS NOT NULL",
  },
];

/** Mean, population standard deviation and range (spec prism-analysis, section 1). */
export async function spreadTable(data: AnalysisData): Promise<Table> {
  const rows: (readonly Cell[])[] = [];
  for (const { name, unit, relation, columns, sql } of spreads) {
    const there = data.columns(relation);
    const missing = columns.filter((column) => !there.includes(column));
    const { value } =
      missing.length === 0 ? await data.arrays(sql, { value: "number" }) : { value: new Float64Array() };
    const own = summarize(value);
    const reason = missing.length > 0 ? `${relation} has no ${missing.join(", ")}` : "nothing to count";
    rows.push([
      name,
      unit,
      own.count,
      numberCell(own.mean, reason),
      numberCell(own.populationDeviation, reason),
      numberCell(own.minimum, reason),
      numberCell(own.maximum, reason),
    ]);
  }
  return createTable({
    id: "summary-spread",
    title: "How conversations, models and raters are spread",
    caption: "Standard deviations are those of the population (divisor n).",
    n: "the whole dataset",
    columns: [
      { name: "what", title: "What", kind: "text" },
      { name: "unit", title: "Counted over", kind: "text" },
      { name: "n", title: "n", kind: "integer" },
      { name: "mean", title: "Mean", kind: "number" },
      {
        name: "sd_population",
        title: "SD",
        kind: "number",
        description: "population standard deviation, divisor n",
      },
      { name: "min", title: "Least", kind: "number", digits: 0 },
      { name: "max", title: "Most", kind: "number", digits: 0 },
    ],
    rows,
  });
}

/** Responses, openings and raters of each model; null when responses do not name one. */
export async function modelTable(data: AnalysisData): Promise<Table | null> {
  const there = data.columns("utterances");
  if (!there.includes("model_name")) return null;
  const provider = there.includes("model_provider") ? "any_value(provider)" : "NULL";
  const openings = there.includes("turn") ? "count(*) FILTER (turn = 0)" : "NULL";
  const raters = there.includes("user_id") ? "count(DISTINCT user_id)" : "NULL";
  const rows = await data.rows(
    `SELECT coalesce(model, '(missing)') AS model, ${provider} AS provider, count(*) AS responses, ${openings} AS openings, ${raters} AS raters
    FROM utterances GROUP BY utterances.model ORDER BY responses DESC, model`,
    z.object({
      model: z.string(),
      provider: z.string().nullable(),
      responses: z.number(),
      openings: z.number().nullable(),
      raters: z.number().nullable(),
    }),
  );
  const all = rows.reduce((sum, { responses }) => sum + responses, 0);
  return createTable({
    id: "summary-models",
    title: "Models",
    caption:
      "Responses of each model in all turns and in opening turns, and the different people who were given them.",
    n: `${counted(all, "response")}, ${counted(rows.length, "model")}`,
    columns: [
      { name: "model", title: "Model", kind: "text" },
      { name: "provider", title: "Provider", kind: "text" },
      { name: "responses", title: "Responses", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
      { name: "openings", title: "In opening turns", kind: "integer" },
      { name: "raters", title: "People", kind: "integer" },
    ],
    rows: rows.map((row) => [
      row.model,
      row.provider ?? { absent: "not said" },
      row.responses,
      row.responses / all,
      numberCell(row.openings, "responses have no turn"),
      numberCell(row.raters, "responses have no user_id"),
    ]),
  });
}
