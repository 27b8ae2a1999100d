import type { EffectiveSampleSize } from "@refract/stats";

/** One target of weighting, and how near people are to it. */
export interface WeightTarget {
  /** Attribute, or attributes joined by " x ". */
  readonly attribute: string;
  /** Level, or levels joined by " x ". */
  readonly level: string;
  readonly people: number;
  /** Share of people before weighting, 0-1, among those with a target. */
  readonly share: number;
  readonly target: number;
  /** Share after weighting. */
  readonly weightedShare: number;
}

/** Weights of people as fitted to targets. */
export interface FittedWeights {
  /** One a person, in the order given; mean 1 over those who have a weight. */
  readonly weights: Float64Array;
  readonly targets: readonly WeightTarget[];
  /** People without a target: in post-stratification their weight is 0, in raking the margin they miss leaves it alone. */
  readonly unplaced: number;
  /** Weights that were cut. */
  readonly trimmed: number;
  /** Of those with a weight above 0. */
  readonly efficiency: EffectiveSampleSize;
  /** What is not as asked for; null when all is well. */
  readonly problem: string | null;
}

/** Weights, or the reason why there are none. */
export type WeightingResult =
  | { readonly fitted: FittedWeights; readonly reason: null }
  | { readonly fitted: null; readonly reason: string };

/**
 * The first target above 0 that nobody is in, as a sentence; null when there is none.
 *
 * @param levelOf the level of each person, null where unknown
 */
export function unknownLevel(
  attribute: string,
  shares: readonly (readonly [level: string, share: number])[],
  levelOf: readonly (string | null)[],
): string | null {
  const there = new Set(levelOf.flatMap((level) => level ?? []));
  const missing = shares.find(([level, share]) => share > 0 && !there.has(level));
  if (missing === undefined) return null;
  const others = [...there].toSorted().map((level) => `"${level}"`);
  return `${attribute}: nobody has the level "${missing[0]}", whose target is ${missing[1]}; ${others.length === 0 ? "nobody has any level" : `people have ${others.join(", ")}`}`;
}
