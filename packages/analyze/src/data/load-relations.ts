import { stat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { DuckDBInstance } from "@duckdb/node-api";
import { findRelationFile } from "./find-relation-file.ts";
import { loadRelation } from "./load-relation.ts";
import { type Relation, relations } from "./relations.ts";
import { refuseRepeatedIds } from "./repeated-ids.ts";

/** Files that are read at a time: DuckDB gives one file hardly more than one core, and types are found by less than one. */
const readAtATime = 3;

/**
 * Every relation whose file is there with its columns, in their order; of several files with a fault, the first one's is told.
 *
 * @param meanwhile begun when DuckDB has the first files; it is not waited for
 * @param look refuses a file of JSONL with records that are nested too deep; called for all of them at once, the largest first
 */
export async function loadRelations(
  instance: DuckDBInstance,
  folder: string,
  look: (path: string) => Promise<void>,
  meanwhile: () => void,
): Promise<readonly (readonly [Relation, readonly string[]])[]> {
  const waiting = (await filesBySize(folder)).map((found) => {
    const looked = found.file.format === "jsonl" ? look(found.file.path) : Promise.resolve();
    // whoever reads the file is told
    looked.catch(() => undefined);
    return { ...found, looked };
  });
  // those who wait for a look have given DuckDB its first statement by then
  Promise.allSettled(waiting.map(({ looked }) => looked))
    .then(() => setImmediate())
    .then(meanwhile)
    // work ahead of time: whoever needs it does it again and says what is wrong
    .catch(() => undefined);
  const loaded: (readonly [Relation, readonly string[]] | undefined)[] = [];
  const faults = new Map<number, unknown>();
  const readNext = async () => {
    const connection = await instance.connect();
    try {
      await connection.run("USE analysis");
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { place, relation, file, looked } = next;
        try {
          const columns = await loadRelation(connection, relation, file, looked);
          await refuseRepeatedIds(connection, relation, file, columns);
          loaded[place] = [relation, columns];
        } catch (fault) {
          faults.set(place, fault);
          // a fault of a relation before this one would be told in its stead
          for (const later of waiting.filter((one) => one.place > place))
            waiting.splice(waiting.indexOf(later), 1);
        }
      }
    } finally {
      connection.closeSync();
    }
  };
  await Promise.all(Array.from({ length: readAtATime }, readNext));
  if (faults.size > 0) throw faults.get(Math.min(...faults.keys()));
  return loaded.filter((one) => one !== undefined);
}

/** The relations' files, the largest first, so that none of them is left alone at the end. */
async function filesBySize(folder: string) {
  const found = await Promise.all(
    relations.map(async (relation, place) => {
      const file = await findRelationFile(folder, relation);
      return file === null ? [] : [{ place, relation, file, bytes: (await stat(file.path)).size }];
    }),
  );
  return found.flat().sort((one, other) => other.bytes - one.bytes);
}
