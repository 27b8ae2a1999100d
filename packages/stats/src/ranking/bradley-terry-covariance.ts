import { invalidArgument } from "../invalid-argument.ts";
import { factorInPlace, invertFactor } from "../linear-algebra/cholesky-in-place.ts";
import { removeGauge } from "./ability-prior.ts";
import { type BradleyTerryEstimate, davidsonParameter } from "./bradley-terry.ts";
import { bradleyTerryLikelihood } from "./bradley-terry-likelihood.ts";
import { type ClusteredComparisons, hasComparisons } from "./clustered-comparisons.ts";
import type { ComparisonCells } from "./comparison-cells.ts";
import { addOuter, type ClusterCorrection, correctionFactor, sandwiched } from "./sandwich.ts";

export type BradleyTerryCovariance =
  | {
      readonly problem: null;
      /** Of the abilities as the fit gives them (sum 0 without a prior), row-major `itemCount * itemCount`. */
      readonly matrix: Float64Array;
      /** Standard error of the log of the tie parameter; null when none was estimated. */
      readonly logTieStandardError: number | null;
    }
  | { readonly problem: string; readonly matrix: null; readonly logTieStandardError: null };

/**
 * The model's own covariance: inverse information. With a prior, of the posterior's normal approximation. Half wins make it too
 * wide when many comparisons are ties (a tie varies less than a win or loss); the sandwich has no such fault.
 */
export function modelCovariance(cells: ComparisonCells, fit: BradleyTerryEstimate): BradleyTerryCovariance {
  const inverse = inverseInformation(cells, fit);
  return inverse === null ? singular() : covarianceResult(inverse, fit.abilities.length);
}

/**
 * Sandwich covariance with single comparisons as units (Huber 1967; White 1982): right when the model is wrong, wrong when
 * comparisons of one person hang together. Counts in cells are enough for it.
 */
export function sandwichCovariance(
  cells: ComparisonCells,
  fit: BradleyTerryEstimate,
): BradleyTerryCovariance {
  const inverse = inverseInformation(cells, fit);
  if (inverse === null) return singular();
  const slopes = outcomeSlopes(cells, fit);
  const { size } = slopes;
  const meat = new Float64Array(size * size);
  for (let cell = 0; cell < cells.low.length; cell += 1) {
    const one = cells.low[cell] ?? 0;
    const other = cells.high[cell] ?? 0;
    for (let outcome = 0; outcome < 3; outcome += 1) {
      const count = countOf(cells, cell, outcome);
      if (count === 0) continue;
      const slope = slopes.lead[outcome * cells.low.length + cell] ?? 0;
      const tie = slopes.tie[outcome * cells.low.length + cell] ?? 0;
      addOuter(
        meat,
        size,
        slopes.tied ? [one, other, size - 1] : [one, other],
        slopes.tied ? [slope, -slope, tie] : [slope, -slope],
        count,
      );
    }
  }
  return covarianceResult(sandwiched(inverse, meat, size), fit.abilities.length);
}

/**
 * Sandwich covariance with clusters as units (Liang and Zeger 1986): comparisons of one participant may hang together in any way.
 * Wants some forty clusters or more. `correction` is `clusters` unless told; K counts free parameters.
 */
export function clusteredCovariance(
  clustered: ClusteredComparisons,
  fit: BradleyTerryEstimate,
  options: { readonly correction?: ClusterCorrection } = {},
): BradleyTerryCovariance {
  const { cells, clusterCount, start } = clustered;
  const used = usedClusters(clustered);
  if (used < 2) return failed(`there are ${used} clusters with comparisons, at least two are needed`);
  const inverse = inverseInformation(cells, fit);
  if (inverse === null) return singular();
  const slopes = outcomeSlopes(cells, fit);
  const { size } = slopes;
  const meat = new Float64Array(size * size);
  const score = new Float64Array(size);
  let total = 0;
  for (let cluster = 0; cluster < clusterCount; cluster += 1) {
    const touched = new Set<number>();
    const add = (place: number, value: number): void => {
      touched.add(place);
      score[place] = (score[place] ?? 0) + value;
    };
    for (let entry = start[cluster] ?? 0; entry < (start[cluster + 1] ?? 0); entry += 1) {
      const slot = clustered.slot[entry] ?? 0;
      const count = clustered.count[entry] ?? 0;
      const cell = slot % cells.low.length;
      const slope = count * (slopes.lead[slot] ?? 0);
      add(cells.low[cell] ?? 0, slope);
      add(cells.high[cell] ?? 0, -slope);
      if (slopes.tied) add(size - 1, count * (slopes.tie[slot] ?? 0));
      total += count;
    }
    const places = [...touched];
    addOuter(
      meat,
      size,
      places,
      places.map((place) => score[place] ?? 0),
      1,
    );
    for (const place of places) score[place] = 0;
  }
  const free = size - (fit.prior.kind === "none" ? 1 : 0);
  const factor = correctionFactor(options.correction ?? "clusters", used, total, free);
  if (!(factor > 0 && factor < Infinity)) {
    return failed(`there are ${total} comparisons for ${free} parameters`);
  }
  const matrix = sandwiched(inverse, meat, size);
  for (let place = 0; place < matrix.length; place += 1) matrix[place] = factor * (matrix[place] ?? 0);
  return covarianceResult(matrix, fit.abilities.length);
}

