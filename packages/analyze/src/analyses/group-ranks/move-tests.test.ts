import { clusterComparisons, fitBradleyTerry } from "@refract/stats";
import { expect, test } from "vitest";
import { moveTests } from "./move-tests.ts";

/** Three battles of each person between three models: who prefers 0 to 1 to 2 loses each pair the other way once. */
function battlesOf(orders: readonly (readonly number[])[]) {
  const rows = orders.flatMap((order, person) =>
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ].flatMap(([better = 0, worse = 0]) =>
      [1, 1, 0].map((score) => ({
        person,
        first: order[better] ?? 0,
        second: order[worse] ?? 0,
        score,
      })),
    ),
  );
  return clusterComparisons(
    {
      itemCount: 3,
      first: Int32Array.from(rows, ({ first }) => first),
      second: Int32Array.from(rows, ({ second }) => second),
      score: Float64Array.from(rows, ({ score }) => score),
    },
    Int32Array.from(rows, ({ person }) => person),
  );
}

const estimate = (cells: Parameters<typeof fitBradleyTerry>[0]) => fitBradleyTerry(cells).abilities;
const options = { seed: "test", rounds: 999 };

test("p is the share of all ways to draw the group that move a model as far", () => {
  // two of six people prefer the last model: of 15 pairs of people 1 is theirs, so that p is 1 / 15 by counting
  const orders = [0, 1, 2, 3, 4, 5].map((person) => (person < 2 ? [2, 1, 0] : [0, 1, 2]));
  const levels = Int32Array.from([0, 0, 1, 1, 1, 1]);
  const [few] = moveTests(battlesOf(orders), levels, 2, estimate, { ...options, rounds: 4999 });
  // the first and last model swap places in their group; the middle one stays
  expect(Math.abs((few?.[0] ?? 0) - 1 / 15)).toBeLessThan(0.015);
  expect(few?.[1]).toBe(1);
  expect(few?.[2]).toBe(few?.[0]);
});

test("people in no group stay out of the draw, and a group without a ranking has no p", () => {
  const orders = [0, 1, 2, 3, 4, 5].map((person) => (person < 2 ? [2, 1, 0] : [0, 1, 2]));
  // who prefers the last model is in no group: the others are all alike, and no draw changes anything
  const alike = moveTests(battlesOf(orders), Int32Array.from([-1, -1, 0, 0, 1, 1]), 2, estimate, options);
  expect(alike).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ]);
  const [none] = moveTests(
    battlesOf(orders),
    Int32Array.from([0, 0, 1, 1, 1, 1]),
    2,
    (cells) => (cells.lowWins.reduce((sum, wins) => sum + wins, 0) < 10 ? null : estimate(cells)),
    options,
  );
  expect(none).toEqual([null, null, null]);
});

test("the seed fixes p", () => {
  const orders = Array.from({ length: 12 }, (_, person) => (person % 3 === 0 ? [2, 0, 1] : [0, 1, 2]));
  const levels = Int32Array.from({ length: 12 }, (_, person) => Number(person > 4));
  const once = moveTests(battlesOf(orders), levels, 2, estimate, options);
  expect(moveTests(battlesOf(orders), levels, 2, estimate, options)).toEqual(once);
  expect(moveTests(battlesOf(orders), levels, 2, estimate, { ...options, seed: "other" })).not.toEqual(once);
});
