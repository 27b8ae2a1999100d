import { invalidArgument, requireWhole } from "../invalid-argument.ts";
import { createRandom, type Random } from "../random.ts";
import type { BootstrapOptions } from "../resampling/bootstrap.ts";
import { resampleCounts, resampleWeights } from "../resampling/resample.ts";
import { type BradleyTerryEstimate, davidsonParameter } from "./bradley-terry.ts";
import { createBradleyTerrySolver } from "./bradley-terry-solver.ts";
import type { ClusteredComparisons } from "./clustered-comparisons.ts";
import type { ComparisonCells } from "./comparison-cells.ts";

/**
 * What to draw from: cells resample single comparisons, clustered comparisons resample whole clusters (participants), which is what
 * comparisons of the same person need.
 */
export type ResamplingSource = ComparisonCells | ClusteredComparisons;

export interface RankingReplicates {
  readonly itemCount: number;
  /** Replicates with an estimate. */
  readonly count: number;
  /** Replicates without one, mostly because an item lost or won everything in them. Many of these want a prior. */
  readonly failed: number;
  /** Estimate of item i in replicate r at `r * itemCount + i`. */
  readonly values: Float64Array;
}

/** One number an item from resampled cells, whose count arrays are used again, or null where there is no estimate. */
export type RankingEstimate = (cells: ComparisonCells) => ArrayLike<number> | null;

/**
 * Refits a Bradley-Terry estimate to resamples, with its tie model and prior, each from the estimate and its curvature.
 * Nothing is allocated per replicate but a few numbers.
 */
export function bootstrapBradleyTerry(
  source: ResamplingSource,
  fit: BradleyTerryEstimate,
  options: BootstrapOptions & RefitOptions,
): RankingReplicates {
  return bootstrapRanking(source, bradleyTerryRefit(source, fit, options), options);
}

export interface RefitOptions {
  /** Largest error left in an ability, in log units; 1e-6 unless told. */
  readonly tolerance?: number;
}

/** The estimate of `bootstrapBradleyTerry`, to be resampled beside others. Its answer is used again. */
export function bradleyTerryRefit(
  source: ResamplingSource,
  fit: BradleyTerryEstimate,
  options: RefitOptions = {},
): RankingEstimate {
  const cells = cellsOf(source);
  if (cells.itemCount !== fit.abilities.length) {
    throw invalidArgument("fit.abilities.length", fit.abilities.length, String(cells.itemCount));
  }
  const solver = createBradleyTerrySolver(cells, fit.ties, fit.prior, {
    tolerance: options.tolerance ?? 1e-6,
    maximumIterations: 100,
  });
  const start = new Float64Array(cells.itemCount + (fit.ties === "half-win" ? 0 : 1));
  start.set(fit.abilities);
  const tie = davidsonParameter(fit);
  if (tie > 0) start[cells.itemCount] = Math.log(tie);
  solver.prime(cells, start);
  const parameters = new Float64Array(start.length);
  const abilities = parameters.subarray(0, cells.itemCount);
  return (counts) => {
    parameters.set(start);
    return solver.solve(counts, parameters).problem === null ? abilities : null;
  };
}

/** Any estimate of resampled cells, such as rank centrality. */
export function bootstrapRanking(
  source: ResamplingSource,
  estimate: RankingEstimate,
  options: BootstrapOptions,
): RankingReplicates {
  const [replicates] = bootstrapRankings(source, [estimate], options);
  if (replicates === undefined) throw new Error("no replicates of one estimate");
  return replicates;
}

/** Several estimates of the same resamples, which are drawn once: of each, what `bootstrapRanking` gives for it with these options. */
export function bootstrapRankings(
  source: ResamplingSource,
  estimates: readonly RankingEstimate[],
  options: BootstrapOptions,
): readonly RankingReplicates[] {
  const replicates = options.replicates ?? 1000;
  requireWhole("replicates", replicates, 1);
  const { itemCount, low, high } = cellsOf(source);
  const cellCount = low.length;
  const drawn = new Float64Array(3 * cellCount);
  const cells: ComparisonCells = Object.freeze({
    itemCount,
    low,
    high,
    lowWins: drawn.subarray(0, cellCount),
    highWins: drawn.subarray(cellCount, 2 * cellCount),
    ties: drawn.subarray(2 * cellCount),
  });
  const random = createRandom(options.seed).stream("bootstrap");
  const draw = "cells" in source ? clusterDraw(source, random, drawn) : countDraw(source, random, drawn);
  const found = estimates.map((estimate) => ({
    estimate,
    values: new Float64Array(replicates * itemCount),
    count: 0,
  }));
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    draw();
    for (const own of found) {
      const estimated = own.estimate(cells);
      if (estimated === null) continue;
      own.values.set(estimated, own.count * itemCount);
      own.count += 1;
    }
  }
  return found.map(({ values, count }) =>
    Object.freeze({
      itemCount,
      count,
      failed: replicates - count,
      values: values.subarray(0, count * itemCount),
    }),
  );
}

function cellsOf(source: ResamplingSource): ComparisonCells {
  return "cells" in source ? source.cells : source;
}

function clusterDraw(
  { clusterCount, start, slot, count }: ClusteredComparisons,
  random: Random,
  drawn: Float64Array,
): () => void {
  const weights = new Float64Array(clusterCount);
  return () => {
    resampleWeights(random, clusterCount, weights);
    drawn.fill(0);
    for (let cluster = 0; cluster < clusterCount; cluster += 1) {
      const times = weights[cluster] ?? 0;
      if (times === 0) continue;
      const end = start[cluster + 1] ?? 0;
      for (let entry = start[cluster] ?? 0; entry < end; entry += 1) {
        const place = slot[entry] ?? 0;
        drawn[place] = (drawn[place] ?? 0) + times * (count[entry] ?? 0);
      }
    }
  };
}

function countDraw(
  { low, lowWins, highWins, ties }: ComparisonCells,
  random: Random,
  drawn: Float64Array,
): () => void {
  const cellCount = low.length;
  const counts = new Float64Array(3 * cellCount);
  counts.set(lowWins);
  counts.set(highWins, cellCount);
  counts.set(ties, 2 * cellCount);
  for (const [place, value] of counts.entries()) {
    if (!Number.isInteger(value)) {
      throw invalidArgument(
        `cells, count ${place}`,
        value,
        "a whole number (resample weighted data by cluster)",
      );
    }
  }
  return () => resampleCounts(random, counts, drawn);
}
