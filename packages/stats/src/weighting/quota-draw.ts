import { type Numbers, requireWeights } from "../argument-checks.ts";
import { requirePositive, requireWhole } from "../invalid-argument.ts";
import type { Random } from "../random.ts";
import { requireCells } from "./cell-shares.ts";

/**
 * How many records each cell should have in a sample of about `size`: floor(share x size) + 1, the rule of PRISM's
 * balanced samples. Every cell gets at least one, so the sum is above `size` (332 for 300 and 60 cells in the US).
 *
 * @param shares of the population, a cell; their scale doesn't matter
 * @throws RangeError for shares below 0, all 0 or not finite, or a size that isn't above 0
 */
export function quotaTargets(shares: Numbers, size: number): readonly number[] {
  requireWeights("shares", shares, shares.length);
  requirePositive("size", size);
  let sum = 0;
  for (let cell = 0; cell < shares.length; cell += 1) sum += shares[cell] ?? 0;
  return Object.freeze(
    Array.from({ length: shares.length }, (_, cell) => Math.floor(((shares[cell] ?? 0) / sum) * size) + 1),
  );
}

export interface QuotaDraw {
  /** Indices of the records drawn, ascending. */
  readonly records: readonly number[];
  /** Records drawn, a cell. */
  readonly drawn: readonly number[];
  /** What was missing to the target, a cell. */
  readonly shortfall: readonly number[];
}

/**
 * Draws each cell's target without replacement, or takes everyone where there are fewer.
 *
 * Every cell has a stream of its own, so records that join one cell don't change who is drawn in another.
 *
 * @param cellOf for each record its cell, or -1 for none; such records are never drawn
 * @param targets whole numbers, a cell
 * @throws RangeError for cells or targets out of range
 */
export function drawQuotas(cellOf: Numbers, targets: readonly number[], random: Random): QuotaDraw {
  requireCells("cellOf", cellOf, targets.length);
  for (const [cell, target] of targets.entries()) requireWhole(`targets[${cell}]`, target, 0);
  const members: number[][] = targets.map(() => []);
  for (let record = 0; record < cellOf.length; record += 1) members[cellOf[record] ?? -1]?.push(record);
  const chosen = members.map((records, cell) =>
    random.stream(`quota cell ${cell}`).sample(records, targets[cell] ?? 0),
  );
  return Object.freeze({
    records: Object.freeze(chosen.flat().sort((a, b) => a - b)),
    drawn: Object.freeze(chosen.map((records) => records.length)),
    shortfall: Object.freeze(chosen.map((records, cell) => (targets[cell] ?? 0) - records.length)),
  });
}
