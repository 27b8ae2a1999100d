import * as z from "zod";
import { flagCell, integerCell, listCell, numberCell, optionalCell, reportedCell } from "./cells.ts";
import { splitCoefficient } from "./coefficient.ts";
import { type CsvTable, parsedRow, rowsOf } from "./csv-rows.ts";

const idCell = z.string().regex(/^\S+$/, { error: "expected an id" });

const modelMapping = z
  .object({ long_name: z.string(), short_name: z.string(), longcode: z.string(), model_family: z.string() })
  .transform((row) => ({
    longName: row.long_name,
    shortName: row.short_name,
    longcode: row.longcode,
    family: row.model_family,
  }));

const attributeWordings = z
  .object({
    header: z.string(),
    survey_numeric: optionalCell,
    survey_text: optionalCell,
    conversations_performance_factors: optionalCell,
    conversations_choice_factors: optionalCell,
  })
  .transform((row) => ({
    key: row.header,
    column: row.survey_numeric,
    survey: row.survey_text,
    performance: row.conversations_performance_factors,
    choice: row.conversations_choice_factors,
  }));

const useCaseWordings = z
  .object({ header: z.string(), survey_numeric: optionalCell, survey_text: z.string() })
  .transform((row) => ({ key: row.header, column: row.survey_numeric, survey: row.survey_text }));

const usCensus = z
  .object({
    race: z.string(),
    sex: z.enum(["Female", "Male"]),
    age_band: z.string(),
    estimate: integerCell,
  })
  .transform((row) => ({ race: row.race, sex: row.sex, ageBand: row.age_band, people: row.estimate }));

const clusterMembership = z
  .object({ conversation_id: idCell, user_id: idCell, cluster_membership: integerCell })
  .transform((row) => ({
    conversationId: row.conversation_id,
    userId: row.user_id,
    cluster: row.cluster_membership,
  }));

const topics = z
  .object({
    cluster_id: integerCell,
    cluster_size: integerCell,
    gpt_description: z.string(),
    top_words: listCell,
    top_texts: listCell,
  })
  .transform((row) => ({
    cluster: row.cluster_id,
    size: row.cluster_size,
    // Names keep the quotation marks of the model that gave them.
    name: row.gpt_description.replace(/^"(.*)"$/s, "$1"),
    words: row.top_words,
    texts: row.top_texts,
  }));

const coefficients = z
  .object({
    cluster_id: integerCell,
    cluster_name: z.string(),
    coefficient: z.string().transform((name, context) => {
      const split = splitCoefficient(name);
      if (split !== null) return split;
      context.addIssue({ code: "custom", message: "expected a known variable and its level", input: name });
      return z.NEVER;
    }),
    estimate: numberCell,
    pval: numberCell,
    significant_99pc: flagCell,
  })
  .transform((row) => ({
    cluster: row.cluster_id,
    name: row.cluster_name,
    ...row.coefficient,
    estimate: row.estimate,
    p: row.pval,
    isSignificant: row.significant_99pc,
  }));

const battles = z
  .object({
    group: optionalCell,
    model_a: z.string(),
    score_a: integerCell,
    model_b: z.string(),
    score_b: integerCell,
    winner: z.enum(["model_a", "model_b", "tie"]),
  })
  .transform((row) => ({
    group: row.group,
    modelA: row.model_a,
    scoreA: row.score_a,
    modelB: row.model_b,
    scoreB: row.score_b,
    winner: row.winner,
  }));

/** England and Wales: the first words of an ethnic group, and what the analyses call it. */
const ukEthnicities: Readonly<Record<string, string>> = {
  "Asian/Asian British": "Asian",
  "Black/African/Caribbean/Black British": "Black",
  "Mixed or Multiple ethnic groups": "Mixed",
  "Other ethnic group": "Other",
  White: "White",
};

/** One year of age with the people of each ethnic group and sex in 2021; `100+` is 100 and open. */
export interface UkCensusRow {
  readonly age: number;
  readonly isOpen: boolean;
  readonly cells: readonly {
    readonly ethnicity: string;
    readonly group: string;
    readonly sex: string;
    readonly people: number;
  }[];
}

function ukCensus(table: CsvTable, file: string): UkCensusRow[] {
  const columns = table.columns.flatMap((column, index) => {
    const match = /^([^:]+): (.+), (Female|Male) 2021 \(number\)$/.exec(column);
    const ethnicity = ukEthnicities[match?.[1] ?? ""];
    return match === null || ethnicity === undefined
      ? []
      : [{ index, ethnicity, group: match[2] ?? "", sex: match[3] ?? "" }];
  });
  const age = z.string().regex(/^\d+\+?$/, { error: "expected an age" });
  return table.rows.map(({ line, cells }) => {
    const at = `${file} line ${line}`;
    const stated = parsedRow(z.object({ Age: age }), { Age: cells[0] ?? "" }, at).Age;
    return {
      age: Number.parseInt(stated, 10),
      isOpen: stated.endsWith("+"),
      cells: columns.map(({ index, ethnicity, group, sex }) => ({
        ethnicity,
        group,
        sex,
        people: parsedRow(z.object({ people: integerCell }), { people: cells[index] ?? "" }, at).people,
      })),
    };
  });
}

