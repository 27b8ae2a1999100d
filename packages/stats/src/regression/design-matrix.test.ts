import { expect, test } from "vitest";
import { buildDesign, matrixRows, takeRows } from "../index.ts";

test("factors become 0/1 columns against their reference, in the order of their levels", () => {
  const design = buildDesign([
    { kind: "number", name: "length", values: [5, 6, 7, 8] },
    {
      kind: "factor",
      name: "gender",
      values: ["Female", "Male", "Non-binary", "Male"],
      levels: ["Male", "Female"],
    },
  ]);
  expect(design.names).toEqual(["(intercept)", "length", "gender: Female", "gender: Non-binary"]);
  expect(matrixRows(design.matrix)).toEqual([
    [1, 5, 1, 0],
    [1, 6, 0, 0],
    [1, 7, 0, 1],
    [1, 8, 0, 0],
  ]);
  expect(design.references).toEqual({ gender: "Male" });
  expect(design.notes).toEqual([]);
});

test("rows with a missing value are left out and counted, and levels seen only there get no column", () => {
  const design = buildDesign([
    { kind: "number", name: "x", values: [1, null, 3, Number.NaN, 5] },
    { kind: "factor", name: "f", values: ["a", "z", "b", "z", null] },
  ]);
  expect(Array.from(design.keptRows)).toEqual([0, 2]);
  expect(design.missingRows).toBe(3);
  expect(design.names).toEqual(["(intercept)", "x", "f: b"]);
  expect(takeRows([10, 11, 12, 13, 14], design)).toEqual([10, 12]);
});

test("a reference level that doesn't occur is replaced, and a lone level has no column; both are said", () => {
  const design = buildDesign([
    { kind: "factor", name: "region", values: ["UK", "EU", "UK"], reference: "US" },
    { kind: "factor", name: "kind", values: ["a", "a", "a"] },
  ]);
  expect(design.names).toEqual(["(intercept)", "region: UK"]);
  expect(design.notes).toEqual([
    'region: the reference level "US" does not occur, "EU" stands in for it',
    'kind: only the level "a" occurs, so it has no column',
  ]);
});

test("interactions are products of the columns of both terms", () => {
  const design = buildDesign(
    [
      { kind: "number", name: "x", values: [2, 3, 4] },
      { kind: "factor", name: "f", values: ["a", "b", "c"] },
      { kind: "interaction", of: ["x", "f"] },
    ],
    { intercept: false },
  );
  expect(design.names).toEqual(["x", "f: b", "f: c", "x x f: b", "x x f: c"]);
  expect(matrixRows(design.matrix)[1]).toEqual([3, 1, 0, 3, 0]);
});

test("terms that don't fit together are refused by name", () => {
  expect(() => buildDesign([])).toThrow("terms.length: invalid value 0");
  expect(() =>
    buildDesign([
      { kind: "number", name: "x", values: [1, 2] },
      { kind: "number", name: "z", values: [1] },
    ]),
  ).toThrow("z.length: invalid value 1, expected 2");
  expect(() => buildDesign([{ kind: "number", name: "x", values: [Number.POSITIVE_INFINITY] }])).toThrow(
    "x[0]: invalid value Infinity, expected a finite number or null",
  );
});
