import { expect, test } from "vitest";
import { logarithmicTicks, valuesOf } from "./chart-parts.ts";
import { facets } from "./facets.ts";

const rowsOf = (...values: (number | string)[]) => values.map((n) => ({ n }));

test("a logarithmic axis has ticks at 1, 2 and 5 of every power of ten, those at its ends among them", () => {
  expect(logarithmicTicks(rowsOf(1, 7, 20), "n")).toEqual([1, 2, 5, 10, 20]);
  expect(logarithmicTicks(rowsOf(0.3, 0.9), "n")).toEqual([0.3, 0.9]);
  expect(logarithmicTicks(rowsOf(0.2, 0.9), "n")).toEqual([0.2, 0.5]);
  expect(logarithmicTicks(rowsOf(3, 4), "n")).toEqual([3, 4]);
  expect(logarithmicTicks(rowsOf(4, 4), "n")).toEqual([4]);
  expect(logarithmicTicks(rowsOf(0, -2, "none"), "n")).toEqual([]);
});

test("small charts stand in the order given, else in that of their rows, as many in a line", () => {
  const rows = [{ model: "b" }, { model: "a" }, { model: "b" }];
  expect(valuesOf(rows, "model")).toEqual(["b", "a"]);
  const facet = { field: "model", title: "Model" };
  expect(facets(facet, rows, {})).toMatchObject({ columns: 2, facet: { sort: ["b", "a"] } });
  const order = ["a", "b", "c"];
  expect(facets({ ...facet, order }, rows, {})).toMatchObject({ columns: 3, facet: { sort: order } });
  expect(facets({ ...facet, order, columns: 1 }, rows, {})).toMatchObject({ columns: 1 });
});
