import { requireWhole } from "../invalid-argument.ts";
import type { Random } from "../random.ts";
import { binomialDraw } from "./binomial-draw.ts";

/** `count` indices from 0 to `count - 1`, drawn with replacement; into `indices` when given. */
export function resampleIndices(random: Random, count: number, indices?: Int32Array): Int32Array {
  const drawn = indices ?? new Int32Array(count);
  if (drawn.length > 0) requireWhole("count", count, 1);
  for (let place = 0; place < drawn.length; place += 1) drawn[place] = Math.floor(random.next() * count);
  return drawn;
}

/** How often each of `count` units is drawn in `count` draws with replacement; into `weights` when given. Sums to `count`. */
export function resampleWeights(random: Random, count: number, weights?: Float64Array): Float64Array {
  const drawn = weights ?? new Float64Array(count);
  drawn.fill(0);
  for (let draw = 0; draw < count; draw += 1) {
    const unit = Math.floor(random.next() * count);
    drawn[unit] = (drawn[unit] ?? 0) + 1;
  }
  return drawn;
}

/**
 * As many draws as `counts` sum to, with chances in proportion to `counts` (whole numbers): the resample of grouped data. Cost
 * depends on the number of groups only (conditional binomials). Into `drawn`, which may not be `counts` itself.
 */
export function resampleCounts(random: Random, counts: Float64Array, drawn: Float64Array): void {
  let massLeft = 0;
  for (let group = 0; group < counts.length; group += 1) massLeft += counts[group] ?? 0;
  let drawsLeft = massLeft;
  for (let group = 0; group < counts.length; group += 1) {
    const mass = counts[group] ?? 0;
    const count =
      mass === 0 ? 0 : mass >= massLeft ? drawsLeft : binomialDraw(random, drawsLeft, mass / massLeft);
    drawn[group] = count;
    drawsLeft -= count;
    massLeft -= mass;
  }
}
