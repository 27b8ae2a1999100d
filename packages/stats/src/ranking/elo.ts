import { invalidArgument, requireLength, requirePositive } from "../invalid-argument.ts";
import { fitBradleyTerry } from "./bradley-terry.ts";
import type { ComparisonCells } from "./comparison-cells.ts";
import { type Comparisons, checkComparisons } from "./comparisons.ts";

export interface EloOptions {
  /** Largest change by one comparison; 4 unless told. */
  readonly k?: number;
  /** Lead that makes the odds `base` to 1; 400 unless told. */
  readonly scale?: number;
  /** 10 unless told. */
  readonly base?: number;
  /** 1000 unless told. */
  readonly start?: number;
  /** Places of the comparisons, in the order in which they count; as they stand unless told. */
  readonly order?: ArrayLike<number>;
}

/**
 * Ratings by Elo's (1978) running update, comparison by comparison in the order given, a tie counted 0.5. The result depends on that
 * order. Throws RangeError on weighted comparisons, which have no order of their own.
 */
export function eloOnline(comparisons: Comparisons, options: EloOptions = {}): Float64Array {
  const { k = 4, scale = 400, base = 10, start = 1000, order } = options;
  checkComparisons(comparisons);
  if (order !== undefined) requireLength("order", order.length, comparisons.first.length);
  checkScale(scale, base);
  requirePositive("k", k);
  if (comparisons.weight !== undefined) {
    throw invalidArgument("comparisons.weight", "a column", "none, since the order of comparisons counts");
  }
  const ratings = new Float64Array(comparisons.itemCount).fill(start);
  for (let place = 0; place < comparisons.first.length; place += 1) {
    const index = order === undefined ? place : (order[place] ?? 0);
    const one = comparisons.first[index] ?? 0;
    const other = comparisons.second[index] ?? 0;
    const lead = (ratings[one] ?? 0) - (ratings[other] ?? 0);
    const expected = 1 / (1 + base ** (-lead / scale));
    const change = k * ((comparisons.score[index] ?? 0) - expected);
    ratings[one] = (ratings[one] ?? 0) + change;
    ratings[other] = (ratings[other] ?? 0) - change;
  }
  return ratings;
}

export interface LogisticEloOptions {
  /** Inverse strength of the L2 penalty, as in scikit-learn; 1 unless told. */
  readonly c?: number;
  readonly scale?: number;
  readonly base?: number;
  readonly start?: number;
  /** Moves all ratings so that the lowest is this; null leaves them. 800 unless told, as in PRISM. */
  readonly lowest?: number | null;
}

export type LogisticElo =
  | { readonly problem: null; readonly ratings: Float64Array }
  | { readonly problem: string; readonly ratings: null };

/**
 * Ratings by logistic regression without intercept and with an L2 penalty (Kirk et al. 2024, after Chiang et al. 2024): each comparison
 * enters twice, a tie as a win each way; features are +-ln(base). Does not depend on the order.
 */
export function eloLogistic(cells: ComparisonCells, options: LogisticEloOptions = {}): LogisticElo {
  const { c = 1, scale = 400, base = 10, start = 1000, lowest = 800 } = options;
  checkScale(scale, base);
  requirePositive("c", c);
  const unit = Math.log(base);
  // |w|^2 / 2 + c * 2 * (half-win loss), in abilities w * unit: the same minimum as a normal prior with this variance
  const fit = fitBradleyTerry(cells, {
    ties: "half-win",
    prior: { kind: "normal", standardDeviation: unit * Math.sqrt(2 * c) },
  });
  if (fit.problem !== null) return Object.freeze({ problem: fit.problem, ratings: null });
  const ratings = fit.abilities.map((ability) => (scale * ability) / unit + start);
  const shift = lowest === null ? 0 : lowest - Math.min(...ratings);
  return Object.freeze({ problem: null, ratings: ratings.map((rating) => rating + shift) });
}

function checkScale(scale: number, base: number): void {
  requirePositive("scale", scale);
  if (!(base > 1 && base < Infinity)) throw invalidArgument("base", base, "a finite number above 1");
}
