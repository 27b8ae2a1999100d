import { describe, expect, test } from "vitest";
import { createRandom, type Random } from "../random.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { type ComparisonCells, cellsFromMatrix, comparisonCells } from "./comparison-cells.ts";
import fixture from "./fixtures/shrunken-bradley-terry.json" with { type: "json" };
import { shrinkBradleyTerry } from "./shrunken-bradley-terry.ts";

function battles(random: Random, abilities: readonly number[], count: number): ComparisonCells {
  const first: number[] = [];
  const second: number[] = [];
  const score: number[] = [];
  for (let battle = 0; battle < count; battle += 1) {
    const [one = 0, other = 0] = random.sample([...abilities.keys()], 2);
    const lead = (abilities[one] ?? 0) - (abilities[other] ?? 0);
    first.push(one);
    second.push(other);
    score.push(Number(random.chance(1 / (1 + Math.exp(-lead)))));
  }
  return comparisonCells({ itemCount: abilities.length, first, second, score });
}

function distance(one: ArrayLike<number>, other: readonly number[]): number {
  const mean = other.reduce((sum, value, item) => sum + (one[item] ?? 0) - value, 0) / other.length;
  return Math.sqrt(other.reduce((sum, value, item) => sum + ((one[item] ?? 0) - value - mean) ** 2, 0));
}

test.each([
  ["usual", 1],
  ["thinned", 2.5],
] as const)(
  "spread, abilities and evidence are those of an independent search (%s)",
  (name, designEffect) => {
    const expected = fixture[name];
    const cells = cellsFromMatrix(fixture.centre.length, fixture.wins);
    const { fit, standardDeviation, logEvidence } = shrinkBradleyTerry(cells, fixture.centre, {
      designEffect,
    });
    // the evidence is flat at its top: the spread is known to some digits only, what hangs on it to more
    expect(standardDeviation).toBeCloseTo(expected.spread, 3);
    expect(logEvidence).toBeCloseTo(expected.logEvidence, 4);
    expect(Array.from(fit?.abilities ?? [])).toEqual(
      expected.abilities.map((ability) => expect.closeTo(ability, 3)),
    );
  },
);

test("the evidence is the integral it stands for", () => {
  // two items: the lead is normal around centre with variance 2 sd^2; 30 wins, 12 losses; summed by fine steps
  const cells = cellsFromMatrix(2, [0, 30, 12, 0]);
  const result = shrinkBradleyTerry(cells, [0.1, -0.2], { range: [0.4, 0.4000001] });
  let integral = 0;
  const step = 1e-4;
  const variance = 2 * 0.4 ** 2;
  for (let lead = -5; lead < 5; lead += step) {
    const chance = 1 / (1 + Math.exp(-lead));
    const density = Math.exp(-((lead - 0.3) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    integral += step * density * chance ** 30 * (1 - chance) ** 12;
  }
  // Laplace's approximation is off by about one part in a thousand here
  expect(Math.abs((result.logEvidence ?? 0) - Math.log(integral))).toBeLessThan(0.01);
});

describe("small groups", () => {
  const random = createRandom("small groups");
  const centre = Array.from({ length: 10 }, () => random.normal(0, 0.8));

  test("that differ are drawn half way: nearer to the truth than alone and than the centre", () => {
    const errors = { alone: 0, centre: 0, shrunken: 0 };
    const spreads: number[] = [];
    for (let group = 0; group < 40; group += 1) {
      const truth = centre.map((ability) => ability + random.normal(0, 0.5));
      const cells = battles(random, truth, 250);
      const alone = fitBradleyTerry(cells, { prior: { kind: "logistic", weight: 0.5 } });
      const shrunken = shrinkBradleyTerry(cells, centre);
      errors.alone += distance(alone.abilities ?? [], truth);
      errors.centre += distance(centre, truth);
      errors.shrunken += distance(shrunken.fit?.abilities ?? [], truth);
      spreads.push(shrunken.standardDeviation ?? 0);
    }
    expect(errors.shrunken).toBeLessThan(0.95 * errors.alone);
    expect(errors.shrunken).toBeLessThan(0.9 * errors.centre);
    const middle = spreads.sort((one, other) => one - other)[20] ?? 0;
    expect(middle).toBeGreaterThan(0.3);
    expect(middle).toBeLessThan(0.7);
  });

  test("that don't differ are drawn nearly all the way", () => {
    const spreads = Array.from({ length: 30 }, () => {
      const { standardDeviation } = shrinkBradleyTerry(battles(random, centre, 150), centre);
      return standardDeviation ?? 0;
    });
    expect(spreads.sort((one, other) => one - other)[15]).toBeLessThan(0.15);
  });

  test("of one comparison get the centre's ranks; of none a reason", () => {
    const one = comparisonCells({ itemCount: 10, first: [0], second: [1], score: [1] });
    const { fit } = shrinkBradleyTerry(one, centre);
    expect(distance(fit?.abilities ?? [], centre)).toBeLessThan(1);
    expect(fit?.connectivity.problem).not.toBe(null);
    const none = comparisonCells({ itemCount: 10, first: [], second: [], score: [] });
    expect(shrinkBradleyTerry(none, centre)).toMatchObject({
      problem: "there are no comparisons",
      fit: null,
      standardDeviation: null,
    });
  });

  test("a design effect divides what the counts say", () => {
    const cells = cellsFromMatrix(3, [0, 8, 6, 2, 0, 4, 2, 6, 0]);
    const twice = cellsFromMatrix(3, [0, 16, 12, 4, 0, 8, 4, 12, 0]);
    const halved = shrinkBradleyTerry(twice, [0, 0, 0], { designEffect: 2 });
    expect(halved.standardDeviation).toBe(shrinkBradleyTerry(cells, [0, 0, 0]).standardDeviation);
    expect(halved.cells).toEqual(cells);
  });

  test("with ties modelled", () => {
    const cells = cellsFromMatrix(3, [0, 8, 6, 2, 0, 4, 2, 6, 0], [0, 3, 2, 0, 0, 1, 0, 0, 0]);
    const result = shrinkBradleyTerry(cells, [0.5, 0, -0.5], { ties: "davidson" });
    expect(result.fit?.tieParameter).toBeGreaterThan(0.1);
    expect(result.fit?.ranks).toEqual(Int32Array.of(1, 2, 3));
  });

  test("wrong arguments are errors", () => {
    const cells = cellsFromMatrix(2, [0, 1, 1, 0]);
    expect(() => shrinkBradleyTerry(cells, [0])).toThrow(
      new RangeError("centre.length: invalid value 1, expected 2"),
    );
    expect(() => shrinkBradleyTerry(cells, [0, 0], { designEffect: 0.5 })).toThrow(/designEffect/);
    expect(() => shrinkBradleyTerry(cells, [0, 0], { range: [1, 1] })).toThrow(/range/);
  });
});
