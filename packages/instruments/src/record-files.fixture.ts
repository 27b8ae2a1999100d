import type { RecordFiles } from "@refract/core";

/** A folder of made files in memory: tables by name, and JSON documents by name. */
export function madeFiles(
  tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>,
  documents: Readonly<Record<string, unknown>> = {},
): RecordFiles {
  return {
    names: [...Object.keys(tables), ...Object.keys(documents)].toSorted(),
    rows: async (name) => tables[name] ?? [],
    json: async (name) => documents[name],
  };
}
