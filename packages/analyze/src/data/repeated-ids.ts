import { basename } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { RefractError } from "@refract/core";
import { counted } from "../analysis/counted.ts";
import type { RelationFile } from "./find-relation-file.ts";
import type { Relation } from "./relations.ts";
import { identifier } from "./sql-text.ts";

/** Tables whose records stand for somebody or something that counts once, with the field that names it. */
const ids: Partial<Readonly<Record<Relation, { readonly table: string; readonly field: string }>>> = {
  participants: { table: "participants", field: "user_id" },
  conversations: { table: "conversations", field: "conversation_id" },
  utterances: { table: "utterance_records", field: "utterance_id" },
};

/**
 * People, conversations and responses that stand in their file more than once would count as often in every table.
 *
 * @throws RefractError `invalid-input` with the file, how many there are, and the first of them.
 */
export async function refuseRepeatedIds(
  connection: DuckDBConnection,
  relation: Relation,
  file: RelationFile,
  columns: readonly string[],
): Promise<void> {
  const id = ids[relation];
  if (id === undefined || !columns.includes(id.field)) return;
  const field = identifier(id.field);
  const reader = await connection.runAndReadAll(
    `SELECT CAST(${field} AS VARCHAR) AS id, count(*)::INTEGER AS times FROM ${id.table} WHERE ${field} IS NOT NULL GROUP BY ALL HAVING times > 1 ORDER BY id`,
  );
  const [first] = reader.getRowsJS();
  if (first === undefined) return;
  throw new RefractError(
    "invalid-input",
    `${basename(file.path)}: ${counted(reader.currentRowCount, "value")} of ${id.field} ${reader.currentRowCount === 1 ? "stands" : "stand"} more than once ("${String(first[0])}" ${String(first[1])} times), and each would count as often`,
  );
}
