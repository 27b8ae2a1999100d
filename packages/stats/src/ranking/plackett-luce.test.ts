import { describe, expect, test } from "vitest";
import { abilityIntervals } from "./ability-intervals.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import { comparisonCells } from "./comparison-cells.ts";
import { breakSharedPlaces, type Ranking, rankingFromScores } from "./compiled-rankings.ts";
import fromPython from "./fixtures/ranking.json" with { type: "json" };
import { fitPlackettLuce, type PlackettLuceEstimate, type PlackettLuceOptions } from "./plackett-luce.ts";

function fitted(rankings: readonly Ranking[], options: PlackettLuceOptions = {}): PlackettLuceEstimate {
  const fit = fitPlackettLuce(6, rankings, options);
  if (fit.problem !== null) throw new Error(fit.problem);
  return fit;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [place, value] of expected.entries()) expect(actual[place]).toBeCloseTo(value, digits);
}

const { rankings } = fromPython;
const strict = rankings.map(({ places, unplaced }) => ({
  places: places.flat().map((item) => [item]),
  unplaced,
}));

describe("against statsmodels' stratified proportional hazards, partial rankings included", () => {
  test.each(["efron", "breslow"] as const)("shared places by %s", (sharedPlaces) => {
    const fit = fitted(rankings, { sharedPlaces });
    const expected = fromPython.plackettLuce[sharedPlaces];
    const rows = abilityIntervals(fit, fit.covariance);
    expectClose(
      rows.map((row) => row.ability),
      expected.sumToZero.abilities,
      6,
    );
    expectClose(
      rows.map((row) => row.standardError),
      expected.sumToZero.standardErrors,
      6,
    );
    const against = abilityIntervals(fit, fit.covariance, { coding: { reference: 0 } });
    expectClose(
      against.map((row) => row.standardError),
      expected.reference.standardErrors,
      6,
    );
    expect(fit.logLikelihood).toBeCloseTo(expected.logLikelihood, 7);
  });

  test("without shared places both are the same", () => {
    const expected = fromPython.plackettLuce.strict;
    for (const sharedPlaces of ["efron", "breslow"] as const) {
      const fit = fitted(strict, { sharedPlaces });
      expectClose(fit.abilities, expected.sumToZero.abilities, 6);
      expect(fit.logLikelihood).toBeCloseTo(expected.logLikelihood, 7);
    }
  });
});

test("ends where Hunter's MM iteration does, with errors by participant from plain scores", () => {
  const cluster = strict.map((_, index) => index % 25);
  const fit = fitted(strict, { cluster });
  expectClose(fit.abilities, fromPython.plackettLuce.hunter.abilities, 8);
  const rows = abilityIntervals(fit, fit.covariance);
  expectClose(
    rows.map((row) => row.standardError),
    fromPython.plackettLuce.hunter.clusteredStandardErrors,
    8,
  );
});

test("rankings of two are Bradley-Terry", () => {
  const { itemCount, first, second, score } = fromPython.comparisons;
  const decided = score.flatMap((outcome, index) => (outcome === 0.5 ? [] : [index]));
  const pick = (column: readonly number[]) => decided.map((index) => column[index] ?? 0);
  const columns = { itemCount, first: pick(first), second: pick(second), score: pick(score) };
  const pairs = decided.map((_, place): Ranking => {
    const winner = columns.score[place] === 1 ? columns.first[place] : columns.second[place];
    const loser = columns.score[place] === 1 ? columns.second[place] : columns.first[place];
    return { places: [[winner ?? 0]], unplaced: [loser ?? 0] };
  });
  const straight = fitBradleyTerry(comparisonCells(columns));
  const fit = fitted(pairs);
  expectClose(fit.abilities, [...(straight.abilities ?? [])], 9);
  expect(fit.logLikelihood).toBeCloseTo(straight.logLikelihood ?? 0, 9);
});

test("weights count a ranking several times", () => {
  const some = rankings.slice(0, 60);
  const twice = fitted([...some, ...some]);
  const weighted = fitted(some.map((ranking) => ({ ...ranking, weight: 2 })));
  expectClose(weighted.abilities, [...twice.abilities], 9);
});

describe("scores make rankings", () => {
  test("equal scores share a place and what has no score is left out", () => {
    expect(rankingFromScores([4, 2, 0, 1, 3], [50, 70, 50, Number.NaN, 1])).toEqual({
      places: [[2], [4, 0], [3]],
    });
  });

  test("shared places are broken by seed", () => {
    const tied = Array.from({ length: 200 }, (): Ranking => ({ places: [[0, 1], [2]] }));
    const broken = breakSharedPlaces(tied, "a");
    expect(broken).toEqual(breakSharedPlaces(tied, "a"));
    expect(broken.every(({ places }) => places.length === 3 && places[2]?.[0] === 2)).toBe(true);
    const firsts = broken.filter(({ places }) => places[0]?.[0] === 0).length;
    expect(firsts).toBeGreaterThan(70);
    expect(firsts).toBeLessThan(130);
  });
});

describe("what can't be estimated is said", () => {
  test("an item always last", () => {
    const fit = fitPlackettLuce(3, [{ places: [[0], [1], [2]] }, { places: [[1], [0], [2]] }]);
    expect(fit.problem).toMatch(/2 groups of which one never lost/);
    expect(fit.connectivity.components).toEqual([[0, 1], [2]]);
  });

  test("nothing ranked, one item", () => {
    expect(fitPlackettLuce(3, []).problem).toBe("there are no comparisons");
    expect(fitPlackettLuce(3, [{ places: [[1]] }]).problem).toBe("there are no comparisons");
    expect(fitPlackettLuce(1, [{ places: [[0]] }]).problem).toBe("a ranking needs at least two items");
  });

  test("one cluster", () => {
    expect(fitPlackettLuce(6, rankings, { cluster: rankings.map(() => 3) }).problem).toBe(
      "there are fewer than two clusters",
    );
  });

  test("a prior makes an estimate", () => {
    const fit = fitPlackettLuce(3, [{ places: [[0], [1], [2]] }], {
      prior: { kind: "normal", standardDeviation: 1 },
    });
    expect(fit.ranks).toEqual(Int32Array.of(1, 2, 3));
  });
});

test("wrong rankings are errors that name them", () => {
  expect(() => fitPlackettLuce(3, [{ places: [[0], [3]] }])).toThrow(
    new RangeError("rankings[0]: invalid value 3, expected items as whole numbers from 0 to 2"),
  );
  expect(() => fitPlackettLuce(3, [{ places: [[0], [1]], unplaced: [0] }])).toThrow(
    new RangeError("rankings[0]: invalid value 0, expected each item once"),
  );
  expect(() => fitPlackettLuce(3, [{ places: [[0], [1]], weight: -1 }])).toThrow(
    new RangeError("rankings[0].weight: invalid value -1, expected a finite number of at least 0"),
  );
});
