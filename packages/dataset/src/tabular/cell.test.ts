import { expect, test } from "vitest";
import { cellOf } from "./cell.ts";

test.each([
  ["7", 7],
  [" 7 ", 7],
  [12.5, 13],
  ["", null],
  ["  ", null],
  ["seven", null],
  ["Infinity", null],
  [Number.NaN, null],
  [true, null],
  [[7], null],
])("a whole number's cell of %j is %j: what is blank or no number is no 0", (value, cell) => {
  expect(cellOf(value, "BIGINT")).toBe(cell);
});

test.each([
  ["2026-11-23 09:05:00", "2026-11-23T09:05:00Z"],
  ["2026-11-23T09:05:00.250Z", "2026-11-23T09:05:00.250Z"],
  ["2026-13-01 09:05:00", null],
  ["yesterday", null],
  [1, null],
])("a time's cell of %j is %j, in UTC", (value, cell) => {
  expect(cellOf(value, "TIMESTAMP")).toBe(cell);
});

test.each([
  ["2026-11-23", "2026-11-23"],
  ["2026-13-01", null],
  ["2026-11-23T00:00:00Z", null],
  ["23.11.2026", null],
])("a day's cell of %j is %j", (value, cell) => {
  expect(cellOf(value, "DATE")).toBe(cell);
});

test("other cells take their own type and nothing else, texts everything", () => {
  expect([0.5, Number.NaN, Number.POSITIVE_INFINITY, "0.5"].map((one) => cellOf(one, "DOUBLE"))).toEqual([
    0.5,
    null,
    null,
    null,
  ]);
  expect([true, false, "true", 1].map((one) => cellOf(one, "BOOLEAN"))).toEqual([true, false, null, null]);
  expect(["a", "", 1, ["x"], { a: null }].map((one) => cellOf(one, "VARCHAR"))).toEqual([
    "a",
    "",
    "1",
    '["x"]',
    '{"a":null}',
  ]);
  for (const type of ["VARCHAR", "BOOLEAN", "BIGINT", "DOUBLE", "TIMESTAMP", "DATE"] as const)
    expect([cellOf(null, type), cellOf(undefined, type)]).toEqual([null, null]);
});