function usedClusters(clustered: ClusteredComparisons): number {
  let used = 0;
  for (let cluster = 0; cluster < clustered.clusterCount; cluster += 1) {
    if (hasComparisons(clustered, cluster)) used += 1;
  }
  return used;
}

function failed(problem: string): BradleyTerryCovariance {
  return Object.freeze({ problem, matrix: null, logTieStandardError: null });
}

function singular(): BradleyTerryCovariance {
  return failed("the information is singular: abilities are so far apart that nothing more is learned");
}

function parametersOf(fit: BradleyTerryEstimate): { parameters: Float64Array; tied: boolean } {
  const tie = davidsonParameter(fit);
  if (tie === 0) return { parameters: fit.abilities, tied: false };
  const parameters = new Float64Array(fit.abilities.length + 1);
  parameters.set(fit.abilities);
  parameters[fit.abilities.length] = Math.log(tie);
  return { parameters, tied: true };
}

/** Inverse information; without a prior its pseudo-inverse, in which abilities sum to 0. */
function inverseInformation(cells: ComparisonCells, fit: BradleyTerryEstimate): Float64Array | null {
  if (cells.itemCount !== fit.abilities.length) {
    throw invalidArgument("fit.abilities.length", fit.abilities.length, String(cells.itemCount));
  }
  const { parameters, tied } = parametersOf(fit);
  const likelihood = bradleyTerryLikelihood(cells, fit.prior, tied);
  likelihood.evaluate(cells, parameters, true);
  const { information, size } = likelihood;
  if (!factorInPlace(information, size)) return null;
  const inverse = invertFactor(information, size);
  removeGauge(inverse, size, cells.itemCount, likelihood.gauge());
  return inverse;
}

/** Half of what an outcome says about the lead: won, lost, tied. */
const outcomeLead = [0.5, -0.5, 0];

/** Derivatives of one comparison's log-likelihood: by the lead of the lower item, and by the log tie parameter; one a slot. */
export function outcomeSlopes(
  { low, high }: ComparisonCells,
  fit: BradleyTerryEstimate,
): { tied: boolean; size: number; lead: Float64Array; tie: Float64Array } {
  const { parameters, tied } = parametersOf(fit);
  const strength = davidsonParameter(fit);
  const lead = new Float64Array(3 * low.length);
  const tie = new Float64Array(3 * low.length);
  for (let cell = 0; cell < low.length; cell += 1) {
    const half = ((parameters[low[cell] ?? 0] ?? 0) - (parameters[high[cell] ?? 0] ?? 0)) / 2;
    const largest = Math.abs(half);
    const win = Math.exp(half - largest);
    const loss = Math.exp(-half - largest);
    const drawn = strength * Math.exp(-largest);
    const sum = win + loss + drawn;
    // without a tie parameter, (win - loss) / sum is 2 p - 1, and half of it is what a half win stands against
    const lean = (win - loss) / sum;
    const chance = drawn / sum;
    for (let outcome = 0; outcome < 3; outcome += 1) {
      const slot = outcome * low.length + cell;
      lead[slot] = (outcomeLead[outcome] ?? 0) - lean / 2;
      tie[slot] = (outcome === 2 ? 1 : 0) - chance;
    }
  }
  return { tied, size: parameters.length, lead, tie };
}

function countOf(cells: ComparisonCells, cell: number, outcome: number): number {
  if (outcome === 0) return cells.lowWins[cell] ?? 0;
  return (outcome === 1 ? cells.highWins[cell] : cells.ties[cell]) ?? 0;
}

function covarianceResult(full: Float64Array, itemCount: number): BradleyTerryCovariance {
  const size = Math.sqrt(full.length);
  if (size === itemCount) return Object.freeze({ problem: null, matrix: full, logTieStandardError: null });
  const matrix = new Float64Array(itemCount * itemCount);
  for (let row = 0; row < itemCount; row += 1) {
    matrix.set(full.subarray(row * size, row * size + itemCount), row * itemCount);
  }
  const variance = full[full.length - 1] ?? 0;
  return Object.freeze({ problem: null, matrix, logTieStandardError: Math.sqrt(Math.max(0, variance)) });
}
