import { entry, type Matrix, populationWelfare, studentTQuantile } from "@refract/stats";
import type { Base, People } from "./bases.ts";
import { type BaseWelfare, populationsOf, type WelfareCell } from "./panel-welfare.ts";
import { referenceScheme, type Scheme } from "./schemes.ts";

/** How much more a population gets, in the mean over panels, from one scheme than from another. */
export interface SchemeDifference {
  readonly population: People;
  readonly scheme: Scheme;
  readonly against: Scheme;
  /** Null when one of the two has no draw with welfare. */
  readonly difference: number | null;
  /** Standard error that the number of draws alone leaves: 0 with endless panels. Null without a variance. */
  readonly drawError: number | null;
  /** 95 % interval, or the reason why there is none. */
  readonly interval:
    | { readonly lower: number; readonly upper: number; readonly problem: null }
    | { readonly lower: null; readonly upper: null; readonly problem: string };
}

/**
 * Differences of mean welfare between all pairs of schemes, those against representative panels of 100 first. Beyond the paper.
 *
 * A difference is the sum over models of (share of the one scheme's draws - share of the other's) x welfare of the model. Intervals
 * take the shares as given: they hold the chance of whose scores are in each model's mean, linearised by person, so that
 * models scored by the same people are compared in pairs, and the chance of the draws. That other people in the pool would
 * choose otherwise is not in them. Student's t with one degree of freedom fewer than the population has people.
 *
 * @param worth the table of `found`'s rule: what people get from models
 * @returns differences by population, then by pair
 */
export function schemeDifferences(
  base: Base,
  found: BaseWelfare,
  worth: Matrix,
): readonly SchemeDifference[] {
  const pairs = schemePairs(found.schemes);
  return populationsOf(base).flatMap((population, at) => {
    const { welfare, known } = populationWelfare(worth, population.rows);
    const cellOf = (place: number) => found.cells[at * found.schemes.length + place];
    const sharesOf = (place: number) => sharesWithWelfare(found.choices[place]?.shares ?? [], welfare);
    return pairs.flatMap(([one, other]): readonly SchemeDifference[] => {
      const [scheme, against] = [found.schemes[one], found.schemes[other]];
      const [mine, theirs] = [cellOf(one), cellOf(other)];
      if (scheme === undefined || against === undefined || mine === undefined || theirs === undefined)
        return [];
      const noise = drawVariance(mine, theirs);
      const difference =
        mine.summary.mean === null || theirs.summary.mean === null
          ? null
          : mine.summary.mean - theirs.summary.mean;
      const [own, others] = [sharesOf(one), sharesOf(other)];
      const gaps = own.map((share, model) => share - (others[model] ?? 0));
      return [
        {
          population,
          scheme,
          against,
          difference,
          drawError: noise === null ? null : Math.sqrt(noise),
          interval: intervalOf(difference, noise, population, () =>
            peopleVariance(worth, population, gaps, welfare, known),
          ),
        },
      ];
    });
  });
}

/** Places of two schemes: each against the reference, then the other pairs in their order. */
function schemePairs(schemes: readonly Scheme[]): readonly (readonly [number, number])[] {
  const reference = schemes.findIndex(({ name }) => name === referenceScheme);
  const others = schemes.flatMap((_, place) => (place === reference ? [] : [place]));
  return [
    ...others.map((place) => [place, reference] as const),
    ...others.flatMap((one, at) => others.slice(at + 1).map((other) => [one, other] as const)),
  ];
}

/** Variance of the difference of two means over draws. */
function drawVariance(mine: WelfareCell, theirs: WelfareCell): number | null {
  return mine.variance === null || theirs.variance === null
    ? null
    : mine.variance / mine.summary.draws + theirs.variance / theirs.summary.draws;
}

/** Shares of models among the draws that have a welfare. */
function sharesWithWelfare(
  shares: readonly number[],
  welfare: readonly (number | null)[],
): readonly number[] {
  const counted = shares.map((share, model) => ((welfare[model] ?? null) === null ? 0 : share));
  const total = counted.reduce((sum, share) => sum + share, 0);
  return total === 0 ? counted : counted.map((share) => share / total);
}

/**
 * Variance of sum(gap x welfare) over who is in the population: a person adds the sum over models of gap x (score - welfare) / people
 * who scored it.
 */
function peopleVariance(
  worth: Matrix,
  { rows }: People,
  gaps: readonly number[],
  welfare: readonly (number | null)[],
  known: readonly number[],
): number {
  let squares = 0;
  for (const row of rows) {
    let added = 0;
    for (const [model, gap] of gaps.entries()) {
      const score = entry(worth, row, model);
      if (gap !== 0 && !Number.isNaN(score))
        added += (gap * (score - (welfare[model] ?? 0))) / (known[model] ?? 1);
    }
    squares += added ** 2;
  }
  return (squares * rows.length) / (rows.length - 1);
}

function intervalOf(
  difference: number | null,
  noise: number | null,
  { rows }: People,
  peopleVarianceOf: () => number,
): SchemeDifference["interval"] {
  const without = (problem: string) => ({ lower: null, upper: null, problem }) as const;
  if (difference === null || noise === null)
    return without("one of the two has hardly any draw with welfare");
  if (rows.length < 2) return without("one person has no interval");
  const reach = studentTQuantile(0.975, rows.length - 1) * Math.sqrt(peopleVarianceOf() + noise);
  return { lower: difference - reach, upper: difference + reach, problem: null };
}
