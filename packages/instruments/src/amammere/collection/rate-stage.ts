import { mean, standardDeviation } from "@refract/stats";
import { type Excluded, excludeByRules, type Participation, type StageRow } from "./participation.ts";
import { type Pool, pools } from "./pools.ts";
import { answerKey } from "./write-stage.ts";

/** One judgement of stage 2: how fitting an option is as an answer, 1 to 5. */
export interface OptionRating extends StageRow {
  readonly option: string;
  readonly rating: number;
}

/** An option as one pool rated it. */
export interface RatedByPool {
  readonly mean: number;
  /** Sample standard deviation; null for one rating. */
  readonly deviation: number | null;
  readonly ratings: number;
}

export interface RatedOption {
  readonly seed: string;
  readonly option: string;
  /** Null where nobody of the pool rated it. */
  readonly by: Readonly<Record<Pool, RatedByPool | null>>;
}

/**
 * Means of stage 2 by option and pool. Ratings that are no whole number from 1 to 5, a person's second rating of an option, and
 * ratings by people who may not rate the seed are left out and told.
 */
export function rateOptions(
  rows: readonly OptionRating[],
  history: readonly Participation[],
): { readonly options: readonly RatedOption[]; readonly excluded: readonly Excluded<OptionRating>[] } {
  const allowed = excludeByRules("rate", rows, history);
  const excluded = [...allowed.excluded];
  const options = new Map<string, { seed: string; option: string; ratings: OptionRating[] }>();
  const seen = new Set<string>();
  for (const row of allowed.kept) {
    const key = JSON.stringify([row.seed, answerKey(row.option)]);
    const own = JSON.stringify([key, row.person]);
    if (![1, 2, 3, 4, 5].includes(row.rating)) {
      excluded.push({ row, reason: `rating ${row.rating}, expected a whole number from 1 to 5` });
    } else if (seen.has(own)) {
      excluded.push({ row, reason: "rated this option before" });
    } else {
      seen.add(own);
      const known = options.get(key) ?? { seed: row.seed, option: row.option, ratings: [] };
      known.ratings.push(row);
      options.set(key, known);
    }
  }
  return {
    options: [...options.values()].map(({ seed, option, ratings }) => ({
      seed,
      option,
      by: { GH: ratedBy("GH", ratings), US: ratedBy("US", ratings) },
    })),
    excluded,
  };
}

function ratedBy(pool: Pool, rows: readonly OptionRating[]): RatedByPool | null {
  const ratings = rows.filter((row) => row.pool === pool).map(({ rating }) => rating);
  if (ratings.length === 0) return null;
  return {
    mean: mean(ratings),
    deviation: ratings.length < 2 ? null : standardDeviation(ratings),
    ratings: ratings.length,
  };
}

/** Options that a pool was to rate and nobody of it did. */
export function unrated(
  options: readonly RatedOption[],
): readonly { readonly seed: string; readonly option: string; readonly pool: Pool }[] {
  return options.flatMap(({ seed, option, by }) =>
    pools.filter((pool) => by[pool] === null).map((pool) => ({ seed, option, pool })),
  );
}
