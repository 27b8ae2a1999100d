import type { Numbers } from "../argument-checks.ts";

/** One variable whose population shares are known. */
export interface RakeMargin {
  readonly name: string;
  /** For each record its level, 0 to targets.length - 1, or -1 where unknown: such records keep their weight here. */
  readonly levelOf: Numbers;
  /** Shares or totals of the population, a level; their scale doesn't matter. */
  readonly targets: readonly number[];
}

export interface RakedMargin {
  readonly name: string;
  readonly targets: readonly number[];
  /** Weighted shares after raking, among records with a known level. */
  readonly shares: readonly number[];
  readonly largestDifference: number;
}

/** Scales the weights of each level, in place, so that the margin holds among records with a known level. */
export function adjustToMargin(margin: RakeMargin, weights: Float64Array): void {
  const { totals, known } = totalsOf(margin, weights);
  const targets = sharesOf(margin.targets);
  const factors = totals.map((total, level) => (total > 0 ? ((targets[level] ?? 0) * known) / total : 1));
  for (let record = 0; record < weights.length; record += 1) {
    const level = margin.levelOf[record] ?? -1;
    if (level >= 0) weights[record] = (weights[record] ?? 0) * (factors[level] ?? 1);
  }
}

/** Where a margin stands with these weights. */
export function compareMargin(margin: RakeMargin, weights: Float64Array): RakedMargin {
  const { totals, known } = totalsOf(margin, weights);
  const targets = sharesOf(margin.targets);
  const shares = Array.from(totals, (total) => total / known);
  return Object.freeze({
    name: margin.name,
    targets: Object.freeze(targets),
    shares: Object.freeze(shares),
    largestDifference: targets.reduce(
      (largest, target, level) => Math.max(largest, Math.abs((shares[level] ?? 0) - target)),
      0,
    ),
  });
}

/** A sentence when a level with a target has no weight at all, so that no factor can help. */
export function emptyLevel(margin: RakeMargin, weights: Float64Array): string | null {
  const { totals } = totalsOf(margin, weights);
  const level = margin.targets.findIndex((target, index) => target > 0 && totals[index] === 0);
  return level < 0
    ? null
    : `${margin.name}: level ${level} has a target above 0 and no record; merge it with another level`;
}

function sharesOf(targets: readonly number[]): number[] {
  const sum = targets.reduce((total, target) => total + target, 0);
  return targets.map((target) => target / sum);
}

function totalsOf(margin: RakeMargin, weights: Float64Array): { totals: Float64Array; known: number } {
  const totals = new Float64Array(margin.targets.length);
  let known = 0;
  for (let record = 0; record < weights.length; record += 1) {
    const level = margin.levelOf[record] ?? -1;
    if (level < 0) continue;
    const weight = weights[record] ?? 0;
    totals[level] = (totals[level] ?? 0) + weight;
    known += weight;
  }
  return { totals, known };
}
