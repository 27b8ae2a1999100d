import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { binomialDraw } from "./binomial-draw.ts";

/** Chi-square distance of drawn counts from the distribution, outcomes rarer than 10 in expectation left out. */
function distance(
  trials: number,
  probability: number,
  draws: number,
): { statistic: number; classes: number } {
  const random = createRandom(`binomial ${trials} ${probability}`);
  const counts = new Map<number, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    const count = binomialDraw(random, trials, probability);
    counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  let chance = (1 - probability) ** trials;
  let statistic = 0;
  let classes = 0;
  for (let count = 0; count <= trials; count += 1) {
    const expected = draws * chance;
    if (expected >= 10) {
      statistic += ((counts.get(count) ?? 0) - expected) ** 2 / expected;
      classes += 1;
    }
    chance *= ((trials - count) / (count + 1)) * (probability / (1 - probability));
  }
  return { statistic, classes };
}

test.each([
  [1, 0.3],
  [12, 0.5],
  [9, 0.9],
  [400, 0.01],
  [60, 0.4],
  [300, 0.7],
  [1000, 0.05],
])("%i trials with chance %f come as the distribution says", (trials, probability) => {
  const { statistic, classes } = distance(trials, probability, 40_000);
  // four standard deviations above what chance alone gives
  expect(statistic).toBeLessThan(classes + 4 * Math.sqrt(2 * classes));
});

test("many trials keep mean and variance", () => {
  const random = createRandom("many");
  const draws = 20_000;
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const off = binomialDraw(random, 10_000_000, 0.25) - 2_500_000;
    sum += off;
    squares += off ** 2;
  }
  expect(Math.abs(sum / draws)).toBeLessThan(40);
  expect(squares / draws / 1_875_000).toBeGreaterThan(0.96);
  expect(squares / draws / 1_875_000).toBeLessThan(1.04);
});

test("certain outcomes are certain", () => {
  const random = createRandom("certain");
  expect(binomialDraw(random, 50, 0)).toBe(0);
  expect(binomialDraw(random, 50, 1)).toBe(50);
  expect(binomialDraw(random, 0, 0.4)).toBe(0);
});
