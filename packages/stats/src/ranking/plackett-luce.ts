import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { factorInPlace, invertFactor } from "../linear-algebra/cholesky-in-place.ts";
import type { AbilityCovariance } from "./ability-intervals.ts";
import { type AbilityPrior, centreAbilities, checkAbilityPrior, removeGauge } from "./ability-prior.ts";
import { type CompiledRankings, compileRankings, type Ranking, rankingArrows } from "./compiled-rankings.ts";
import { arrowConnectivity, type Connectivity } from "./connectivity.ts";
import { largestEntry, maximizeByNewton } from "./newton.ts";
import { addRanking, plackettLuceLikelihood, type SharedPlaces } from "./plackett-luce-likelihood.ts";
import { ranksDescending } from "./ranks.ts";
import { addOuter, sandwiched } from "./sandwich.ts";

export interface PlackettLuceOptions {
  /** `efron` unless told. */
  readonly sharedPlaces?: SharedPlaces;
  /** None unless told. */
  readonly prior?: AbilityPrior;
  /**
   * The cluster (participant) of each ranking, whole numbers from 0. With it the covariance is the sandwich by cluster with
   * G / (G - 1); without it the model's own.
   */
  readonly cluster?: ArrayLike<number>;
  /** Largest error left in an ability; 1e-13 unless told. */
  readonly tolerance?: number;
  readonly maximumIterations?: number;
}

export interface PlackettLuceEstimate {
  readonly problem: null;
  /** Log strengths; sum 0 without a prior. */
  readonly abilities: Float64Array;
  /** 1 is the best. */
  readonly ranks: Int32Array;
  /** For `abilityIntervals` and `abilityDifference`. */
  readonly covariance: AbilityCovariance;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly gradientNorm: number;
  readonly connectivity: Connectivity;
}

export interface PlackettLuceFailure {
  readonly problem: string;
  readonly abilities: null;
  readonly ranks: null;
  readonly covariance: null;
  readonly logLikelihood: null;
  readonly iterations: number;
  readonly gradientNorm: null;
  readonly connectivity: Connectivity;
}

/**
 * Plackett-Luce abilities from rankings that may share places and may rank a part only (see `Ranking`), by Newton's method. The
 * maximum is the one that Hunter's (2004) MM iteration climbs to, and exists under the same condition as Bradley-Terry's.
 */
export function fitPlackettLuce(
  itemCount: number,
  rankings: readonly Ranking[],
  options: PlackettLuceOptions = {},
): PlackettLuceEstimate | PlackettLuceFailure {
  const compiled = compileRankings(itemCount, rankings);
  const prior = options.prior ?? { kind: "none" };
  const sharedPlaces = options.sharedPlaces ?? "efron";
  checkAbilityPrior(prior, itemCount);
  const { winners, losers } = rankingArrows(compiled);
  const connectivity = arrowConnectivity(itemCount, winners, losers);
  const failed = (problem: string, iterations = 0): PlackettLuceFailure =>
    Object.freeze({
      problem,
      abilities: null,
      ranks: null,
      covariance: null,
      logLikelihood: null,
      iterations,
      gradientNorm: null,
      connectivity,
    });
  if (itemCount < 2) return failed("a ranking needs at least two items");
  if (winners.length === 0) return failed("there are no comparisons");
  if (prior.kind === "none" && connectivity.problem !== null) return failed(connectivity.problem);
  const likelihood = plackettLuceLikelihood(itemCount, prior, sharedPlaces);
  const abilities = new Float64Array(itemCount);
  const work = { step: new Float64Array(itemCount), factored: false };
  const { converged, iterations } = maximizeByNewton(likelihood, compiled, abilities, work, {
    tolerance: options.tolerance ?? 1e-13,
    maximumIterations: options.maximumIterations ?? 100,
  });
  if (!converged) return failed(`the fit did not converge in ${iterations} steps`, iterations);
  likelihood.evaluate(compiled, abilities, true);
  const gradientNorm = largestEntry(likelihood.gradient);
  const { information } = likelihood;
  if (!factorInPlace(information, itemCount)) return failed("the information is singular", iterations);
  const inverse = invertFactor(information, itemCount);
  removeGauge(inverse, itemCount, itemCount, likelihood.gauge());
  if (prior.kind === "none") centreAbilities(abilities, itemCount);
  let matrix = inverse;
  if (options.cluster !== undefined) {
    requireLength("cluster", options.cluster.length, rankings.length);
    const score = (ranking: number, into: Float64Array): void => {
      addRanking(compiled, ranking, abilities, sharedPlaces, into, null);
    };
    const meat = clusterMeat(itemCount, options.cluster, score);
    if (meat === null) return failed("there are fewer than two clusters", iterations);
    matrix = sandwiched(inverse, meat, itemCount);
  }
  return Object.freeze({
    problem: null,
    abilities,
    ranks: ranksDescending(abilities),
    covariance: Object.freeze({ problem: null, matrix }),
    logLikelihood: logLikelihoodOf(compiled, abilities, sharedPlaces),
    iterations,
    gradientNorm,
    connectivity,
  });
}

function logLikelihoodOf(
  rankings: CompiledRankings,
  abilities: Float64Array,
  sharedPlaces: SharedPlaces,
): number {
  const gradient = new Float64Array(abilities.length);
  let sum = 0;
  for (let ranking = 0; ranking < rankings.count; ranking += 1) {
    sum += addRanking(rankings, ranking, abilities, sharedPlaces, gradient, null);
  }
  return sum;
}

function clusterMeat(
  itemCount: number,
  cluster: ArrayLike<number>,
  score: (ranking: number, into: Float64Array) => void,
): Float64Array | null {
  const sums = new Map<number, Float64Array>();
  for (let ranking = 0; ranking < cluster.length; ranking += 1) {
    const id = cluster[ranking] ?? -1;
    if (!Number.isInteger(id) || id < 0) {
      throw invalidArgument(`cluster[${ranking}]`, id, "a whole number of at least 0");
    }
    const sum = sums.get(id) ?? new Float64Array(itemCount);
    sums.set(id, sum);
    score(ranking, sum);
  }
  const clusters = sums.size;
  if (clusters < 2) return null;
  const meat = new Float64Array(itemCount * itemCount);
  const places = Array.from({ length: itemCount }, (_, item) => item);
  for (const sum of sums.values()) {
    addOuter(meat, itemCount, places, [...sum], clusters / (clusters - 1));
  }
  return meat;
}
