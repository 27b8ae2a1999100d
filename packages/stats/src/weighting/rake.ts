import { type Numbers, requireWeights } from "../argument-checks.ts";
import { invalidArgument, requireLength, requirePositive, requireWhole } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";
import { requireCells } from "./cell-shares.ts";
import { type EffectiveSampleSize, effectiveSampleSize } from "./effective-sample-size.ts";
import {
  adjustToMargin,
  compareMargin,
  emptyLevel,
  type RakedMargin,
  type RakeMargin,
} from "./rake-margin.ts";
import { trimToMean } from "./trim-weights.ts";

export interface RakeOptions {
  /** Weights to begin with, 1 each unless given. For a table: its cells are the records, its counts these weights. */
  readonly baseWeights?: Numbers;
  /** Largest difference of a share from its target at which raking stops. Default 1e-9. */
  readonly tolerance?: number;
  /** Passes over all margins. Default 200. */
  readonly maximumCycles?: number;
  /** Bounds of a weight as multiples of the mean weight, held in every cycle (for example 0.2 and 5). None unless given. */
  readonly bounds?: { readonly lower: number; readonly upper: number };
}

interface RakeResultFigures {
  /** One a record, mean 1. Null when a level with a target has no record. */
  readonly weights: Float64Array;
  readonly converged: boolean;
  readonly cycles: number;
  /** Largest difference of a share from its target, over all margins; null when weights are. */
  readonly largestDifference: number;
  readonly margins: readonly RakedMargin[];
  /** Weights that sit on a bound. */
  readonly trimmed: number;
  /** Null when weights are. */
  readonly efficiency: EffectiveSampleSize;
}

/** `problem`: set, with the weights of the last cycle, when raking did not converge. */
export type RakeResult = Outcome<RakeResultFigures, "weights" | "largestDifference" | "efficiency">;

/**
 * Raking (iterative proportional fitting): scales weights margin by margin until all margins hold at once.
 *
 * Each step multiplies the weights of a level by target / current total. With bounds, every cycle ends with the
 * one cut-and-rescale that keeps the mean at 1; margins then may be out of reach, which the result tells.
 *
 * Sources: Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444; with records instead of a table:
 * Deville, Särndal & Sautory (1993), Journal of the American Statistical Association 88, 1013-1020.
 *
 * @throws RangeError for lists of unequal length, levels, targets, weights or bounds out of range
 */
export function rake(margins: readonly RakeMargin[], options: RakeOptions = {}): RakeResult {
  const tolerance = options.tolerance ?? 1e-9;
  const maximumCycles = options.maximumCycles ?? 200;
  const count = requireMargins(margins);
  requirePositive("tolerance", tolerance);
  requireWhole("maximumCycles", maximumCycles, 1);
  const bounds = options.bounds;
  if (bounds !== undefined && !(bounds.lower >= 0 && bounds.lower < 1 && bounds.upper > 1)) {
    throw invalidArgument(
      "bounds",
      `${bounds.lower}, ${bounds.upper}`,
      "lower from 0 to below 1, upper above 1",
    );
  }
  if (options.baseWeights !== undefined) requireWeights("baseWeights", options.baseWeights, count);
  const weights = Float64Array.from({ length: count }, (_, record) => options.baseWeights?.[record] ?? 1);

  const gap = margins.map((margin) => emptyLevel(margin, weights)).find((sentence) => sentence !== null);
  if (gap !== undefined) {
    return Object.freeze({
      weights: null,
      converged: false,
      cycles: 0,
      largestDifference: null,
      margins: Object.freeze([]),
      trimmed: 0,
      efficiency: null,
      problem: gap,
    });
  }

  let cycles = 0;
  let largest = Number.POSITIVE_INFINITY;
  let trimmed = 0;
  while (cycles < maximumCycles && largest > tolerance) {
    cycles += 1;
    for (const margin of margins) adjustToMargin(margin, weights);
    trimmed = trimToMean(weights, bounds?.lower ?? 0, bounds?.upper ?? Number.POSITIVE_INFINITY);
    largest = Math.max(...margins.map((margin) => compareMargin(margin, weights).largestDifference));
  }
  const converged = largest <= tolerance;
  return Object.freeze({
    weights,
    converged,
    cycles,
    largestDifference: largest,
    margins: Object.freeze(margins.map((margin) => compareMargin(margin, weights))),
    trimmed,
    efficiency: effectiveSampleSize(weights),
    problem: converged
      ? null
      : `after ${cycles} cycles a share is still ${largest.toPrecision(2)} from its target; ${
          bounds === undefined ? "the margins may contradict each other" : "the bounds may be too narrow"
        }`,
  });
}

/** The number of records, after checking that all margins speak of the same. */
function requireMargins(margins: readonly RakeMargin[]): number {
  const first = margins[0];
  if (first === undefined) throw new RangeError("margins: the list is empty, expected at least one margin");
  for (const [index, margin] of margins.entries()) {
    requireLength(`margins[${index}].levelOf`, margin.levelOf.length, first.levelOf.length);
    requireWeights(`margins[${index}].targets`, margin.targets, margin.targets.length);
    requireCells(`margins[${index}].levelOf`, margin.levelOf, margin.targets.length);
  }
  if (first.levelOf.length === 0) throw new RangeError("margins[0].levelOf: there are no records");
  return first.levelOf.length;
}
