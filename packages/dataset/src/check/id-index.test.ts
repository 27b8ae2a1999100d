import fc from "fast-check";
import { expect, test } from "vitest";
import { createColumn } from "./column.ts";
import { createIdIndex } from "./id-index.ts";
import { textPrint } from "./text-print.ts";

const idOf = fc.oneof(
  fc.nat(5000).map((number) => `ut${number}`),
  fc.nat(50).map((number) => `user0${number}`),
  fc.nat(2_000_000_000).map((number) => `c${number}`),
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.uuid(),
);

test("an index of ids does what a map does", () => {
  fc.assert(
    fc.property(fc.array(idOf, { maxLength: 400 }), (ids) => {
      const index = createIdIndex();
      const model = new Map<string, number>();
      for (const id of ids) {
        const added = index.add(id);
        expect(added).toBe(model.has(id) ? -1 : model.size);
        if (!model.has(id)) model.set(id, model.size);
      }
      expect(index.size()).toBe(model.size);
      for (const [id, ordinal] of model) {
        expect(index.find(id)).toBe(ordinal);
        expect(index.name(ordinal)).toBe(id);
      }
      expect(index.find("nobody")).toBe(-1);
    }),
  );
});

test("ids that look alike are different ids", () => {
  const index = createIdIndex();
  const ids = ["ut1", "ut01", "ut001", "t1", "1", "ut", "ut1.0", "ut12345678901", "Ut1"];
  expect(ids.map(index.add)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(ids.map(index.find)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(ids.map((_, ordinal) => index.name(ordinal))).toEqual(ids);
});

test("a column keeps what is pushed while it grows, and answers -1 outside", () => {
  const column = createColumn("int32");
  for (let value = 0; value < 5000; value += 1) expect(column.push(value * 2)).toBe(value);
  column.set(7, -5);
  column.set(9999, 1);
  expect([column.get(7), column.get(4999), column.get(5000), column.get(-1)]).toEqual([-5, 9998, -1, -1]);
});

test("texts that differ have different prints, equal ones the same", () => {
  const seen = new Map<number, string>();
  for (let number = 0; number < 200_000; number += 1) {
    const text = `response ${number % 7} ${number}`;
    const print = textPrint(text);
    expect(Number.isSafeInteger(print) && print >= 0).toBe(true);
    const other = seen.get(print);
    if (other !== undefined) throw new Error(`"${text}" has the print of "${other}"`);
    seen.set(print, text);
  }
  expect(textPrint("a\n")).toBe(textPrint("a\n"));
  expect(textPrint("")).not.toBe(textPrint("\0"));
});
