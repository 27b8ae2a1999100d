import { entry, type Matrix, panelInfluence, populationWelfare, studentTQuantile } from "@refract/stats";
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
 * Intervals are linearised by person. Somebody counts in two ways, which are added: by their scores in the population's mean of
 * each model, and by their seats on panels, in how often these choose it (the infinitesimal jackknife, see `panelInfluence`). The
 * chance of the draws is added, and the noise that it leaves in influences is taken off, as far as the variance from scores
 * alone. Student's t with one degree of freedom fewer than the smallest of population and pools has people.
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
    const own = found.schemes.map((_, place) => schemeInfluence(found, place, worth, population));
    const cellOf = (place: number) => found.cells[at * found.schemes.length + place];
    return pairs.flatMap(([one, other]): readonly SchemeDifference[] => {
      const [scheme, against] = [found.schemes[one], found.schemes[other]];
      const [mine, theirs] = [cellOf(one), cellOf(other)];
      const [swayed, swayedAgainst] = [own[one], own[other]];
      if (scheme === undefined || mine === undefined || swayed === undefined) return [];
      if (against === undefined || theirs === undefined || swayedAgainst === undefined) return [];
      const noise = drawVariance(mine, theirs);
      const difference =
        mine.summary.mean === null || theirs.summary.mean === null
          ? null
          : mine.summary.mean - theirs.summary.mean;
      return [
        {
          population,
          scheme,
          against,
          difference,
          drawError: noise === null ? null : Math.sqrt(noise),
          interval: intervalOf(
            difference,
            noise,
            Math.min(population.rows.length, scheme.pool.length, against.pool.length),
            peopleVariance(swayed, swayedAgainst),
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

/** How far each person sways the mean welfare of one scheme: arrays with a number a row of the score table. */
interface SchemeInfluence {
  readonly byScores: Float64Array;
  readonly bySeats: Float64Array;
  readonly noise: number;
}

/** By scores: share of the model x (score - welfare) / people who scored it, summed over models. */
function schemeInfluence(
  { schemes, draws }: BaseWelfare,
  place: number,
  worth: Matrix,
  { rows }: People,
): SchemeInfluence {
  const [scheme, drawn] = [schemes[place], draws[place]];
  if (scheme === undefined || drawn === undefined) throw new RangeError(`no scheme ${place}`);
  const { welfare, known } = populationWelfare(worth, rows);
  const withWelfare = drawn.timesChosen.map((times, model) =>
    (welfare[model] ?? null) === null ? 0 : times,
  );
  const total = withWelfare.reduce((sum, times) => sum + times, 0);
  const byScores = new Float64Array(worth.rows);
  for (const row of rows) {
    let added = 0;
    for (const [model, times] of withWelfare.entries()) {
      const score = entry(worth, row, model);
      if (times > 0 && !Number.isNaN(score))
        added += ((times / total) * (score - (welfare[model] ?? 0))) / (known[model] ?? 1);
    }
    byScores[row] = added;
  }
  const { influence, noise } = panelInfluence(scheme, drawn, welfare);
  const bySeats = new Float64Array(worth.rows);
  for (const [seat, row] of scheme.pool.entries()) bySeats[row] = influence[seat] ?? 0;
  return { byScores, bySeats, noise };
}

/** Variance of the difference of two schemes over who is in population and pools. */
function peopleVariance(mine: SchemeInfluence, theirs: SchemeInfluence): number {
  let fromScores = 0;
  let fromBoth = 0;
  for (let row = 0; row < mine.byScores.length; row += 1) {
    const scores = (mine.byScores[row] ?? 0) - (theirs.byScores[row] ?? 0);
    const seats = (mine.bySeats[row] ?? 0) - (theirs.bySeats[row] ?? 0);
    fromScores += scores ** 2;
    fromBoth += (scores + seats) ** 2;
  }
  return Math.max(fromScores, fromBoth - mine.noise - theirs.noise);
}

function intervalOf(
  difference: number | null,
  noise: number | null,
  people: number,
  peopleVariance: number,
): SchemeDifference["interval"] {
  const without = (problem: string) => ({ lower: null, upper: null, problem }) as const;
  if (difference === null || noise === null)
    return without("one of the two has hardly any draw with welfare");
  if (people < 2) return without("a population or pool of one person has no interval");
  const overPeople = (peopleVariance * people) / (people - 1);
  const reach = studentTQuantile(0.975, people - 1) * Math.sqrt(overPeople + noise);
  return { lower: difference - reach, upper: difference + reach, problem: null };
}
