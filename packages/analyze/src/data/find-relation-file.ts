import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Relation, relationFiles } from "./relations.ts";

export interface RelationFile {
  readonly path: string;
  readonly format: "jsonl" | "parquet";
}

/** The file behind a relation: JSONL before Parquet, since that is what a release is checked by; null when there is none. */
export async function findRelationFile(folder: string, relation: Relation): Promise<RelationFile | null> {
  for (const name of relationFiles[relation]) {
    for (const format of ["jsonl", "parquet"] as const) {
      const path = join(folder, `${name}.${format}`);
      if ((await stat(path).catch(() => null))?.isFile()) return { path, format };
    }
  }
  return null;
}
