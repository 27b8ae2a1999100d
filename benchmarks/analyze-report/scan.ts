import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** The reference: DuckDB reads every file of the folder once and sums the length of each row as JSON. */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("usage: node benchmarks/analyze-report/scan.ts FOLDER\n");
  process.exit(2);
}
const instance = await DuckDBInstance.create();
const connection = await instance.connect();
for (const name of ["survey", "conversations", "utterances", "metadata"]) {
  const file = join(folder, `${name}.jsonl`).replaceAll("'", "''");
  await connection.run(
    `SELECT sum(length(to_json(r)::VARCHAR)) FROM read_json('${file}', format = 'newline_delimited', maximum_object_size = 67108864) r`,
  );
}
