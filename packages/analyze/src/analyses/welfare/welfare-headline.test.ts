import { expect, test } from "vitest";
import type { Base } from "./bases.ts";
import type { SchemeDifference } from "./scheme-differences.ts";
import { welfareHeadline } from "./welfare-headline.ts";

const everybody = { name: "all", title: "everybody", rows: [0, 1, 2] };
const base: Base = { ...everybody, pools: [], complements: [] };
const scheme = (title: string) => ({ name: title, title, pool: [0], size: 10 });
const difference = (value: number, lower: number, upper: number): SchemeDifference => ({
  population: everybody,
  scheme: scheme("men, 100"),
  against: scheme("representative, 100"),
  difference: value,
  drawError: 0,
  interval: { lower, upper, problem: null },
});

test("the largest clear difference is told with its interval, and how many chance would bring", () => {
  const found = welfareHeadline(base, "Mean rating", [
    difference(0.2, -0.1, 0.5),
    difference(-1.25, -2, -0.5),
    difference(0.5, 0.25, 0.75),
  ]);
  expect(found?.text).toBe(
    "Panels: 2 of 3 differences between ways of choosing one model for all (Mean rating, everybody) have 95 % intervals that leave out 0; about 1 would by chance alone. The largest: everybody get 1.3 (0.50 to 2.0) less from men, 100 than from representative, 100.",
  );
  expect(found?.n).toBe("3 people");
});

test("where every interval holds 0 nothing is claimed, and without intervals there is no headline", () => {
  expect(welfareHeadline(base, "Mean rating", [difference(0.2, -0.1, 0.5)])?.text).toBe(
    "Panels: none of 1 difference between ways of choosing one model for all (Mean rating, everybody) has a 95 % interval that leaves out 0.",
  );
  const unknown: SchemeDifference = {
    ...difference(1, 0, 0),
    interval: { lower: null, upper: null, problem: "one person" },
  };
  expect(welfareHeadline(base, "Mean rating", [unknown])).toBeNull();
});
