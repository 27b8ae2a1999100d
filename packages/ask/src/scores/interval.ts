import { bootstrapStatistic, percentileInterval, wilsonInterval } from "@refract/stats/intervals";

/** A mean of points with how sure it is. */
export interface MeanWithInterval {
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** How the interval was made, or why there is none. */
  readonly method: string;
  readonly points: number;
  readonly clusters: number;
}

/** Numbers of one cluster, added up. */
export interface ClusterSum {
  readonly sum: number;
  readonly count: number;
}

const bootstrapReplicates = 1000;

/** Means over 1,000 draws of whole clusters with replacement; their middle 95 % are an interval. */
export function resampledMeans(clusters: readonly ClusterSum[], seed: string): Float64Array {
  const { values } = bootstrapStatistic(
    clusters.length,
    (indices) => {
      let sum = 0;
      let count = 0;
      for (const index of indices) {
        sum += clusters[index]?.sum ?? 0;
        count += clusters[index]?.count ?? 0;
      }
      return count === 0 ? null : sum / count;
    },
    { seed, replicates: bootstrapReplicates },
  );
  return values;
}

/** Sums up points as they come, by the clusters that are resampled together. */
export class PointTally {
  readonly #clusters = new Map<string, { sum: number; count: number }>();
  #count = 0;
  #sum = 0;
  #onlyZeroOrOne = true;

  add(cluster: string, points: number): void {
    this.#count += 1;
    this.#sum += points;
    if (points !== 0 && points !== 1) this.#onlyZeroOrOne = false;
    const known = this.#clusters.get(cluster);
    if (known === undefined) this.#clusters.set(cluster, { sum: points, count: 1 });
    else {
      known.sum += points;
      known.count += 1;
    }
  }

  /**
   * Wilson's interval where the points are independent zeros and ones; else clusters are drawn whole with replacement, and the
   * interval is the middle 95 % of the means (1,000 draws).
   */
  mean(seed: string): MeanWithInterval {
    const counts = { points: this.#count, clusters: this.#clusters.size };
    if (this.#count === 0) return { mean: null, lower: null, upper: null, method: "no points", ...counts };
    const mean = this.#sum / this.#count;
    if (this.#onlyZeroOrOne && this.#clusters.size === this.#count) {
      const { interval } = wilsonInterval(this.#sum, this.#count);
      return {
        mean,
        lower: interval?.[0] ?? null,
        upper: interval?.[1] ?? null,
        method: "Wilson",
        ...counts,
      };
    }
    if (this.#clusters.size < 2)
      return { mean, lower: null, upper: null, method: "all points belong to one cluster", ...counts };
    const { lower, upper } = percentileInterval(resampledMeans([...this.#clusters.values()], seed));
    return { mean, lower, upper, method: "cluster bootstrap", ...counts };
  }
}
