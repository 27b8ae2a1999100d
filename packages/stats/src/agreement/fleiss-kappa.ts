import { normalTwoSided } from "../distributions/normal.ts";
import { invalidArgument, requireLength } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";
import { requireCounts } from "./cross-table.ts";

interface FleissKappaFigures {
  /** 1 is perfect agreement, 0 what the pooled shares give by chance. Null with a problem. */
  readonly kappa: number;
  /** Mean share of agreeing rater pairs. Null without units. */
  readonly observed: number;
  /** Sum of squared pooled shares. Null without units. */
  readonly expected: number;
  /** Kappa of each category against all others; null for a category never or always used. */
  readonly categories: readonly (number | null)[];
  /** Large-sample standard error if kappa were 0. */
  readonly nullStandardError: number;
  /** kappa / nullStandardError. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly units: number;
  readonly ratersPerUnit: number;
}

export type FleissKappa = Outcome<
  FleissKappaFigures,
  "kappa" | "observed" | "expected" | "nullStandardError" | "z" | "pValue"
>;

/**
 * Fleiss' kappa: agreement of m ratings a unit, not necessarily by the same raters.
 *
 * kappa = (P - sum p_j²) / (1 - sum p_j²), P the mean over units of (sum n_ij² - m) / (m (m - 1)).
 *
 * Sources: Fleiss (1971), Psychological Bulletin 76, 378-382 (overall and one category); standard error:
 * Fleiss, Nee & Landis (1979), Psychological Bulletin 86, 974-977.
 *
 * @param counts one row a unit, one column a category: how many raters chose it. All rows have the same sum (for
 * unequal numbers of ratings use Krippendorff's alpha)
 * @throws RangeError for rows of unequal length or sum, sums below 2, entries that are no counts
 */
export function fleissKappa(counts: readonly (readonly number[])[]): FleissKappa {
  const width = counts[0]?.length ?? 0;
  const raters = counts[0]?.reduce((sum, count) => sum + count, 0) ?? 0;
  for (const [index, row] of counts.entries()) {
    requireLength(`counts[${index}]`, row.length, width);
    requireCounts(`counts[${index}]`, row);
    const sum = row.reduce((total, count) => total + count, 0);
    if (sum !== raters || sum < 2) {
      throw invalidArgument(
        `the sum of counts[${index}]`,
        sum,
        raters < 2 ? "at least 2 ratings" : `${raters} as in the first unit`,
      );
    }
  }
  const units = counts.length;
  const shares = Array.from(
    { length: width },
    (_, category) => counts.reduce((sum, row) => sum + (row[category] ?? 0), 0) / (units * raters),
  );
  const base = { units, ratersPerUnit: raters };
  const without = { kappa: null, nullStandardError: null, z: null, pValue: null };
  if (units === 0) {
    return Object.freeze({
      ...base,
      ...without,
      observed: null,
      expected: null,
      categories: Object.freeze([]),
      problem: "there are no units",
    });
  }
  const pairs = raters * (raters - 1);
  const squares = counts.flat().reduce((sum, count) => sum + count * count, 0);
  const observed = (squares / units - raters) / pairs;
  const expected = shares.reduce((sum, share) => sum + share * share, 0);
  const categories = Object.freeze(
    shares.map((share, category) => {
      if (share === 0 || share === 1) return null;
      const disagreeing = counts.reduce(
        (sum, row) => sum + (row[category] ?? 0) * (raters - (row[category] ?? 0)),
        0,
      );
      return 1 - disagreeing / (units * pairs * share * (1 - share));
    }),
  );
  if (shares.some((share) => share === 1)) {
    const problem = "all ratings are of one category, so agreement can't be told from chance";
    return Object.freeze({ ...base, ...without, observed, expected, categories, problem });
  }
  const kappa = (observed - expected) / (1 - expected);
  const spread = shares.reduce((sum, share) => sum + share * (1 - share), 0);
  const skew = shares.reduce((sum, share) => sum + share * (1 - share) * (1 - 2 * share), 0);
  const nullStandardError = Math.sqrt((2 / (units * pairs)) * (spread ** 2 - skew)) / spread;
  const z = kappa / nullStandardError;
  return Object.freeze({
    ...base,
    kappa,
    observed,
    expected,
    categories,
    nullStandardError,
    z,
    pValue: normalTwoSided(z),
    problem: null,
  });
}
