import { type Numbers, requireAtLeast, requireFinite, requireWeights } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";

export interface VarianceOptions {
  /** One weight >= 0 a value. */
  readonly weights?: Numbers;
  /**
   * `sample` (the default) divides by n - 1, `population` by n. With weights w and W = sum w: `population`
   * divides by W; `sample` by W - 1 for frequency weights and by W - (sum w^2) / W for reliability weights.
   */
  readonly divisor?: "sample" | "population";
  /** `reliability` (the default): only their ratios matter. `frequency`: a weight of 3 stands for 3 values. */
  readonly weightKind?: "reliability" | "frequency";
}

/** Mean, optionally weighted. At least one finite value. */
export function mean(values: Numbers, weights?: Numbers): number {
  requireAtLeast("values", values, 1);
  requireFinite("values", values);
  if (weights !== undefined) requireWeights("weights", weights, values.length);
  return center(values, weights);
}

/**
 * Variance; of a sample unless told. Two passes, so a large mean costs no digits.
 * @throws RangeError when the divisor is not positive: a sample of one value has no variance
 */
export function variance(values: Numbers, options: VarianceOptions = {}): number {
  const { weights, divisor = "sample", weightKind = "reliability" } = options;
  const middle = mean(values, weights);
  let total = 0;
  let totalOfSquares = 0;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    const weight = weights === undefined ? 1 : (weights[index] ?? 0);
    total += weight;
    totalOfSquares += weight * weight;
    sum += weight * ((values[index] ?? 0) - middle) ** 2;
  }
  const lost = divisor === "population" ? 0 : weightKind === "frequency" ? 1 : totalOfSquares / total;
  if (!(total - lost > total * 1e-15)) {
    throw invalidArgument(
      "values",
      `${values.length} value(s) of total weight ${total}`,
      "more than one for a sample variance",
    );
  }
  return sum / (total - lost);
}

/** The square root of {@link variance}. */
export function standardDeviation(values: Numbers, options: VarianceOptions = {}): number {
  return Math.sqrt(variance(values, options));
}

/**
 * Skewness. `population` (the default) is g1 = m3 / m2^1.5; `sample` is G1 = g1 sqrt(n (n - 1)) / (n - 2)
 * and needs 3 values (Joanes and Gill 1998). Null for values that are all equal.
 */
export function skewness(values: Numbers, kind: "population" | "sample" = "population"): number | null {
  const n = values.length;
  requireAtLeast("values", values, kind === "sample" ? 3 : 1);
  const middle = mean(values);
  let second = 0;
  let third = 0;
  for (let index = 0; index < n; index += 1) {
    const difference = (values[index] ?? 0) - middle;
    second += difference ** 2;
    third += difference ** 3;
  }
  if (isNegligible(second, middle, n)) return null;
  const g1 = third / n / (second / n) ** 1.5;
  return kind === "population" ? g1 : (g1 * Math.sqrt(n * (n - 1))) / (n - 2);
}

/**
 * (value - mean) / standard deviation, with the sample's divisor n - 1 unless told. All 0 when there is one
 * value or all are equal.
 */
export function standardScores(values: Numbers, divisor: "sample" | "population" = "sample"): Float64Array {
  const scores = new Float64Array(values.length);
  if (values.length === 0) return scores;
  const middle = mean(values);
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    sum += ((values[index] ?? 0) - middle) ** 2;
  }
  if (values.length === 1 || isNegligible(sum, middle, values.length)) return scores;
  const deviation = Math.sqrt(sum / (values.length - (divisor === "sample" ? 1 : 0)));
  for (let index = 0; index < values.length; index += 1) {
    scores[index] = ((values[index] ?? 0) - middle) / deviation;
  }
  return scores;
}

/** Whether a sum of squared deviations is rounding noise of values around `middle`: the values are equal. */
export function isNegligible(sumOfSquares: number, middle: number, count: number): boolean {
  return sumOfSquares <= count * (Number.EPSILON * 4 * middle) ** 2;
}

function center(values: Numbers, weights: Numbers | undefined): number {
  let total = 0;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    const weight = weights === undefined ? 1 : (weights[index] ?? 0);
    total += weight;
    sum += weight * (values[index] ?? 0);
  }
  const first = sum / total;
  // A second pass takes out what rounding left in the first.
  let rest = 0;
  for (let index = 0; index < values.length; index += 1) {
    rest += (weights === undefined ? 1 : (weights[index] ?? 0)) * ((values[index] ?? 0) - first);
  }
  return first + rest / total;
}
