import { moderationCategories } from "@refract/dataset";
import { type Cell, createTable, numberCell, type Table } from "@refract/report";
import * as z from "zod";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { identifier } from "../../data/sql-text.ts";

/** Texts by who wrote them; `model_response` is the only field of models. */
const isModel = "column_id = 'model_response'";
const isTrue = (column: string) => `CAST(${identifier(column)} AS VARCHAR) = 'true'`;

/** Flags of the texts; none of them says more than what an automatic service found. */
const flags = [
  ["en_flag", "english", "English"],
  ["pii_flag", "personal_data", "Personal data (automatic)"],
  ["pii_manual_flag", "personal_data_confirmed", "Personal data (by hand)"],
  ["moderation_flag_flagged", "flagged", "Flagged by moderation"],
] as const;

export async function metadataTables(data: AnalysisData): Promise<readonly Table[]> {
  if (!data.columns("metadata").includes("column_id")) return [];
  return [await flagTable(data), ...(await moderationTable(data)), ...(await languageTable(data))];
}

async function flagTable(data: AnalysisData): Promise<Table> {
  const there = data.columns("metadata");
  const count = ([column]: (typeof flags)[number]) =>
    there.includes(column)
      ? `CASE WHEN count(${identifier(column)}) = 0 THEN NULL ELSE count(*) FILTER (${isTrue(column)}) END`
      : "NULL";
  const rows = await data.rows(
    `SELECT CASE WHEN grouping(column_id) = 1 THEN 'All' ELSE coalesce(column_id, '(missing)') END AS field, count(*) AS texts,
      ${flags.map((flag) => `${count(flag)} AS ${flag[1]}`).join(", ")}
    FROM metadata GROUP BY GROUPING SETS ((), (column_id)) ORDER BY grouping(column_id) DESC, texts DESC, field`,
    z.object({
      field: z.string(),
      texts: z.number(),
      english: z.number().nullable(),
      personal_data: z.number().nullable(),
      personal_data_confirmed: z.number().nullable(),
      flagged: z.number().nullable(),
    }),
  );
  return createTable({
    id: "summary-flags",
    title: "Flags of the texts",
    caption:
      "Counts of texts that automatic services flagged, and of those with personal data where somebody looked at the flagged ones by hand.",
    n: counted(rows[0]?.texts ?? 0, "text"),
    columns: [
      { name: "field", title: "Field", kind: "text" },
      { name: "texts", title: "Texts", kind: "integer" },
      ...flags.map(([, name, title]) => ({ name, title, kind: "integer" as const })),
    ],
    rows: rows.map((row): readonly Cell[] => [
      row.field,
      row.texts,
      ...flags.map(([, name]) => numberCell(row[name], "not looked at")),
    ]),
  });
}

const sidesSchema = z.object({ name: z.string(), human: z.number(), model: z.number() });
type Sides = z.output<typeof sidesSchema>;

async function sideTotals(data: AnalysisData): Promise<Sides> {
  const [row] = await data.rows(
    `SELECT 'All' AS name, count(*) FILTER (NOT coalesce(${isModel}, false)) AS human, count(*) FILTER (${isModel}) AS model FROM metadata`,
    sidesSchema,
  );
  return row ?? { name: "All", human: 0, model: 0 };
}

const share = (part: number, whole: number) => numberCell(whole === 0 ? null : part / whole, "no such texts");

async function moderationTable(data: AnalysisData): Promise<readonly Table[]> {
  const there = data.columns("metadata");
  const known = moderationCategories.filter((name) => there.includes(`moderation_flag_categories_${name}`));
  if (known.length === 0) return [];
  const totals = await sideTotals(data);
  const rows = await data.rows(
    known
      .map((name, place) => {
        const flagged = isTrue(`moderation_flag_categories_${name}`);
        return `SELECT ${place} AS place, '${name}' AS name, count(*) FILTER (${flagged} AND NOT coalesce(${isModel}, false)) AS human, count(*) FILTER (${flagged} AND ${isModel}) AS model FROM metadata`;
      })
      .join(" UNION ALL "),
    sidesSchema,
  );
  const ordered = rows.toSorted(
    (a, b) => b.human + b.model - (a.human + a.model) || (a.name < b.name ? -1 : 1),
  );
  return [
    createTable({
      id: "summary-moderation",
      title: "Moderation categories",
      caption: "Texts that the moderation service put into each category; one text can be in several.",
      n: `${counted(totals.human, "text")} of people, ${totals.model.toLocaleString("en")} of models`,
      columns: [
        { name: "category", title: "Category", kind: "text" },
        { name: "human", title: "People", kind: "integer" },
        { name: "human_share", title: "Share", kind: "percent", digits: 2 },
        { name: "model", title: "Models", kind: "integer" },
        { name: "model_share", title: "Share", kind: "percent", digits: 2 },
      ],
      rows: ordered.map(({ name, human, model }) => [
        name,
        human,
        share(human, totals.human),
        model,
        share(model, totals.model),
      ]),
    }),
  ];
}

const listedLanguages = 10;

async function languageTable(data: AnalysisData): Promise<readonly Table[]> {
  if (!data.columns("metadata").includes("language_flag")) return [];
  const rows = await data.rows(
    `SELECT coalesce(CAST(language_flag AS VARCHAR), '(none)') AS name, count(*) FILTER (NOT coalesce(${isModel}, false)) AS human, count(*) FILTER (${isModel}) AS model
    FROM metadata GROUP BY language_flag`,
    sidesSchema,
  );
  const sides = (["human", "model"] as const).flatMap((side) => {
    const ordered = rows
      .filter((row) => row[side] > 0)
      .toSorted((a, b) => b[side] - a[side] || (a.name < b.name ? -1 : 1));
    const all = ordered.reduce((sum, row) => sum + row[side], 0);
    const rest = ordered.slice(listedLanguages).reduce((sum, row) => sum + row[side], 0);
    const shown = [
      ...ordered.slice(0, listedLanguages).map((row) => [row.name, row[side]] as const),
      ...(rest > 0 ? [["Other", rest] as const] : []),
    ];
    return shown.map(([name, count]): readonly Cell[] => [
      side === "human" ? "People" : "Models",
      name,
      count,
      share(count, all),
    ]);
  });
  const totals = await sideTotals(data);
  return [
    createTable({
      id: "summary-languages",
      title: "Languages",
      caption: `The ${listedLanguages} most frequent languages of texts by people and by models, as an automatic service told them; short texts are often told wrongly.`,
      n: `${counted(totals.human, "text")} of people, ${totals.model.toLocaleString("en")} of models`,
      columns: [
        { name: "who", title: "Written by", kind: "text" },
        { name: "language", title: "Language", kind: "text" },
        { name: "texts", title: "Texts", kind: "integer" },
        { name: "share", title: "Share", kind: "percent", digits: 2 },
      ],
      rows: sides,
    }),
  ];
}
