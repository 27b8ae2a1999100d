import { type Numbers, requireFinite, requireWeights } from "../argument-checks.ts";
import { invalidArgument, requireWhole } from "../invalid-argument.ts";

export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  /** Values (or weight) in [from, to); the last bin holds its upper edge too. */
  readonly count: number;
}

export interface HistogramOptions {
  /** Ascending edges of the bins; or leave it out for `bins` equal ones from the least to the largest value. */
  readonly edges?: Numbers;
  /** Number of equal bins, 10 unless told. */
  readonly bins?: number;
  readonly weights?: Numbers;
}

export interface Histogram {
  readonly bins: readonly HistogramBin[];
  /** Values (or weight) outside the edges. */
  readonly outside: number;
}

export function histogram(values: Numbers, options: HistogramOptions = {}): Histogram {
  requireFinite("values", values);
  const { weights } = options;
  if (weights !== undefined && values.length > 0) requireWeights("weights", weights, values.length);
  const edges =
    options.edges === undefined ? equalEdges(values, options.bins ?? 10) : Array.from(options.edges);
  checkEdges(edges);
  const counts = new Float64Array(edges.length - 1);
  const end = edges[edges.length - 1] ?? 0;
  let outside = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    const weight = weights === undefined ? 1 : (weights[index] ?? 0);
    const bin = value === end ? counts.length - 1 : edgesAtOrBelow(edges, value) - 1;
    if (bin < 0 || bin >= counts.length) outside += weight;
    else counts[bin] = (counts[bin] ?? 0) + weight;
  }
  const bins = Array.from(counts, (count, index) =>
    Object.freeze({ from: edges[index] ?? 0, to: edges[index + 1] ?? 0, count }),
  );
  return Object.freeze({ bins: Object.freeze(bins), outside });
}

function equalEdges(values: Numbers, bins: number): number[] {
  requireWhole("bins", bins, 1);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    low = Math.min(low, values[index] ?? 0);
    high = Math.max(high, values[index] ?? 0);
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  return Array.from({ length: bins + 1 }, (_, k) => (k === bins ? high : low + (k * (high - low)) / bins));
}

function checkEdges(edges: readonly number[]): void {
  requireFinite("edges", edges);
  if (edges.length < 2) throw invalidArgument("edges.length", edges.length, "at least 2");
  for (let index = 1; index < edges.length; index += 1) {
    if (!((edges[index] ?? 0) > (edges[index - 1] ?? 0))) {
      throw invalidArgument(`edges[${index}]`, edges[index], `a number above ${edges[index - 1]}`);
    }
  }
}

/** How many edges are <= value, by halving. */
function edgesAtOrBelow(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
