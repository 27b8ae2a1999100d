import { stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { messageOf, RefractError } from "@refract/core";
import { duckDbFile } from "@refract/dataset";
import type { Relation } from "./relations.ts";
import { identifier } from "./sql-text.ts";

/** Names that a folder's battles have. */
const fileNames = ["battles", "arena-battles", "arena/battles"].flatMap((name) =>
  ["csv", "jsonl", "json", "parquet"].map((format) => `${name}.${format}`),
);

const readers: Readonly<Record<string, (path: string) => string>> = {
  ".csv": (path) => `read_csv(${duckDbFile(path)}, header = true, all_varchar = true)`,
  ".jsonl": (path) => `read_json(${duckDbFile(path)}, format = 'newline_delimited', sample_size = -1)`,
  ".json": (path) => `read_json(${duckDbFile(path)}, format = 'auto', sample_size = -1)`,
  ".parquet": (path) => `read_parquet(${duckDbFile(path)})`,
};

/** Winners as arenas write them, and what they say. */
const winners = {
  a: ["model_a"],
  b: ["model_b"],
  tie: ["tie", "tie (bothbad)", "tie (both bad)", "bothbad", "both_bad"],
} as const;

/** Comparisons of an arena: the given file, or the one in a folder that has no dataset. Null when there is none. */
export async function findArenaBattles(place: string): Promise<string | null> {
  const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() === true;
  if (await isFile(place)) return place;
  for (const name of fileNames) if (await isFile(join(place, name))) return join(place, name);
  return null;
}

/**
 * Reads comparisons as arenas publish them (`model_a`, `model_b`, `winner`; if they are there `judge` and `conversation_a`,
 * `conversation_b`) as a study of verdicts: two answers and a verdict a record. Without `judge` every comparison is somebody else's.
 *
 * @throws RefractError `invalid-input` with the file, and the columns or the winner that are not as expected
 */
export async function loadArenaBattles(
  connection: DuckDBConnection,
  path: string,
): Promise<ReadonlyMap<Relation, readonly string[]>> {
  const refuse = (text: string, cause?: unknown): RefractError =>
    new RefractError("invalid-input", `${path}: ${text}`, { cause });
  const reader = readers[extname(path).toLowerCase()];
  if (reader === undefined)
    throw refuse(
      `an arena's comparisons in ${Object.keys(readers).join(", ")}, or a dataset folder, was expected`,
    );
  let types: ReadonlyMap<string, string>;
  try {
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${reader(path)}`);
    types = new Map(described.getRowsJS().map((row) => [String(row[0]), String(row[1])]));
  } catch (cause) {
    throw refuse(messageOf(cause).split("\n")[0] ?? "", cause);
  }
  const missing = ["model_a", "model_b", "winner"].filter((name) => !types.has(name));
  if (missing.length > 0)
    throw refuse(
      `columns ${[...types.keys()].join(", ")}, expected an arena's comparisons with model_a, model_b and winner (${missing.join(", ")} missing)`,
    );
  const text = (name: string) =>
    types.has(name) ? `CAST(${identifier(name)} AS VARCHAR)` : "CAST(NULL AS VARCHAR)";
  const said = (name: string, role: string) =>
    /^STRUCT\(.*\brole\b.*\bcontent\b.*\)\[\]$|^STRUCT\(.*\bcontent\b.*\brole\b.*\)\[\]$/s.test(
      types.get(name) ?? "",
    )
      ? `list_filter(${identifier(name)}, said -> said.role = '${role}')[1].content`
      : "CAST(NULL AS VARCHAR)";
  try {
    await connection.run(
      `CREATE TEMP TABLE arena_records AS SELECT row_number() OVER () AS place, ${text("model_a")} AS model_a, ${text("model_b")} AS model_b,
         trim(lower(${text("winner")})) AS winner, ${text("judge")} AS judge, ${said("conversation_a", "user")} AS prompt,
         ${said("conversation_a", "assistant")} AS response_a, ${said("conversation_b", "assistant")} AS response_b
       FROM ${reader(path)}`,
    );
  } catch (cause) {
    throw refuse(messageOf(cause).split("\n")[0] ?? "", cause);
  }
  const known = Object.values(winners).flat();
  const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");
  const wrong = await connection.runAndReadAll(
    `SELECT place, winner FROM arena_records WHERE winner IS NULL OR winner NOT IN (${list(known)}) ORDER BY place LIMIT 1`,
  );
  const [first] = wrong.getRowsJS();
  if (first !== undefined)
    throw refuse(
      `record ${String(first[0])}: winner: invalid value ${JSON.stringify(first[1])}, expected one of ${known.join(", ")}`,
    );
  await connection.run(
    `CREATE TABLE utterance_records AS
     SELECT 'b' || place || side AS utterance_id, 'b' || place AS interaction_id, 'b' || place AS conversation_id,
       coalesce(judge, 'b' || place) AS user_id, 0 AS turn, CASE side WHEN '-a' THEN 0 ELSE 1 END AS within_turn_id,
       prompt AS user_prompt, CASE side WHEN '-a' THEN response_a ELSE response_b END AS model_response,
       CASE side WHEN '-a' THEN model_a ELSE model_b END AS model_name, NULL::VARCHAR AS model_provider, NULL::DOUBLE AS score,
       CASE side WHEN '-a' THEN winner IN (${list(winners.a)}) ELSE winner IN (${list(winners.b)}) END AS if_chosen
     FROM arena_records, (VALUES ('-a'), ('-b')) AS sides(side) ORDER BY place, side`,
  );
  await connection.run(
    `CREATE TABLE verdicts AS
     SELECT 'b' || place AS conversation_id, coalesce(judge, 'b' || place) AS user_id, 'b' || place AS interaction_id,
       winner AS verdict, CASE WHEN winner IN (${list(winners.a)}) THEN model_a WHEN winner IN (${list(winners.b)}) THEN model_b END AS winner
     FROM arena_records ORDER BY place`,
  );
  await connection.run("DROP TABLE arena_records");
  const columns = async (table: string) =>
    (await connection.runAndReadAll(`DESCRIBE ${table}`)).getRowsJS().map((row) => String(row[0]));
  return new Map([
    ["utterances", await columns("utterance_records")],
    ["verdicts", await columns("verdicts")],
  ]);
}

/** What a report says of them before any figure. */
export function arenaNotice(path: string): string {
  return `${basename(path)} holds comparisons of an arena: verdicts on two answers, no scores and no survey. A person is what the column judge names; without it every comparison counts as another person's, and intervals are too narrow where somebody made several.`;
}
