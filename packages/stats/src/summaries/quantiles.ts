import {
  type Numbers,
  requireAtLeast,
  requireFinite,
  requireProbability,
  requireWeights,
} from "../argument-checks.ts";

/** Numbers of Hyndman and Fan (1996): 1 inverse of the distribution function, 4 and 6-8 interpolated. */
export type QuantileType = 1 | 4 | 6 | 7 | 8;

export interface QuantileOptions {
  /** 7 unless told, as in R, NumPy and pandas. */
  readonly type?: QuantileType;
  /**
   * One weight >= 0 a value; only their ratios matter. Type 1 inverts the weighted distribution function;
   * the others are Akinshin's (2023, section 3.1): averages over a window of width 1 / n*, n* being Kish's
   * effective sample size (sum w)^2 / sum w^2. Equal weights give the unweighted quantile.
   */
  readonly weights?: Numbers;
}

/** The quantile of each probability (0 to 1). At least one finite value. */
export function quantiles(
  values: Numbers,
  probabilities: Numbers,
  options: QuantileOptions = {},
): readonly number[] {
  const { type = 7, weights } = options;
  requireAtLeast("values", values, 1);
  requireFinite("values", values);
  const asked = Array.from(probabilities);
  for (const [index, p] of asked.entries()) requireProbability(`probabilities[${index}]`, p);
  if (weights === undefined) {
    const sorted = Float64Array.from(values).sort();
    return Object.freeze(asked.map((p) => ofSorted(sorted, p, type)));
  }
  requireWeights("weights", weights, values.length);
  const weighted = sortWeighted(values, weights);
  return Object.freeze(asked.map((p) => ofWeighted(weighted, p, type)));
}

/** The quantile of one probability. */
export function quantile(values: Numbers, probability: number, options: QuantileOptions = {}): number {
  return quantiles(values, [probability], options)[0] ?? 0;
}

/** The quantile of 0.5. */
export function median(values: Numbers, weights?: Numbers): number {
  return quantile(values, 0.5, weights === undefined ? {} : { weights });
}

/** The distance between the quantiles of 0.25 and 0.75. */
export function interquartileRange(values: Numbers, options: QuantileOptions = {}): number {
  const [lower = 0, upper = 0] = quantiles(values, [0.25, 0.75], options);
  return upper - lower;
}

/** Real-valued rank of the quantile among n values, from 1 (Hyndman and Fan 1996). */
function rankOf(p: number, n: number, type: 4 | 6 | 7 | 8): number {
  switch (type) {
    case 4:
      return n * p;
    case 6:
      return (n + 1) * p;
    case 7:
      return (n - 1) * p + 1;
    case 8:
      return (n + 1 / 3) * p + 1 / 3;
    default:
      return type satisfies never;
  }
}

/** n p is a whole number up to rounding, as in 0.1 x 30. */
const fuzz = 4 * Number.EPSILON;

function ofSorted(sorted: Float64Array, p: number, type: QuantileType): number {
  const n = sorted.length;
  const at = (rank: number): number => sorted[Math.min(Math.max(rank, 1), n) - 1] ?? 0;
  if (type === 1) return at(Math.ceil(n * p * (1 - fuzz)));
  const rank = rankOf(p, n, type);
  const below = Math.floor(rank + fuzz * n);
  const share = rank - below;
  const lower = at(below);
  return Math.abs(share) < fuzz * n ? lower : lower + share * (at(below + 1) - lower);
}

interface WeightedValues {
  readonly values: Float64Array;
  /** Share of the total weight up to and with each value. */
  readonly cumulative: Float64Array;
  readonly effectiveSize: number;
}

function sortWeighted(values: Numbers, weights: Numbers): WeightedValues {
  const order = Array.from({ length: values.length }, (_, index) => index)
    .filter((index) => (weights[index] ?? 0) > 0)
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  let total = 0;
  let squares = 0;
  for (const index of order) {
    total += weights[index] ?? 0;
    squares += (weights[index] ?? 0) ** 2;
  }
  let running = 0;
  const cumulative = Float64Array.from(order, (index) => {
    running += weights[index] ?? 0;
    return running / total;
  });
  cumulative[cumulative.length - 1] = 1;
  return {
    values: Float64Array.from(order, (index) => values[index] ?? 0),
    cumulative,
    effectiveSize: total ** 2 / squares,
  };
}

function ofWeighted(weighted: WeightedValues, p: number, type: QuantileType): number {
  const { values, cumulative, effectiveSize } = weighted;
  if (type === 1) {
    const place = cumulative.findIndex((share) => share >= p * (1 - fuzz));
    return values[place === -1 ? values.length - 1 : place] ?? 0;
  }
  const rank = Math.min(Math.max(rankOf(p, effectiveSize, type), 1), effectiveSize);
  const right = rank / effectiveSize;
  const left = (rank - 1) / effectiveSize;
  const inWindow = (share: number): number => Math.min(Math.max((share - left) * effectiveSize, 0), 1);
  let result = 0;
  let before = 0;
  for (let index = 0; index < values.length; index += 1) {
    const share = cumulative[index] ?? 0;
    const after = share >= right ? 1 : inWindow(share);
    result += (after - before) * (values[index] ?? 0);
    before = after;
  }
  return result;
}
