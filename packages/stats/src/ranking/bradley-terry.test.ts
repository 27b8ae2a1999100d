import { describe, expect, test } from "vitest";
import { abilityDifference, abilityIntervals } from "./ability-intervals.ts";
import {
  type BradleyTerryEstimate,
  type BradleyTerryOptions,
  fitBradleyTerry,
  outcomeChances,
} from "./bradley-terry.ts";
import {
  type BradleyTerryCovariance,
  clusteredCovariance,
  modelCovariance,
  sandwichCovariance,
} from "./bradley-terry-covariance.ts";
import { clusterComparisons } from "./clustered-comparisons.ts";
import { type ComparisonCells, cellsFromMatrix, comparisonCells } from "./comparison-cells.ts";
import fromR from "./fixtures/bradley-terry.json" with { type: "json" };
import fromPython from "./fixtures/ranking.json" with { type: "json" };

function fitted(cells: ComparisonCells, options: BradleyTerryOptions = {}): BradleyTerryEstimate {
  const fit = fitBradleyTerry(cells, options);
  if (fit.problem !== null) throw new Error(fit.problem);
  return fit;
}

function usable(covariance: BradleyTerryCovariance): Extract<BradleyTerryCovariance, { problem: null }> {
  if (covariance.problem !== null) throw new Error(covariance.problem);
  return covariance;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [place, value] of expected.entries()) expect(actual[place]).toBeCloseTo(value, digits);
}

const cellsOfR: ComparisonCells = {
  itemCount: fromR.items,
  low: Int32Array.from(fromR.low),
  high: Int32Array.from(fromR.high),
  lowWins: Float64Array.from(fromR.lowWins),
  highWins: Float64Array.from(fromR.highWins),
  ties: Float64Array.from(fromR.ties),
};

describe("against R's glm", () => {
  const againstFirst = (fit: BradleyTerryEstimate, cells: ComparisonCells) =>
    abilityIntervals(fit, usable(modelCovariance(cells, fit)), { coding: { reference: 0 } }).slice(1);

  test("without ties: abilities, errors and log-likelihood of a binomial model", () => {
    const cells = { ...cellsOfR, ties: new Float64Array(cellsOfR.low.length) };
    const fit = fitted(cells);
    const rows = againstFirst(fit, cells);
    expectClose(
      rows.map((row) => row.ability),
      fromR.plain.abilities,
      10,
    );
    expectClose(
      rows.map((row) => row.standardError),
      fromR.plain.standardErrors,
      9,
    );
    expect(fit.logLikelihood).toBeCloseTo(fromR.plain.logLikelihood, 9);
    expect(fit.gradientNorm).toBeLessThan(1e-10);
  });

  test("with half wins: the same with halves counted", () => {
    const fit = fitted(cellsOfR);
    const rows = againstFirst(fit, cellsOfR);
    expectClose(
      rows.map((row) => row.ability),
      fromR.halfWin.abilities,
      10,
    );
    expectClose(
      rows.map((row) => row.standardError),
      fromR.halfWin.standardErrors,
      9,
    );
    expect(fit.logLikelihood).toBeCloseTo(fromR.halfWin.logLikelihood, 9);
    expect(fit.tieParameter).toBe(null);
  });

  test("with Davidson's ties: a log-linear Poisson model", () => {
    const fit = fitted(cellsOfR, { ties: "davidson" });
    const covariance = usable(modelCovariance(cellsOfR, fit));
    const rows = againstFirst(fit, cellsOfR);
    expectClose(
      rows.map((row) => row.ability),
      fromR.davidson.abilities,
      8,
    );
    expectClose(
      rows.map((row) => row.standardError),
      fromR.davidson.standardErrors,
      8,
    );
    expect(fit.tieParameter).toBeCloseTo(fromR.davidson.tieParameter, 8);
    expect(covariance.logTieStandardError).toBeCloseTo(fromR.davidson.logTieStandardError, 8);
    expect(fit.logLikelihood).toBeCloseTo(fromR.davidson.logLikelihood, 8);
  });
});

