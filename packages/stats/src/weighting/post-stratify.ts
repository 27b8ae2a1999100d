import { type Numbers, requireWeights } from "../argument-checks.ts";
import { requireLength } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";
import { cellShares } from "./cell-shares.ts";
import { type EffectiveSampleSize, effectiveSampleSize } from "./effective-sample-size.ts";

interface PostStratificationFigures {
  /** One a record, mean 1 over the records in cells; 0 for records outside every cell. Null with no record to weight. */
  readonly weights: Float64Array;
  /** Target share over sample share, a cell; null for a cell without records. */
  readonly factors: readonly (number | null)[];
  /** Share of the targets that lies in cells without records and so is represented by nobody. */
  readonly uncoveredShare: number;
  /** Of the records in cells. Null when weights are. */
  readonly efficiency: EffectiveSampleSize;
}

/** `problem`: set, with the weights still given for what is covered, when targets fall into empty cells. */
export type PostStratification = Outcome<PostStratificationFigures, "weights" | "efficiency">;

/**
 * Weights that give every cell of a full cross-classification its target share. Targets of empty cells are shared
 * out over the others in proportion, and told.
 *
 * Source: Holt & Smith (1979), Journal of the Royal Statistical Society A 142, 33-46.
 *
 * @param cellOf for each record its cell, or -1 for none
 * @param targets shares or totals of the population, a cell; their scale doesn't matter
 * @param options weights to begin with (design weights), 1 each unless given
 * @throws RangeError for cells, targets or weights out of range
 */
export function postStratify(
  cellOf: Numbers,
  targets: readonly number[],
  options: { readonly baseWeights?: Numbers } = {},
): PostStratification {
  requireWeights("targets", targets, targets.length);
  if (options.baseWeights !== undefined)
    requireLength("baseWeights", options.baseWeights.length, cellOf.length);
  const sample = cellShares(cellOf, targets.length, options.baseWeights);
  const sum = targets.reduce((total, target) => total + target, 0);
  const wanted = targets.map((target) => target / sum);
  const present = wanted.map((_, cell) => (sample.totals[cell] ?? 0) > 0);
  const covered = wanted.reduce((total, share, cell) => total + (present[cell] ? share : 0), 0);
  const emptyCells = wanted.filter((share, cell) => share > 0 && !present[cell]).length;
  const shares = sample.shares;
  if (shares === null || covered === 0) {
    return Object.freeze({
      weights: null,
      factors: Object.freeze(wanted.map(() => null)),
      uncoveredShare: 1,
      efficiency: null,
      problem: sample.problem ?? "no record is in a cell with a target above 0",
    });
  }
  const factors = wanted.map((share, cell) => (present[cell] ? share / covered / (shares[cell] ?? 1) : null));
  let members = 0;
  for (let record = 0; record < cellOf.length; record += 1) members += (cellOf[record] ?? -1) >= 0 ? 1 : 0;
  // Base weights may have any scale: with it gone, weights of the records in cells have mean 1.
  const scale = members / sample.total;
  const weights = Float64Array.from({ length: cellOf.length }, (_, record) => {
    const cell = cellOf[record] ?? -1;
    const base = options.baseWeights === undefined ? 1 : (options.baseWeights[record] ?? 0);
    return cell < 0 ? 0 : base * scale * (factors[cell] ?? 0);
  });
  return Object.freeze({
    weights,
    factors: Object.freeze(factors),
    uncoveredShare: emptyCells === 0 ? 0 : 1 - covered,
    efficiency: effectiveSampleSize(weights.filter((_, record) => (cellOf[record] ?? -1) >= 0)),
    problem:
      emptyCells === 0
        ? null
        : `${emptyCells} ${emptyCells === 1 ? "cell" : "cells"} with a target above 0 and no record: their share went to the others`,
  });
}
