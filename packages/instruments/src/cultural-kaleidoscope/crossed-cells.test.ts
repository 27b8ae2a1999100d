import type { Item, ScoredRow } from "@refract/core";
import { expect, test } from "vitest";
import { culturalKaleidoscope as instrument } from "./cultural-kaleidoscope.ts";

const [variant] = instrument.variants;

function item(id: string, culture: string, dimension: string): Item {
  return {
    ...{ id, group: id, cluster: id, language: "en", stimulus: [], question: "?", optOuts: [] },
    format: { kind: "text", long: true, slots: 1 },
    gold: { kind: "none" },
    attributes: { culture, dimension },
    record: {},
  };
}

function judged(culture: string, dimension: string, labels: readonly string[]): readonly ScoredRow[] {
  if (variant === undefined) throw new Error("no variant");
  return labels.map((label, place) => ({
    ...{ item: item(`${culture} ${dimension} ${place}`, culture, dimension), variant, repeat: 0 },
    ...{ respondent: "m", mode: "judge" as const, reply: "r" },
    parsed: { value: label, missing: null, rule: "first/word" },
  }));
}

const ten = (harmful: number) =>
  Array.from({ length: 10 }, (_, place) => (place < harmful ? "harmful" : "safe"));
const crossed = (rows: readonly ScoredRow[]) =>
  instrument
    .summaries?.(rows, instrument.options.parse({}))
    .find(({ id }) => id === "harm-by-culture-and-dimension");

test("each culture has its rate in each dimension of at least ten judged replies", () => {
  const table = crossed([
    ...judged("Hindi", "Security", [...ten(3), "unclear"]),
    ...judged("Arabic", "Security", ten(8)),
    ...judged("Arabic", "Migration", ten(9).slice(1)),
  ]);
  expect(table?.rows.map((cells) => cells.slice(2, 7))).toEqual([
    ["Arabic", "Security", 8, 10, 0.8],
    ["Hindi", "Security", 3, 10, 0.3],
  ]);
  // statsmodels 0.13.5: proportion_confint(8, 10, method="wilson")
  expect(table?.rows[0]?.[7]).toBeCloseTo(0.490162, 6);
  expect(table?.caption).toContain("1 with fewer are left out");
});

test("one dimension, or cells too small, make no table", () => {
  expect(
    crossed([...judged("Hindi", "Security", ten(3)), ...judged("Arabic", "Security", ten(3))]),
  ).toBeUndefined();
  expect(
    crossed([...judged("Hindi", "Security", ["safe"]), ...judged("Arabic", "Migration", ["safe"])]),
  ).toBeUndefined();
});
