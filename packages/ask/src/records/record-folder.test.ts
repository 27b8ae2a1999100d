import { mkdir, mkdtemp, mkdtempDisposable, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRecordFolder } from "./record-folder.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-records-"));
  await mkdir(join(folder, "part"));
  await writeFile(join(folder, "a.csv"), '\uFEFFid,text\r\n1,"two\r\nlines"\r\n2,\r\n');
  await writeFile(join(folder, "short.csv"), "id,text\n1,x\n2\n");
  await writeFile(join(folder, "twice.csv"), "id,id\n1,2\n");
  await writeFile(join(folder, "empty.csv"), "");
  await writeFile(join(folder, "part/b.jsonl"), '{"id":1}\n\n{"id":2}\n');
  await writeFile(join(folder, "broken.jsonl"), '{"id":1}\n{"id":\n');
  await writeFile(join(folder, "list.json"), '[{"id":1},{"id":2}]');
  await writeFile(join(folder, "latin.csv"), Buffer.from([0x69, 0x64, 0x0a, 0xe9, 0x0a]));
  await writeFile(join(folder, ".hidden.csv"), "id\n1\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a folder of records", () => {
  test("lists its files with forward slashes, sorted, without hidden ones", async () => {
    expect((await openRecordFolder(folder)).names).toEqual([
      "a.csv",
      "broken.jsonl",
      "empty.csv",
      "latin.csv",
      "list.json",
      "part/b.jsonl",
      "short.csv",
      "twice.csv",
    ]);
  });

  test("does not take a run or a report that was put inside for records", async () => {
    await using made = await mkdtempDisposable(join(tmpdir(), "refract-inside-"));
    const files = ["a.csv", "run/run.sqlite", "run/csv/scores.csv", "out/card/index.html"];
    for (const name of [...files, "out/card/report.json", "out/card/tables/x.csv", "kept/index.html"]) {
      await mkdir(join(made.path, dirname(name)), { recursive: true });
      await writeFile(join(made.path, name), "");
    }
    expect((await openRecordFolder(made.path)).names).toEqual(["a.csv", "kept/index.html"]);
  });

  test("reads CSV, JSONL and JSON as rows", async () => {
    const files = await openRecordFolder(folder);
    expect(await files.rows("a.csv")).toEqual([
      { id: "1", text: "two\r\nlines" },
      { id: "2", text: "" },
    ]);
    expect(await files.rows("part/b.jsonl")).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await files.rows("list.json")).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test("reads Parquet", async () => {
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const path = join(folder, "c.parquet");
    await connection.run(
      `COPY (SELECT 7 AS id, 'x' AS text, ['a', 'b'] AS list) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const files = await openRecordFolder(folder);
    expect(await files.rows("c.parquet")).toEqual([{ id: 7, text: "x", list: ["a", "b"] }]);
    await rm(path);
  });

  test.each([
    ["short.csv", /^short\.csv line 3: /],
    ["twice.csv", 'twice.csv line 1: the column "id" stands twice'],
    ["empty.csv", "empty.csv: the file is empty, expected a header"],
    ["broken.jsonl", "broken.jsonl line 2: expected one JSON object"],
    ["latin.csv", "latin.csv: the bytes are not UTF-8"],
    ["none.csv", /^none\.csv: no such file in /],
  ])("%s: says what is wrong and where", async (name, expected) => {
    await expect((await openRecordFolder(folder)).rows(name)).rejects.toThrow(expected);
  });

  test("hashes what was read, and nothing else", async () => {
    const files = await openRecordFolder(folder);
    await files.rows("list.json");
    expect(await files.hashes()).toEqual({
      // printf '[{"id":1},{"id":2}]' | sha256sum
      "list.json": "7dcee6a0c50483d0fb68d53b37822d55409a37928ffa228c6b9a482e3373e770",
    });
  });
});
