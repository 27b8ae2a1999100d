import {
  createMatrix,
  createRandom,
  drawnWelfare,
  drawPanels,
  type Matrix,
  mean,
  normalQuantile,
  type PanelScheme,
  populationWelfare,
  resampleIndices,
  variance,
} from "@refract/stats";
import type { Base, People } from "./bases.ts";
import { type BaseWelfare, type PanelRule, populationsOf, type WelfareCell } from "./panel-welfare.ts";
import { panelSchemes, referenceScheme, type Scheme } from "./schemes.ts";

/** How much more a population gets, in the mean over panels, from one scheme than from another. */
export interface SchemeDifference {
  readonly population: People;
  readonly scheme: Scheme;
  readonly against: Scheme;
  /** Null when one of the two has no draw with welfare. */
  readonly difference: number | null;
  /** Standard error that the number of draws alone leaves: 0 with endless panels. Null without a variance. */
  readonly drawError: number | null;
  /** 95 % interval over people and draws, or the reason why there is none. */
  readonly interval:
    | { readonly lower: number; readonly upper: number; readonly problem: null }
    | { readonly lower: null; readonly upper: null; readonly problem: string };
}

export interface DifferenceOptions {
  /** Resamples of the base's people. */
  readonly rounds: number;
  /** Panels a scheme in each resample; a fifth of that of 50 people and more, whose choices vary less and cost more. */
  readonly draws: number;
}

/** Mean of welfare over the draws of a scheme, and the variance of that mean; null below two draws with welfare. */
type Moments = { readonly mean: number; readonly noise: number } | null;

/**
 * Differences of mean welfare between all pairs of schemes, those against representative panels of 100 first. Beyond the paper.
 *
 * People of the base are resampled with replacement and stand anew in pools, panels and populations; in each resample panels are
 * drawn and their mean welfare is compared. The variance of these differences holds the noise of the few panels a resample, which
 * is known from the spread over its panels and taken off (Davison and Hinkley 1997, section 2.5); the noise of the panels behind the
 * estimate is added. Normal intervals round the estimate.
 *
 * @param rule of `found`; its tables are not filled anew in a resample
 * @returns differences by population, then by pair
 */
export function schemeDifferences(
  base: Base,
  found: BaseWelfare,
  rule: PanelRule,
  options: DifferenceOptions,
): readonly SchemeDifference[] {
  const own = onOwnRows(base, rule);
  const resamples = base.rows.length < 2 ? null : resampledMoments(own.base, own.rule, options);
  const pairs = schemePairs(found.schemes);
  return populationsOf(base).flatMap((population, at) => {
    const cellOf = (place: number) => found.cells[at * found.schemes.length + place];
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
            resamples?.map((round) => [round[at]?.[one] ?? null, round[at]?.[other] ?? null] as const) ??
              null,
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

function intervalOf(
  difference: number | null,
  noise: number | null,
  resamples: readonly (readonly [Moments, Moments])[] | null,
): SchemeDifference["interval"] {
  const without = (problem: string) => ({ lower: null, upper: null, problem }) as const;
  if (difference === null || noise === null)
    return without("one of the two has hardly any draw with welfare");
  if (resamples === null) return without("one person cannot be resampled");
  const differences: number[] = [];
  let roundNoise = 0;
  for (const [mine, theirs] of resamples) {
    if (mine === null || theirs === null) continue;
    differences.push(mine.mean - theirs.mean);
    roundNoise += mine.noise + theirs.noise;
  }
  if (differences.length < 0.9 * resamples.length)
    return without("a scheme or the population is empty in more than a tenth of the resamples");
  const sampling = Math.max(0, variance(differences) - roundNoise / differences.length);
  const reach = normalQuantile(0.975) * Math.sqrt(sampling + noise);
  return { lower: difference - reach, upper: difference + reach, problem: null };
}

/** The base's own rows of the tables, numbered anew: every resample reads the tables as a whole. */
function onOwnRows(
  base: Base,
  rule: PanelRule,
): { readonly base: Base; readonly rule: Omit<PanelRule, "draws"> } {
  const place = new Map(base.rows.map((row, at) => [row, at]));
  const among = (people: People): People => ({
    ...people,
    rows: people.rows.flatMap((row) => place.get(row) ?? []),
  });
  const taken = ({ columns, values }: Matrix): Matrix => {
    const part = createMatrix(base.rows.length, columns);
    for (const [at, row] of base.rows.entries())
      part.values.set(values.subarray(row * columns, (row + 1) * columns), at * columns);
    return part;
  };
  return {
    base: {
      ...base,
      ...among(base),
      pools: base.pools.map(among),
      complements: base.complements.map(among),
    },
    rule: { ...rule, judged: taken(rule.judged), worth: taken(rule.worth) },
  };
}

/** For each resample, population and scheme. */
function resampledMoments(
  base: Base,
  rule: Omit<PanelRule, "draws">,
  { rounds, draws }: DifferenceOptions,
): readonly (readonly (readonly Moments[])[])[] {
  const random = createRandom(rule.seed).stream("resamples");
  const schemeCount = panelSchemes(base).length;
  return Array.from({ length: rounds }, (_, round) => {
    const own = random.stream(`round ${round}`);
    const drawnRows = Array.from(
      resampleIndices(own.stream("people"), base.rows.length),
      (place) => base.rows[place] ?? 0,
    );
    const among = (people: People): People => {
      const members = new Set(people.rows);
      return { ...people, rows: drawnRows.filter((row) => members.has(row)) };
    };
    const resampled: Base = {
      ...base,
      rows: drawnRows,
      pools: base.pools.map(among),
      complements: base.complements.map(among),
    };
    const schemes = panelSchemes(resampled);
    const there = schemes.flatMap(({ pool }, place) => (pool.length === 0 ? [] : [place]));
    const panels = drawPanels(
      rule.judged,
      there.flatMap((place): readonly PanelScheme[] => {
        const scheme = schemes[place];
        return scheme === undefined
          ? []
          : [{ ...scheme, draws: scheme.size < 50 ? draws : Math.max(2, Math.round(draws / 5)) }];
      }),
      { draws, scoreWithoutData: rule.scoreWithoutData, random: own.stream("panels") },
    );
    return populationsOf(resampled).map(({ rows }) => {
      const moments = new Array<Moments>(schemeCount).fill(null);
      if (rows.length === 0) return moments;
      const { welfare } = populationWelfare(rule.worth, rows);
      for (const [at, place] of there.entries())
        moments[place] = momentsOf(drawnWelfare(welfare, panels[at]?.choices ?? []).values);
      return moments;
    });
  });
}

function momentsOf(values: Float64Array): Moments {
  return values.length < 2 ? null : { mean: mean(values), noise: variance(values) / values.length };
}
