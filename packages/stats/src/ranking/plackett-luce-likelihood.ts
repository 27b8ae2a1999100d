import { type AbilityPrior, addAbilityPrior, fixGauge } from "./ability-prior.ts";
import type { CompiledRankings } from "./compiled-rankings.ts";
import { type ConcaveFunction, spreadOf } from "./newton.ts";

/**
 * How items that share a place are counted. `efron`: as if their order were unknown, the average of their weights leaving the choice
 * set one by one (Efron 1977). `breslow`: each against the whole choice set (Breslow 1974).
 */
export type SharedPlaces = "efron" | "breslow";

/** Log-likelihood (plus log prior density) of abilities in all rankings. */
export interface PlackettLuceLikelihood extends ConcaveFunction<CompiledRankings> {
  /** What `fixGauge` added to every entry; 0 with a prior. */
  gauge(): number;
}

/**
 * Plackett (1975) and Luce (1959): from the best place down, each placed item is chosen from all that are not yet placed with
 * chances in proportion to exp(ability).
 */
export function plackettLuceLikelihood(
  itemCount: number,
  prior: AbilityPrior,
  sharedPlaces: SharedPlaces,
): PlackettLuceLikelihood {
  const gradient = new Float64Array(itemCount);
  const information = new Float64Array(itemCount * itemCount);
  let added = 0;
  return Object.freeze({
    size: itemCount,
    gradient,
    information,
    gauge: () => added,
    reach: (step: Float64Array) => spreadOf(step, itemCount),
    evaluate(rankings: CompiledRankings, parameters: Float64Array, withInformation: boolean): void {
      gradient.fill(0);
      if (withInformation) information.fill(0);
      const filled = withInformation ? information : null;
      for (let ranking = 0; ranking < rankings.count; ranking += 1) {
        addRanking(rankings, ranking, parameters, sharedPlaces, gradient, filled);
      }
      addAbilityPrior(prior, parameters, itemCount, gradient, filled, itemCount);
      if (withInformation && prior.kind === "none") added = fixGauge(information, itemCount, itemCount);
    },
  });
}

/**
 * Adds one ranking to gradient and, unless null, information (its lower triangle); returns its log-likelihood.
 */
export function addRanking(
  { itemStart, item, placeEnd, placed, weight }: CompiledRankings,
  ranking: number,
  parameters: Float64Array,
  sharedPlaces: SharedPlaces,
  gradient: Float64Array,
  information: Float64Array | null,
): number {
  const from = itemStart[ranking] ?? 0;
  const to = itemStart[ranking + 1] ?? 0;
  const lastPlaced = from + (placed[ranking] ?? 0);
  const times = weight[ranking] ?? 0;
  const width = parameters.length;
  let logLikelihood = 0;
  for (let start = from; start < lastPlaced; start = placeEnd[start] ?? to) {
    const end = placeEnd[start] ?? to;
    // the last item left is no choice
    if (to - start < 2) break;
    let largest = -Infinity;
    for (let place = start; place < to; place += 1) {
      largest = Math.max(largest, parameters[item[place] ?? 0] ?? 0);
    }
    let all = 0;
    let tied = 0;
    for (let place = start; place < to; place += 1) {
      const strength = Math.exp((parameters[item[place] ?? 0] ?? 0) - largest);
      all += strength;
      if (place < end) tied += strength;
    }
    const together = end - start;
    for (let turn = 0; turn < together; turn += 1) {
      const gone = sharedPlaces === "efron" ? turn / together : 0;
      const sum = all - gone * tied;
      logLikelihood -= times * (largest + Math.log(sum));
      for (let place = start; place < to; place += 1) {
        const own = item[place] ?? 0;
        const share = shareOf(parameters[own] ?? 0, largest, sum, place < end ? gone : 0);
        gradient[own] = (gradient[own] ?? 0) - times * share;
        if (information === null) continue;
        const diagonal = own * width + own;
        information[diagonal] = (information[diagonal] ?? 0) + times * share * (1 - share);
        for (let before = start; before < place; before += 1) {
          const other = item[before] ?? 0;
          const cell = Math.max(own, other) * width + Math.min(own, other);
          const otherShare = shareOf(parameters[other] ?? 0, largest, sum, before < end ? gone : 0);
          information[cell] = (information[cell] ?? 0) - times * share * otherShare;
        }
      }
    }
    for (let place = start; place < end; place += 1) {
      const own = item[place] ?? 0;
      logLikelihood += times * (parameters[own] ?? 0);
      gradient[own] = (gradient[own] ?? 0) + times;
    }
  }
  return logLikelihood;
}

function shareOf(ability: number, largest: number, sum: number, gone: number): number {
  return ((1 - gone) * Math.exp(ability - largest)) / sum;
}
