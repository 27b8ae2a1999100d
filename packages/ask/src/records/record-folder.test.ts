import { once } from "node:events";
import { mkdir, mkdtemp, mkdtempDisposable, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRecordFolder } from "./record-folder.ts";
import { describeUnread } from "./record-paths.ts";

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

  test("reads JSON lines and JSON lists under either name, and one record spread over lines", async () => {
    await using made = await folderOf({
      "lines.json": '{"id":1}\n{"id":2}\n',
      "list.jsonl": '\uFEFF[{"id":1},\n{"id":2}]',
      "one.json": '{\n  "id": 1\n}\n',
      "text.json": '"a text"',
      "mixed.json": "[1]",
    });
    const files = await openRecordFolder(made.path);
    expect(await files.rows("lines.json")).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await files.rows("list.jsonl")).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await files.rows("one.json")).toEqual([{ id: 1 }]);
    await expect(files.rows("text.json")).rejects.toThrow("text.json line 1: expected one JSON object");
    await expect(files.rows("mixed.json")).rejects.toThrow("mixed.json record 1: expected an object");
  });

  test("reads packed files by their plain names, and refuses what can't be unpacked", async () => {
    await using made = await folderOf({
      "a.csv.gz": gzipSync("id,text\n1,x\n"),
      "b.jsonl.gz": gzipSync('{"id":1}\n'),
      "b.jsonl": '{"id":2}\n',
      "cut.csv.gz": gzipSync("id,text\n1,x\n").subarray(0, 20),
    });
    const files = await openRecordFolder(made.path);
    expect(files.names).toEqual(["a.csv", "b.jsonl", "cut.csv"]);
    expect(await files.rows("a.csv")).toEqual([{ id: "1", text: "x" }]);
    expect(await files.rows("b.jsonl")).toEqual([{ id: 2 }]);
    await expect(files.rows("cut.csv")).rejects.toThrow(
      /^cut\.csv: can't be unpacked \(.*\), expected a whole gzip file$/,
    );
  });

  test("follows the links of a download cache, from the repository's folder and from a snapshot", async () => {
    await using made = await folderOf({
      "blobs/b1": "id\n1\n",
      "refs/main": "rev2",
      "snapshots/rev1/data/a.csv": "id\n0\n",
      "snapshots/rev2/other.txt": "x",
    });
    await mkdir(join(made.path, "snapshots/rev2/data"));
    await symlink("../../../blobs/b1", join(made.path, "snapshots/rev2/data/a.csv"));
    for (const place of [made.path, join(made.path, "snapshots/rev2")]) {
      const files = await openRecordFolder(place);
      expect(files.names).toEqual(["data/a.csv", "other.txt"]);
      expect(await files.rows("data/a.csv")).toEqual([{ id: "1" }]);
    }
    await rm(join(made.path, "refs/main"));
    await expect(openRecordFolder(made.path)).rejects.toThrow(
      /is a download cache with the snapshots rev1, rev2, expected one of them as the folder$/,
    );
  });

  test("leaves out links that lead elsewhere and what is no file, by name", async () => {
    await using outside = await folderOf({ "secret.csv": "id\n7\n" });
    await using made = await folderOf({ "a.csv": "id\n1\n" });
    await symlink(join(outside.path, "secret.csv"), join(made.path, "b.csv"));
    await symlink("a.csv", join(made.path, "c.csv"));
    await symlink("nowhere", join(made.path, "d.csv"));
    const socket = createServer().listen(join(made.path, "e.csv"));
    await once(socket, "listening");
    const files = await openRecordFolder(made.path);
    expect(files.names).toEqual(["a.csv", "c.csv"]);
    expect(files.leftOut).toEqual(["b.csv", "e.csv"]);
    expect(files.toNothing).toEqual(["d.csv"]);
    expect(describeUnread(files, 1)).toEqual([
      "not read, for they are links to nothing (a download that is not complete?): d.csv",
      "not read, for they lead out of the folder or are no files: b.csv and 1 more",
    ]);
    socket.close();
  });

  test("reads Parquet from a folder whose name looks like a pattern, and nothing beside it", async () => {
    await using made = await folderOf({ "w[1]/x.txt": "", "w1/x.txt": "" });
    for (const [folderName, id] of [
      ["w[1]", 1],
      ["w1", 2],
    ] as const)
      await writeParquetFile(join(made.path, folderName, "a*b.parquet"), `SELECT ${id} AS id`);
    const files = await openRecordFolder(join(made.path, "w[1]"));
    expect(await files.rows("a*b.parquet")).toEqual([{ id: 1 }]);
  });

  test("reads Parquet", async () => {
    const path = join(folder, "c.parquet");
    await writeParquetFile(path, "SELECT 7 AS id, 'x' AS text, ['a', 'b'] AS list");
    const files = await openRecordFolder(folder);
    expect(await files.rows("c.parquet")).toEqual([{ id: 7, text: "x", list: ["a", "b"] }]);
    await rm(path);
  });

  test.each([
    ["short.csv", /^short\.csv line 3: /],
    ["twice.csv", 'twice.csv line 1: the column "id" stands twice'],
    ["empty.csv", "empty.csv: the file is empty, expected a header"],
    ["broken.jsonl", "broken.jsonl line 2: expected one JSON object"],
    ["latin.csv", /^latin\.csv:\d+: the byte 0x[0-9A-F]{2} .*is not UTF-8, expected UTF-8/],
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

async function folderOf(files: Readonly<Record<string, string | Uint8Array>>) {
  const made = await mkdtempDisposable(join(tmpdir(), "refract-records-"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(made.path, name)), { recursive: true });
    await writeFile(join(made.path, name), content);
  }
  return made;
}

async function writeParquetFile(path: string, select: string): Promise<void> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}
