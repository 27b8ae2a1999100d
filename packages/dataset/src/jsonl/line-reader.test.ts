import { join } from "node:path";
import { madeFolder } from "@refract/testing/made-release";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { type Line, type LineReaderOptions, readLineBatches } from "./line-reader.ts";
import { readRecords } from "./record-reader.ts";

async function linesOf(content: string | Uint8Array, options: LineReaderOptions = {}): Promise<Line[]> {
  await using folder = await madeFolder({ file: content });
  const lines: Line[] = [];
  for await (const batch of readLineBatches(join(folder.path, "file"), options)) lines.push(...batch);
  return lines;
}

test("lines come numbered, without their ends, the last one with or without", async () => {
  expect(await linesOf("a\n\nbé\nlast")).toEqual([
    { number: 1, text: "a", bytes: 1, faults: [], terminated: true },
    { number: 2, text: "", bytes: 0, faults: [], terminated: true },
    { number: 3, text: "bé", bytes: 3, faults: [], terminated: true },
    { number: 4, text: "last", bytes: 4, faults: [], terminated: false },
  ]);
  expect(await linesOf("")).toEqual([]);
});

test("byte-order marks, carriage returns and bytes that are no UTF-8 are said", async () => {
  expect((await linesOf("\u{feff}a\r\n\u{feff}b\n")).map(({ text, faults }) => [text, faults])).toEqual([
    ["a", ["byte-order-mark", "carriage-return"]],
    ["\u{feff}b", []],
  ]);
  expect(await linesOf(new Uint8Array([0x61, 0xc3, 0x0a, 0x62]))).toMatchObject([
    { text: null, faults: ["not-utf8"] },
    { text: "b", faults: [] },
  ]);
});

test("lines longer than the limit are skipped, whatever chunks they come in", async () => {
  const long = "x".repeat(3 << 20);
  const lines = await linesOf(`a\n${long}\nb\n${long}`, { maximumLineBytes: 1 << 20 });
  expect(lines.map(({ number, text, bytes, faults }) => [number, text, bytes, faults])).toEqual([
    [1, "a", 1, []],
    [2, null, 3 << 20, ["too-long"]],
    [3, "b", 1, []],
    [4, null, 3 << 20, ["too-long"]],
  ]);
});

test("lines over the edges of chunks come whole, characters of several bytes too", async () => {
  const lines = Array.from({ length: 9 }, (_, index) => "é你🙂".repeat(30_000 + index));
  expect((await linesOf(`${lines.join("\n")}\n`)).map((line) => line.text)).toEqual(lines);
});

test("what is joined by line feeds comes apart the same", async () => {
  const line = fc.string({ unit: "binary" }).map((text) => text.replaceAll(/[\n\r\u{feff}]/gu, ""));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1 }), async (lines) => {
      expect((await linesOf(lines.map((each) => `${each}\n`).join(""))).map((each) => each.text)).toEqual(
        lines,
      );
    }),
    { numRuns: 50 },
  );
});

test("records come by their schema, and the first that is none says where", async () => {
  await using folder = await madeFolder({
    "a.jsonl": '{"n":1}\n\n{"n":2}\n{"n":"3"}\n',
    "b.jsonl": '{"n":1}\n{"n"',
    "c.jsonl": new Uint8Array([0xff]),
  });
  const schema = z.strictObject({ n: z.number() });
  const read = async (name: string) => {
    const seen: number[] = [];
    try {
      for await (const record of readRecords(join(folder.path, name), schema)) seen.push(record.n);
    } catch (thrown) {
      return [seen, thrown instanceof Error ? thrown.message : thrown];
    }
    return [seen];
  };
  expect(await read("a.jsonl")).toEqual([[1, 2], 'a.jsonl line 4: n: invalid value "3", expected number']);
  expect(await read("b.jsonl")).toEqual([[1], "b.jsonl line 2: not JSON, expected one record"]);
  expect(await read("c.jsonl")).toEqual([[], "c.jsonl line 1: the bytes are not UTF-8, expected one record"]);
  expect(await read("d.jsonl")).toEqual([[], expect.stringContaining("no such file or folder")]);
});
