import { existsSync } from "node:fs";
import { join } from "node:path";
import { messageOf, RefractError } from "@refract/core";
import { duckDbFile } from "@refract/dataset";
import * as z from "zod";
import type { AnalysisData } from "../../data/analysis-data.ts";

/** Topics of conversations that were found elsewhere, such as the published ones. */
export interface TopicsFile {
  readonly path: string;
  /** Topic by conversation; -1 for outliers. */
  readonly topicOf: ReadonlyMap<string, number>;
  /** Names where the file has a column `cluster_name`. */
  readonly names: ReadonlyMap<number, string>;
}

const fileName = "topics.csv";
const columnRow = z.looseObject({ column_name: z.string() });
const topicRow = z.strictObject({
  conversation_id: z.string().min(1),
  cluster_id: z.string().regex(/^-?\d+$/),
  cluster_name: z.string().nullable(),
});

/**
 * Reads `topics.csv` of the dataset's folder: conversation_id, cluster_id and, if it likes, cluster_name. Null when there is none.
 *
 * @throws RefractError `invalid-input` with file and line
 */
export async function readTopicsFile(data: AnalysisData): Promise<TopicsFile | null> {
  const path = join(data.folder, fileName);
  if (!existsSync(path)) return null;
  const source = `read_csv(${duckDbFile(path)}, hive_partitioning = false, header = true, all_varchar = true)`;
  const rows = await reading(path, async () => {
    const columns = (await data.rows(`DESCRIBE SELECT * FROM ${source}`, columnRow)).map(
      (row) => row.column_name,
    );
    for (const name of ["conversation_id", "cluster_id"]) {
      if (!columns.includes(name))
        throw new RefractError(
          "invalid-input",
          `${path}: no column "${name}", expected conversation_id, cluster_id and perhaps cluster_name`,
        );
    }
    const name = columns.includes("cluster_name") ? "cluster_name" : "NULL::VARCHAR AS cluster_name";
    return data.rows(`SELECT conversation_id, cluster_id, ${name} FROM ${source}`, z.unknown());
  });
  const topicOf = new Map<string, number>();
  const names = new Map<number, string>();
  for (const [place, raw] of rows.entries()) {
    const parsed = topicRow.safeParse(raw);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new RefractError(
        "invalid-input",
        `${path} row ${place + 1}: ${issue?.path.join(".") ?? ""}: expected a conversation's id and a whole number, -1 for outliers`,
      );
    }
    const topic = Number(parsed.data.cluster_id);
    const before = topicOf.get(parsed.data.conversation_id);
    if (before !== undefined && before !== topic)
      throw new RefractError(
        "invalid-input",
        `${path} row ${place + 1}: conversation "${parsed.data.conversation_id}" is in topic ${topic}, and in ${before} above`,
      );
    topicOf.set(parsed.data.conversation_id, topic);
    if (parsed.data.cluster_name !== null) names.set(topic, parsed.data.cluster_name);
  }
  return Object.freeze({ path, topicOf, names });
}

async function reading<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof RefractError) throw cause;
    throw new RefractError("invalid-input", `${path}: ${messageOf(cause).split("\n")[0] ?? ""}`, { cause });
  }
}