describe("against statsmodels and scipy", () => {
  const clustered = clusterComparisons(fromPython.comparisons, fromPython.comparisons.cluster);
  const { cells } = clustered;

  test.each(["model", "sandwich", "clusteredPlain", "clusteredCorrected"] as const)(
    "half wins, %s covariance, in both codings",
    (kind) => {
      const fit = fitted(cells);
      const covariance = usable(
        {
          model: () => modelCovariance(cells, fit),
          sandwich: () => sandwichCovariance(cells, fit),
          clusteredPlain: () => clusteredCovariance(clustered, fit, { correction: "none" }),
          clusteredCorrected: () =>
            clusteredCovariance(clustered, fit, { correction: "clusters-and-parameters" }),
        }[kind](),
      );
      const expected = fromPython.halfWin[kind];
      const rows = abilityIntervals(fit, covariance);
      expectClose(
        rows.map((row) => row.ability),
        expected.sumToZero.abilities,
        8,
      );
      expectClose(
        rows.map((row) => row.standardError),
        expected.sumToZero.standardErrors,
        8,
      );
      const against = abilityIntervals(fit, covariance, { coding: { reference: 0 } });
      expectClose(
        against.map((row) => row.ability),
        expected.reference.abilities,
        8,
      );
      expectClose(
        against.map((row) => row.standardError),
        expected.reference.standardErrors,
        8,
      );
    },
  );

  test.each(["model", "sandwich", "clustered"] as const)("Davidson's ties, %s covariance", (kind) => {
    const fit = fitted(cells, { ties: "davidson" });
    const covariance = usable(
      {
        model: () => modelCovariance(cells, fit),
        sandwich: () => sandwichCovariance(cells, fit),
        clustered: () => clusteredCovariance(clustered, fit),
      }[kind](),
    );
    const expected = fromPython.davidson[kind];
    const rows = abilityIntervals(fit, covariance);
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
    expect(covariance.logTieStandardError).toBeCloseTo(expected.logTieStandardError, 6);
    expect(fit.tieParameter).toBeCloseTo(fromPython.davidson.tieParameter, 6);
    expect(fit.logLikelihood).toBeCloseTo(fromPython.davidson.logLikelihood, 8);
  });

  test("Newman's model ends where his own iteration does", () => {
    const fit = fitted(cells, { ties: "newman" });
    expectClose(fit.abilities, fromPython.newman.abilities, 8);
    expect(fit.tieParameter).toBeCloseTo(fromPython.newman.tieParameter, 8);
  });

  test("priors: normal, normal around given means, logistic", () => {
    const { mean } = fromPython.priors;
    const normal = fitted(cells, { prior: { kind: "normal", standardDeviation: 0.7 } });
    expectClose(normal.abilities, fromPython.priors.normal, 6);
    const withMean = fitted(cells, { prior: { kind: "normal", standardDeviation: 0.3, mean } });
    expectClose(withMean.abilities, fromPython.priors.normalWithMean, 6);
    const logistic = fitted(cells, { prior: { kind: "logistic", weight: 1 } });
    expectClose(logistic.abilities, fromPython.priors.logistic, 6);
  });
});

describe("by hand", () => {
  test("two items that meet ten times: the log of the odds, with its textbook error", () => {
    const cells = cellsFromMatrix(2, [0, 8, 2, 0]);
    const fit = fitted(cells);
    const { estimate, standardError, z, pValue } = abilityDifference(
      fit,
      usable(modelCovariance(cells, fit)),
      0,
      1,
    );
    expect(estimate).toBeCloseTo(Math.log(4), 12);
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 8 + 1 / 2), 12);
    expect(z).toBeCloseTo(1.753539, 6);
    expect(pValue).toBeCloseTo(0.07951, 6);
    expect(outcomeChances(fit, 0, 1).win).toBeCloseTo(0.8, 12);
    expect(outcomeChances(fit, 0, 1).tie).toBe(0);
  });

  test("two items with 6 wins, 3 ties, 1 loss: the model's chances are the shares", () => {
    const cells = cellsFromMatrix(2, [0, 6, 1, 0], [0, 3, 3, 0]);
    for (const ties of ["davidson", "newman"] as const) {
      const chances = outcomeChances(fitted(cells, { ties }), 0, 1);
      expect(chances.win).toBeCloseTo(0.6, 12);
      expect(chances.tie).toBeCloseTo(0.3, 12);
      expect(chances.loss).toBeCloseTo(0.1, 12);
    }
  });

  test("a difference of an item from itself is 0 without z or p", () => {
    const cells = cellsFromMatrix(2, [0, 8, 2, 0]);
    const fit = fitted(cells);
    expect(abilityDifference(fit, usable(modelCovariance(cells, fit)), 1, 1)).toEqual({
      estimate: 0,
      standardError: 0,
      z: null,
      pValue: null,
    });
  });

  test("starting far away or at the answer gives the same", () => {
    const away = fitted(cellsOfR, { start: [9, -9, 4, -4, 7, -7, 0] });
    const straight = fitted(cellsOfR);
    expectClose(away.abilities, [...straight.abilities], 9);
    expect(fitted(cellsOfR, { start: straight.abilities }).iterations).toBe(1);
  });

  test("nothing tied: tie parameter 0 and the plain fit", () => {
    const cells = cellsFromMatrix(3, [0, 5, 3, 2, 0, 4, 3, 1, 0]);
    const fit = fitted(cells, { ties: "davidson" });
    expect(fit.tieParameter).toBe(0);
    expectClose(fit.abilities, [...fitted(cells).abilities], 12);
    expect(usable(modelCovariance(cells, fit)).logTieStandardError).toBe(null);
  });
});

