import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { factorInPlace } from "../linear-algebra/cholesky-in-place.ts";
import { findMinimum } from "../optimization/minimum.ts";
import { logPriorDensity } from "./ability-prior.ts";
import { type BradleyTerryEstimate, davidsonParameter, fitBradleyTerry } from "./bradley-terry.ts";
import { bradleyTerryLikelihood } from "./bradley-terry-likelihood.ts";
import type { TieModel } from "./bradley-terry-solver.ts";
import type { ComparisonCells } from "./comparison-cells.ts";

export interface ShrinkOptions {
  /** `half-win` unless told. */
  readonly ties?: TieModel;
  /** The search for the spread of the group's differences, in log units; 0.01 to 5 unless told. */
  readonly range?: readonly [smallest: number, largest: number];
  /**
   * Keeps a handful of odd outcomes from passing for large differences: the spread itself is half-normal with this scale, in log units;
   * 1 unless told. Infinity leaves it to the data.
   */
  readonly spreadScale?: number;
  /**
   * How many times less a comparison says than an independent one would, because people make several: counts are divided by it.
   * The mean ratio of clustered to model variances is a fair value. 1 unless told.
   */
  readonly designEffect?: number;
}

export type ShrunkenBradleyTerry =
  | {
      readonly problem: null;
      /** Use with `modelCovariance(cells, fit)` of the result's own `cells`, which holds what the group and the centre say together. */
      readonly fit: BradleyTerryEstimate;
      /** The group's counts over the design effect. */
      readonly cells: ComparisonCells;
      /** Spread of the group's differences from the centre; at the lower end of the range nothing speaks for any difference. */
      readonly standardDeviation: number;
      /** Log of the chance of the data given this spread, abilities integrated out; compare with another spread's or group's. */
      readonly logEvidence: number;
    }
  | {
      readonly problem: string;
      readonly fit: null;
      readonly cells: ComparisonCells;
      readonly standardDeviation: null;
      readonly logEvidence: null;
    };

/**
 * A small group's abilities, drawn towards `centre` (those of all, one number an item) as much as the group's own data asks: each differs
 * from the centre by a normal deviate, whose standard deviation maximises the evidence under Laplace's approximation (empirical
 * Bayes, Morris 1983), times a weak prior of its own. Always finite, so that groups too small to be ranked alone don't shout.
 *
 * Intervals from it take centre and standard deviation as known and are somewhat too narrow.
 */
export function shrinkBradleyTerry(
  cells: ComparisonCells,
  centre: ArrayLike<number>,
  options: ShrinkOptions = {},
): ShrunkenBradleyTerry {
  const { ties = "half-win", range = [0.01, 5], spreadScale = 1, designEffect = 1 } = options;
  requireLength("centre", centre.length, cells.itemCount);
  if (!(designEffect >= 1 && designEffect < Infinity)) {
    throw invalidArgument("designEffect", designEffect, "a finite number of at least 1");
  }
  if (!(spreadScale > 0)) throw invalidArgument("spreadScale", spreadScale, "a number above 0");
  const [smallest, largest] = range;
  if (!(smallest > 0 && smallest < largest && largest < Infinity)) {
    throw invalidArgument("range", range, "two finite numbers above 0, the smaller first");
  }
  const group = divided(cells, designEffect);
  const fitAt = (logSpread: number) =>
    fitBradleyTerry(group, {
      ties,
      prior: { kind: "normal", standardDeviation: Math.exp(logSpread), mean: centre },
      start: centre,
    });
  const first = fitAt(Math.log(smallest));
  if (first.problem !== null) {
    return Object.freeze({
      problem: first.problem,
      fit: null,
      cells: group,
      standardDeviation: null,
      logEvidence: null,
    });
  }
  const loss = (logSpread: number): number => {
    const fit = fitAt(logSpread);
    const penalty = (Math.exp(logSpread) / spreadScale) ** 2 / 2;
    return fit.problem === null ? penalty - logEvidence(group, fit) : Infinity;
  };
  // one peak is not certain: the best of a coarse grid is refined
  const steps = 12;
  const width = Math.log(largest / smallest) / steps;
  const losses = Array.from({ length: steps + 1 }, (_, step) => loss(Math.log(smallest) + step * width));
  const best = Math.log(smallest) + losses.indexOf(Math.min(...losses)) * width;
  const found = findMinimum(
    loss,
    Math.max(Math.log(smallest), best - width),
    Math.min(Math.log(largest), best + width),
    1e-4,
  );
  const logSpread = found.value <= (losses[0] ?? Infinity) ? found.x : Math.log(smallest);
  const fit = fitAt(logSpread);
  if (fit.problem !== null) throw new Error(`a fit that existed before does not now: ${fit.problem}`);
  return Object.freeze({
    problem: null,
    fit,
    cells: group,
    standardDeviation: Math.exp(logSpread),
    logEvidence: logEvidence(group, fit),
  });
}

/** Laplace: log-likelihood and log prior density at the top, less half the log determinant of the curvature. */
function logEvidence(cells: ComparisonCells, fit: BradleyTerryEstimate): number {
  if (fit.prior.kind !== "normal") return fit.logLikelihood;
  const tie = davidsonParameter(fit);
  const likelihood = bradleyTerryLikelihood(cells, fit.prior, tie > 0);
  const parameters = tie > 0 ? Float64Array.of(...fit.abilities, Math.log(tie)) : fit.abilities;
  likelihood.evaluate(cells, parameters, true);
  if (!factorInPlace(likelihood.information, likelihood.size)) return -Infinity;
  let halfLogDeterminant = 0;
  for (let row = 0; row < likelihood.size; row += 1) {
    halfLogDeterminant += Math.log(likelihood.information[row * likelihood.size + row] ?? 0);
  }
  // powers of 2 pi cancel
  return (
    fit.logLikelihood +
    logPriorDensity(fit.prior, fit.abilities, cells.itemCount) -
    cells.itemCount * Math.log(fit.prior.standardDeviation) -
    halfLogDeterminant
  );
}

function divided(cells: ComparisonCells, by: number): ComparisonCells {
  if (by === 1) return cells;
  const scaled = (counts: Float64Array) => counts.map((count) => count / by);
  return Object.freeze({
    ...cells,
    lowWins: scaled(cells.lowWins),
    highWins: scaled(cells.highWins),
    ties: scaled(cells.ties),
  });
}
