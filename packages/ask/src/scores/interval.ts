import { type AddedVariance, clusteredMean, wilsonInterval } from "@refract/stats/intervals";

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

/** Sums up points as they come, by the clusters that belong together: items of one question, and the repeats of each. */
export class PointTally {
  readonly #clusters = new Map<string, { sum: number; count: number }>();
  #count = 0;
  #sum = 0;
  #onlyZeroOrOne = true;
  #isWithinOne = true;

  add(cluster: string, points: number): void {
    this.#count += 1;
    this.#sum += points;
    if (points !== 0 && points !== 1) this.#onlyZeroOrOne = false;
    if (!(points >= 0 && points <= 1)) this.#isWithinOne = false;
    const known = this.#clusters.get(cluster);
    if (known === undefined) this.#clusters.set(cluster, { sum: points, count: 1 });
    else {
      known.sum += points;
      known.count += 1;
    }
  }

  /**
   * Wilson's interval where the points are independent zeros and ones; else that of a clustered mean, see `clusteredMean`.
   *
   * @param added what clusters don't show, such as the choice of people who answered all of them
   */
  mean(added: AddedVariance | null = null): MeanWithInterval {
    const counts = { points: this.#count, clusters: this.#clusters.size };
    if (this.#count === 0) return { mean: null, lower: null, upper: null, method: "no points", ...counts };
    const mean = this.#sum / this.#count;
    const isIndependent = this.#clusters.size === this.#count;
    if (this.#onlyZeroOrOne && isIndependent && added === null) {
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
    const { interval, problem } = clusteredMean([...this.#clusters.values()], {
      ...(this.#isWithinOne ? { range: [0, 1] } : {}),
      ...(added === null ? {} : { added }),
    });
    const over = added === null ? "clusters" : "clusters and people";
    const method = this.#isWithinOne
      ? `Wilson, effective number of points, Student's t${added === null ? "" : ` over ${over}`}`
      : `Student's t over ${over}`;
    return {
      mean,
      lower: interval?.[0] ?? null,
      upper: interval?.[1] ?? null,
      method: interval === null ? (problem ?? method) : method,
      ...counts,
    };
  }
}