describe("what can't be estimated is said", () => {
  test.each([
    [
      "an item that won everything",
      [0, 3, 2, 0, 0, 1, 0, 2, 0],
      /2 groups of which one never lost to another/,
    ],
    [
      "pairs that never met",
      [0, 3, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 4, 0],
      /2 groups that were never compared/,
    ],
    ["nothing at all", [0, 0, 0, 0], /there are no comparisons/],
    ["one item", [0], /at least two items/],
  ])("%s", (_, wins, problem) => {
    const fit = fitBradleyTerry(cellsFromMatrix(Math.sqrt(wins.length), wins));
    expect(fit.problem).toMatch(problem);
    expect(fit.abilities).toBe(null);
  });

  test("which groups they are", () => {
    const fit = fitBradleyTerry(cellsFromMatrix(4, [0, 3, 1, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 4, 0]));
    expect(fit.connectivity.components).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(fit.connectivity.separateGroups).toEqual([[0, 1, 2, 3]]);
  });

  test("a prior makes an estimate of any of them but nothing", () => {
    const cells = cellsFromMatrix(3, [0, 3, 2, 0, 0, 1, 0, 2, 0]);
    const fit = fitted(cells, { prior: { kind: "normal", standardDeviation: 2 } });
    expect(fit.ranks).toEqual(Int32Array.of(1, 3, 2));
    expect(fit.connectivity.problem).not.toBe(null);
  });

  test("all ties", () => {
    const cells = cellsFromMatrix(3, new Float64Array(9), [0, 2, 2, 2, 0, 2, 2, 2, 0]);
    expect(fitBradleyTerry(cells, { ties: "davidson" }).problem).toBe(
      "every comparison is a tie, so the tie parameter has no finite estimate",
    );
    expectClose(fitted(cells).abilities, [0, 0, 0], 12);
  });

  test("ties in the place of all losses drive Davidson's parameters to infinity", () => {
    // 0 beat or tied with 1, 1 beat or tied with 2: nobody ever lost to someone below
    const cells = cellsFromMatrix(3, [0, 4, 0, 0, 0, 4, 0, 0, 0], [0, 2, 0, 2, 0, 2, 0, 2, 0]);
    expect(fitBradleyTerry(cells, { ties: "davidson" }).problem).toMatch(/without a finite estimate/);
    expect(fitted(cells).ranks).toEqual(Int32Array.of(1, 2, 3));
    // one upset makes it finite
    const upset = cellsFromMatrix(3, [0, 4, 0, 0, 0, 4, 1, 0, 0], [0, 2, 0, 2, 0, 2, 0, 2, 0]);
    expect(fitted(upset, { ties: "davidson" }).gradientNorm).toBeLessThan(1e-9);
  });

  test("too few steps", () => {
    expect(fitBradleyTerry(cellsOfR, { maximumIterations: 1 }).problem).toMatch(
      /did not converge in 1 steps/,
    );
  });

  test("clusters: one is not enough", () => {
    const alone = clusterComparisons(fromPython.comparisons, new Int32Array(320));
    expect(clusteredCovariance(alone, fitted(alone.cells)).problem).toBe(
      "there are 1 clusters with comparisons, at least two are needed",
    );
  });
});

test("wrong arguments are errors that name them", () => {
  const cells = cellsFromMatrix(2, [0, 1, 1, 0]);
  const fit = fitted(cells);
  expect(() => fitBradleyTerry(cells, { prior: { kind: "normal", standardDeviation: 0 } })).toThrow(
    new RangeError("prior.standardDeviation: invalid value 0, expected a finite number above 0"),
  );
  expect(() => fitBradleyTerry(cells, { start: [1] })).toThrow(
    new RangeError("start.length: invalid value 1, expected 2"),
  );
  expect(() => outcomeChances(fit, 0, 2)).toThrow(
    new RangeError("other: invalid value 2, expected a whole number from 0 to 1"),
  );
  expect(() => modelCovariance(comparisonCells(fromPython.comparisons), fit)).toThrow(RangeError);
});
