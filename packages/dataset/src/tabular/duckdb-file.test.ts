import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { duckDbFile } from "./duckdb-file.ts";

test("reads the named file and no other that a pattern of its name would match", async () => {
  await using made = await mkdtempDisposable(join(tmpdir(), "refract-pattern-"));
  const names = ["**", "a[1]b", "a1b", "x*y?z", "xaybz", "it's", "{a,b}", "a", "[!a]", "back\\slash", "k=v"];
  for (const name of names) {
    await mkdir(join(made.path, name));
    await writeFile(join(made.path, name, "f.jsonl"), `{"folder":${JSON.stringify(name)}}\n`);
  }
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const name of names) {
    const file = duckDbFile(join(made.path, name, "f.jsonl"));
    const read = await connection.runAndReadAll(`SELECT folder FROM read_json(${file})`);
    expect(read.getRowsJS(), name).toEqual([[name]]);
  }
  connection.closeSync();
  instance.closeSync();
});