/** Shares of groups of one age band, fractions of all adults, by column. */
export interface CensusShares {
  readonly ageBand: string;
  readonly shares: Readonly<Record<string, number>>;
}

function censusShares(table: CsvTable, file: string): CensusShares[] {
  const [, ...groups] = table.columns;
  const schema = z.object(Object.fromEntries(groups.map((group) => [group, numberCell])));
  return table.rows.map(({ line, cells }) => {
    const row = Object.fromEntries(groups.map((group, index) => [group, cells[index + 1] ?? ""]));
    return { ageBand: cells[0] ?? "", shares: parsedRow(schema, row, `${file} line ${line}`) };
  });
}

/** One row of a comparison between studies, in percent or people; null: not reported. A heading has no values. */
export interface ComparisonRow {
  readonly label: string;
  readonly isHeading: boolean;
  readonly values: Readonly<Record<string, number | null>>;
}

function comparison(table: CsvTable, file: string): ComparisonRow[] {
  const [, ...studies] = table.columns;
  const schema = z.object(Object.fromEntries(studies.map((study) => [study, reportedCell])));
  return table.rows.map(({ line, cells }) => {
    const [label = "", ...values] = cells;
    if (values.every((value) => value === "")) return { label, isHeading: true, values: {} };
    const row = Object.fromEntries(studies.map((study, index) => [study, values[index] ?? ""]));
    return { label, isHeading: false, values: parsedRow(schema, row, `${file} line ${line}`) };
  });
}

const isComparison = (columns: readonly string[]) => columns[0] === "" && columns.at(-1) === "Ours";

/** The CSV files that accompany PRISM, each known by its columns. */
export const csvKinds = {
  "model-mapping": {
    columns: ["long_name", "short_name", "longcode", "model_family"],
    read: (table: CsvTable, file: string) => rowsOf(table, modelMapping, file),
  },
  "attribute-wordings": {
    columns: [
      "header",
      "survey_numeric",
      "survey_text",
      "conversations_performance_factors",
      "conversations_choice_factors",
    ],
    read: (table: CsvTable, file: string) => rowsOf(table, attributeWordings, file),
  },
  "use-case-wordings": {
    columns: ["header", "survey_numeric", "survey_text"],
    read: (table: CsvTable, file: string) => rowsOf(table, useCaseWordings, file),
  },
  "uk-census": {
    columns: (columns: readonly string[]) =>
      columns[0] === "Age" && columns.some((column) => column.endsWith(" 2021 (number)")),
    read: ukCensus,
  },
  "us-census": {
    columns: ["race", "sex", "age_band", "estimate"],
    read: (table: CsvTable, file: string) => rowsOf(table, usCensus, file),
  },
  "census-shares": {
    columns: (columns: readonly string[]) => columns[0] === "age_category" && columns.includes("All"),
    read: censusShares,
  },
  "study-comparison": { columns: isComparison, read: comparison },
  topics: {
    columns: ["cluster_id", "cluster_size", "gpt_description", "top_words", "top_texts"],
    read: (table: CsvTable, file: string) => rowsOf(table, topics, file),
  },
  "topic-regressions": {
    columns: ["cluster_id", "cluster_name", "coefficient", "estimate", "pval", "significant_99pc"],
    read: (table: CsvTable, file: string) => rowsOf(table, coefficients, file),
  },
  "cluster-membership": {
    columns: ["conversation_id", "user_id", "cluster_membership"],
    read: (table: CsvTable, file: string) => rowsOf(table, clusterMembership, file),
  },
  battles: {
    columns: ["group", "model_a", "score_a", "model_b", "score_b", "winner"],
    read: (table: CsvTable, file: string) => rowsOf(table, battles, file),
  },
} as const;
export type CsvKind = keyof typeof csvKinds;

export function csvKindOf(columns: readonly string[]): CsvKind | null {
  const matches = (wanted: (typeof csvKinds)[CsvKind]["columns"]): boolean =>
    typeof wanted === "function"
      ? wanted(columns)
      : wanted.length === columns.length && wanted.every((column, index) => column === columns[index]);
  const found = Object.entries(csvKinds).find(([, kind]) => matches(kind.columns));
  return found === undefined ? null : (found[0] as CsvKind);
}
