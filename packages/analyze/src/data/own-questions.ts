import { readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { messageOf, RefractError } from "@refract/core";
import { duckDbFile, refuseDeepNesting } from "@refract/dataset";
import * as z from "zod";
import { identifier, quoted } from "./sql-text.ts";

/** A survey question of a study's own, as the codebook of its dataset has it. */
export interface OwnQuestion {
  readonly name: string;
  /** Column of `participants`. */
  readonly column: string;
  readonly type: string;
  /** The wording asked; null for what nobody was asked. */
  readonly question: string | null;
  /** Choices in the order offered; empty for free answers. */
  readonly levels: readonly string[];
}

const codebookSchema = z.object({
  questions: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        question: z.string().nullable().default(null),
        levels: z.array(z.string()).default([]),
        table: z.string().default(""),
        column: z.string().default(""),
      }),
    )
    .max(10_000),
});

/** The codebook of a dataset, also for its folder of Parquet files; null where there is none. */
export async function readCodebook(folder: string): Promise<unknown> {
  const beside = basename(resolve(folder)) === "parquet" ? [join(folder, "..", "codebook.json")] : [];
  for (const path of [join(folder, "codebook.json"), ...beside]) {
    const text = await readFile(path, "utf8").catch(() => null);
    if (text === null) continue;
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }
  return null;
}

/** The study's own questions about people. A codebook that can't be read, or of an earlier form, names none. */
export function ownQuestions(codebook: unknown): readonly OwnQuestion[] {
  const parsed = codebookSchema.safeParse(codebook);
  if (!parsed.success) return [];
  return parsed.data.questions
    .filter(({ table, column }) => table === "survey" && column !== "")
    .map(({ table: _, column, ...question }) => ({ ...question, column: column.replaceAll(".", "_") }));
}

/**
 * Gives `participants` the columns of the study's own questions from `answers.jsonl`, where it does not have them from a flat
 * table, and answers the names added. Names are compared as SQL does, without the case of letters.
 *
 * @throws RefractError `invalid-input` naming the file when it can't be read
 */
export async function addOwnQuestions(
  connection: DuckDBConnection,
  folder: string,
  questions: readonly OwnQuestion[],
  columns: readonly string[],
): Promise<readonly string[]> {
  const path = join(folder, "answers.jsonl");
  const known = new Set(columns.map((name) => name.toLowerCase()));
  const added = questions.filter(({ column }) => {
    const folded = column.toLowerCase();
    return !known.has(folded) && known.add(folded);
  });
  const isThere = (await stat(path).catch(() => null))?.isFile() ?? false;
  if (added.length === 0 || !isThere || !columns.includes("user_id")) return [];
  await refuseDeepNesting(path);
  const rows = `read_json(${duckDbFile(path)}, hive_partitioning = false, format = 'newline_delimited', maximum_object_size = ${longestAnswerBytes},
    columns = {'user_id': 'VARCHAR', 'conversation_id': 'VARCHAR', 'field': 'VARCHAR', 'value': 'JSON'})`;
  const values = added.map(
    ({ name, column, type }) =>
      `TRY_CAST(any_value(value ->> '$') FILTER (field = ${quoted(name)}) AS ${sqlTypes.get(type) ?? "VARCHAR"}) AS ${identifier(column)}`,
  );
  const names = added.map(({ column }) => `own.${identifier(column)}`);
  try {
    await connection.run(
      `CREATE OR REPLACE TABLE participants AS SELECT people.*, ${names.join(", ")} FROM (SELECT *, row_number() OVER () AS place FROM participants) people
       LEFT JOIN (SELECT user_id, ${values.join(", ")} FROM ${rows} WHERE conversation_id IS NULL GROUP BY user_id) own ON own.user_id = people.user_id
       ORDER BY place`,
    );
    await connection.run("ALTER TABLE participants DROP COLUMN place");
  } catch (cause) {
    throw new RefractError("invalid-input", `${path}: ${messageOf(cause)}`, { cause });
  }
  return added.map(({ column }) => column);
}

/** An answer has at most 20,000 characters. */
const longestAnswerBytes = 16 << 20;

const sqlTypes: ReadonlyMap<string, string> = new Map([
  ["flag", "BOOLEAN"],
  ["integer", "BIGINT"],
  ["number", "DOUBLE"],
]);
