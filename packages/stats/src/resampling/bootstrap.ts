import { invalidArgument, requireWhole } from "../invalid-argument.ts";
import { createRandom } from "../random.ts";
import { resampleIndices, resampleWeights } from "./resample.ts";

export interface BootstrapOptions {
  readonly seed: string;
  /** 1,000 unless told. */
  readonly replicates?: number;
}

export interface BootstrapReplicates {
  /** One value a replicate that could be computed, in the order drawn. */
  readonly values: Float64Array;
  /** Replicates whose statistic was null; left out of `values`. */
  readonly failed: number;
}

/**
 * The statistic of `replicates` resamples of `unitCount` units with replacement (Efron 1979). `statistic` gets the drawn
 * indices, in an array that is used again, and answers null where a resample has no value.
 */
export function bootstrapStatistic(
  unitCount: number,
  statistic: (indices: Int32Array) => number | null,
  options: BootstrapOptions,
): BootstrapReplicates {
  requireWhole("unitCount", unitCount, 1);
  const random = createRandom(options.seed).stream("bootstrap");
  const indices = new Int32Array(unitCount);
  return replicated(options, () => statistic(resampleIndices(random, unitCount, indices)));
}

/**
 * The same for clusters drawn whole. `statistic` gets a weight for each row, how often its cluster was drawn, in an array that is used
 * again. `cluster` numbers the cluster of each row, from 0.
 */
export function bootstrapClusters(
  cluster: ArrayLike<number>,
  statistic: (weights: Float64Array) => number | null,
  options: BootstrapOptions,
): BootstrapReplicates {
  let clusterCount = 0;
  for (let row = 0; row < cluster.length; row += 1) {
    const id = cluster[row] ?? -1;
    requireWhole(`cluster[${row}]`, id, 0);
    clusterCount = Math.max(clusterCount, id + 1);
  }
  if (clusterCount === 0) throw invalidArgument("cluster.length", 0, "at least 1");
  const random = createRandom(options.seed).stream("bootstrap");
  const drawn = new Float64Array(clusterCount);
  const weights = new Float64Array(cluster.length);
  return replicated(options, () => {
    resampleWeights(random, clusterCount, drawn);
    for (let row = 0; row < weights.length; row += 1) weights[row] = drawn[cluster[row] ?? 0] ?? 0;
    return statistic(weights);
  });
}

function replicated(options: BootstrapOptions, draw: () => number | null): BootstrapReplicates {
  const replicates = options.replicates ?? 1000;
  requireWhole("replicates", replicates, 1);
  const values = new Float64Array(replicates);
  let kept = 0;
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const value = draw();
    if (value === null || Number.isNaN(value)) continue;
    values[kept] = value;
    kept += 1;
  }
  return Object.freeze({ values: values.slice(0, kept), failed: replicates - kept });
}

/** The statistic without each unit in turn: what the BCa interval takes its acceleration from. */
export function jackknife(
  unitCount: number,
  statistic: (indices: Int32Array) => number | null,
): BootstrapReplicates {
  requireWhole("unitCount", unitCount, 2);
  const indices = Int32Array.from({ length: unitCount - 1 }, (_, place) => place + 1);
  const values: number[] = [];
  for (let left = 0; left < unitCount; left += 1) {
    const value = statistic(indices);
    if (value !== null && !Number.isNaN(value)) values.push(value);
    if (left < unitCount - 1) indices[left] = left;
  }
  return Object.freeze({ values: Float64Array.from(values), failed: unitCount - values.length });
}
