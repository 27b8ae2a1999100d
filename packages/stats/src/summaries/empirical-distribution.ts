import { type Numbers, requireAtLeast, requireFinite } from "../argument-checks.ts";

/** Steps of an empirical distribution function, for plots and comparisons. */
export interface EmpiricalDistribution {
  /** Distinct values, ascending. */
  readonly values: readonly number[];
  /** Share of all values at or below each. */
  readonly shares: readonly number[];
  /** Share of values <= x. */
  at(x: number): number;
}

export function empiricalDistribution(values: Numbers): EmpiricalDistribution {
  requireAtLeast("values", values, 1);
  requireFinite("values", values);
  const sorted = Float64Array.from(values).sort();
  const distinct: number[] = [];
  const shares: number[] = [];
  for (let index = 0; index < sorted.length; index += 1) {
    if (sorted[index] === sorted[index + 1]) continue;
    distinct.push(sorted[index] ?? 0);
    shares.push((index + 1) / sorted.length);
  }
  const at = (x: number): number => {
    let low = 0;
    let high = distinct.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((distinct[middle] ?? 0) <= x) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (shares[low - 1] ?? 0);
  };
  return Object.freeze({ values: Object.freeze(distinct), shares: Object.freeze(shares), at });
}

/**
 * Whether `better` first-order dominates `worse`: at every x the share of values <= x is no larger in
 * `better`. With equally many values that is: sorted, each of `better` is >= its counterpart of `worse`.
 * Equal distributions dominate each other (weakly).
 */
export function firstOrderDominates(better: Numbers, worse: Numbers): boolean {
  return dominates(empiricalDistribution(better), empiricalDistribution(worse));
}

/** The same of distributions that are there already. */
export function dominates(better: EmpiricalDistribution, worse: EmpiricalDistribution): boolean {
  // The condition can only break where `better` steps up. Both ascend, so that one walk through each is enough.
  let below = 0;
  for (const [index, value] of better.values.entries()) {
    while (below < worse.values.length && (worse.values[below] ?? 0) <= value) below += 1;
    const share = below === 0 ? 0 : (worse.shares[below - 1] ?? 0);
    if (!((better.shares[index] ?? 0) <= share + 1e-12)) return false;
  }
  return true;
}
