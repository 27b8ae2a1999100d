import { type Numbers, requireWeights } from "../argument-checks.ts";

export interface EffectiveSampleSize {
  /** (sum w)² / sum w²: how many equally weighted records tell as much about a mean. From 1 to n. */
  readonly effectiveSampleSize: number;
  /** n / effectiveSampleSize: by how much weighting alone multiplies a mean's variance. At least 1. */
  readonly designEffect: number;
}

/**
 * What unequal weights cost, if the weights are unrelated to what is measured.
 *
 * Source: Kish (1965), Survey Sampling, section 11.7.
 *
 * @param weights one a record, none below 0; their scale doesn't matter
 * @throws RangeError for weights that are negative, not finite, or all 0
 */
export function effectiveSampleSize(weights: Numbers): EffectiveSampleSize {
  requireWeights("weights", weights, weights.length);
  let largest = 0;
  for (let index = 0; index < weights.length; index += 1) largest = Math.max(largest, weights[index] ?? 0);
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = (weights[index] ?? 0) / largest;
    sum += weight;
    squares += weight * weight;
  }
  const effective = (sum * sum) / squares;
  return Object.freeze({ effectiveSampleSize: effective, designEffect: weights.length / effective });
}
