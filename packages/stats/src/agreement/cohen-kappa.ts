import { normalQuantile, normalTwoSided } from "../distributions/normal.ts";
import { requireLevel } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";
import { crossTable, requireSquareCounts } from "./cross-table.ts";
import { kappaInterval } from "./kappa-interval.ts";
import { type AgreementWorth, kappaSpread, marginsOf } from "./kappa-spread.ts";

/** What a near miss is worth: nothing, or 1 - d / (k - 1), or 1 - (d / (k - 1))² at d categories apart. */
export type KappaWeights = "none" | "linear" | "quadratic";

export interface KappaOptions {
  /** Default `none`. */
  readonly weights?: KappaWeights;
  /** Level of the interval, between 0 and 1. Default 0.95. */
  readonly level?: number;
}

interface CohenKappaFigures {
  /** 1 is perfect agreement, 0 what the two raters' own margins give by chance. Null with a problem. */
  readonly kappa: number;
  /** Weighted share of agreement. Null without ratings. */
  readonly observed: number;
  /** The same expected from the margins. Null without ratings. */
  readonly expected: number;
  /** Large-sample standard error of kappa. */
  readonly standardError: number;
  /** Large-sample standard error if kappa were 0. */
  readonly nullStandardError: number;
  /** kappa / nullStandardError. */
  readonly z: number | null;
  /** Two-sided. */
  readonly pValue: number | null;
  /** [lower, upper] within -1 and 1; see `kappaInterval`. Not kappa ± z standardError. Null with `intervalProblem`. */
  readonly interval: readonly [number, number] | null;
  /** Why kappa has no interval; null where it has one. */
  readonly intervalProblem: string | null;
  /** Units that both raters judged. */
  readonly n: number;
}

export type CohenKappa = Outcome<
  CohenKappaFigures,
  "kappa" | "observed" | "expected" | "standardError" | "nullStandardError"
>;

/**
 * Below these an interval holds the truth too seldom: over all tables of 10 units that have 5 ratings outside of the most frequent category
 * in 94 to 99 % (true kappa 0 to 0.95, categories of 50 to 95 %), over those with fewer in 78 % and more.
 */
const leastUnits = 10;
const leastOutside = 5;

/**
 * Cohen's kappa of two raters over the same units.
 *
 * Pairs with a missing value are left out. Categories are the values that occur, in ascending order, unless
 * `categories` gives them all; for the weights only their position counts, not their value.
 *
 * @param first values of one rater; null is missing
 * @param second values of the other, same length
 * @throws RangeError for unequal lengths, values that are not finite or not among `categories`
 * @see cohenKappaOfTable
 */
export function cohenKappa(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
  options: KappaOptions & { readonly categories?: readonly number[] } = {},
): CohenKappa {
  return cohenKappaOfTable(crossTable(first, second, options.categories), options);
}

/**
 * Cohen's kappa from a square table of counts (rows one rater, columns the other, same categories in same order).
 *
 * kappa = (p_o - p_e) / (1 - p_e) with p_o = sum w_ij p_ij and p_e = sum w_ij p_i. p_.j.
 *
 * Sources: Cohen (1960), Educational and Psychological Measurement 20; weights: Cohen (1968), Psychological Bulletin
 * 70; standard errors: Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323-327; interval: see `kappaInterval`.
 *
 * @throws RangeError for a table that isn't square or has entries that are no counts
 */
export function cohenKappaOfTable(
  table: readonly (readonly number[])[],
  options: KappaOptions = {},
): CohenKappa {
  const level = options.level ?? 0.95;
  requireLevel("level", level);
  requireSquareCounts("table", table);
  const size = table.length;
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  if (n === 0) return withoutKappa(n, null, null, "no unit has a rating of both raters");

  const worth = agreementWeight(options.weights ?? "none", size);
  const shares = Float64Array.from(table.flat(), (count) => count / n);
  const { rows, columns } = marginsOf(shares, size);
  const { observed, expected, kappa, variance, nullVariance } = kappaSpread(shares, size, worth);
  // One category used by both leaves nothing to agree on beyond chance; margins, not rounding, decide that.
  if (rows.some((value, index) => value === 1 && columns[index] === 1)) {
    return withoutKappa(n, observed, expected, "both raters used one and the same category throughout");
  }
  const nullStandardError = Math.sqrt(nullVariance / n);
  const deviations = normalQuantile(0.5 + level / 2);
  const z = nullStandardError > 0 ? kappa / nullStandardError : null;
  const intervalProblem = tooFew(n, table);
  return Object.freeze({
    kappa,
    observed,
    expected,
    standardError: Math.sqrt(variance / n),
    nullStandardError,
    z,
    pValue: z === null ? null : normalTwoSided(z),
    interval: intervalProblem === null ? kappaInterval(shares, size, worth, { units: n, deviations }) : null,
    intervalProblem,
    n,
    problem: null,
  });
}

function tooFew(units: number, table: readonly (readonly number[])[]): string | null {
  if (units < leastUnits)
    return `${units} units are too few for an interval, at least ${leastUnits} are needed`;
  const mostFrequent = Math.max(
    ...table.map((row, category) =>
      row.reduce((sum, count, other) => sum + count + (table[other]?.[category] ?? 0), 0),
    ),
  );
  const outside = 2 * units - mostFrequent;
  return outside >= leastOutside
    ? null
    : `${outside} of ${2 * units} ratings are outside of the most frequent category: too few for an interval, at least ${leastOutside} are needed`;
}

function agreementWeight(weights: KappaWeights, size: number): AgreementWorth {
  switch (weights) {
    case "none":
      return (i, j) => (i === j ? 1 : 0);
    case "linear":
      return (i, j) => (i === j ? 1 : 1 - Math.abs(i - j) / (size - 1));
    case "quadratic":
      return (i, j) => (i === j ? 1 : 1 - ((i - j) / (size - 1)) ** 2);
  }
}

function withoutKappa(
  n: number,
  observed: number | null,
  expected: number | null,
  problem: string,
): CohenKappa {
  return Object.freeze({
    kappa: null,
    observed,
    expected,
    standardError: null,
    nullStandardError: null,
    z: null,
    pValue: null,
    interval: null,
    intervalProblem: problem,
    n,
    problem,
  });
}
