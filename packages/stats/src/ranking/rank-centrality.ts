import { invalidArgument } from "../invalid-argument.ts";
import { type ComparisonCells, winMatrix } from "./comparison-cells.ts";
import { arrowConnectivity, type Connectivity } from "./connectivity.ts";
import { ranksDescending } from "./ranks.ts";

export interface RankCentralityOptions {
  /** Added to every win count off the diagonal; 1 unless told. 0 needs items that are strongly connected. */
  readonly prior?: number;
  /**
   * `corrected` (default): shares of each pair's own comparisons, and the exact stationary distribution.
   * `as-published`: PRISM's computation of 2024, which adds the upper triangle of the win counts, read row by row, to the lower
   * triangle, read row by row; for more than three items most shares are then taken of another pair's total, and the result
   * depends on the order of the items. 1,000 steps from the uniform vector. For reproducing published figures only.
   */
  readonly mode?: "corrected" | "as-published";
}

export type RankCentrality =
  | {
      readonly problem: null;
      /** Share of time at each item; sums to 1, so that 1 / itemCount is neutral. */
      readonly scores: Float64Array;
      /** 1 is the best; equal scores share a rank. */
      readonly ranks: Int32Array;
    }
  | { readonly problem: string; readonly scores: null; readonly ranks: null };

const PUBLISHED_STEPS = 1000;
/** Added to each denominator by PRISM, so that pairs that never met give 0. */
const PUBLISHED_EPSILON = 1e-6;

/**
 * Pairwise rank centrality (Negahban, Oh and Shah 2017, section 2): a walk that goes from a loser j to a winner i with probability
 * P[i][j] = W[i][j] / (W[i][j] + W[j][i] + 1e-6) / (n - 1) and stays otherwise. W counts wins plus the prior, a tie as one
 * win each way (Kirk et al. 2024).
 */
export function rankCentrality(cells: ComparisonCells, options: RankCentralityOptions = {}): RankCentrality {
  const { itemCount } = cells;
  const prior = options.prior ?? 1;
  if (!(prior >= 0 && prior < Infinity)) {
    throw invalidArgument("prior", prior, "a finite number of at least 0");
  }
  if (itemCount < 2) return failed("a ranking needs at least two items");
  const wins = winMatrix(cells, { ties: "each-way" });
  for (let place = 0; place < wins.length; place += 1) {
    if (place % (itemCount + 1) !== 0) wins[place] = (wins[place] ?? 0) + prior;
  }
  const connectivity = prior > 0 ? null : winConnectivity(itemCount, wins);
  if (connectivity !== null && connectivity.problem !== null) return failed(connectivity.problem);
  const scores =
    (options.mode ?? "corrected") === "corrected"
      ? stationaryDistribution(transitions(itemCount, wins, pairTotals(itemCount, wins)), itemCount)
      : walked(transitions(itemCount, wins, publishedTotals(itemCount, wins)), itemCount);
  return Object.freeze({ problem: null, scores, ranks: ranksDescending(scores) });
}

function failed(problem: string): RankCentrality {
  return Object.freeze({ problem, scores: null, ranks: null });
}

function winConnectivity(itemCount: number, wins: Float64Array): Connectivity {
  const winners: number[] = [];
  const losers: number[] = [];
  for (const [place, count] of wins.entries()) {
    if (count === 0) continue;
    winners.push(Math.floor(place / itemCount));
    losers.push(place % itemCount);
  }
  return arrowConnectivity(itemCount, winners, losers);
}

function pairTotals(itemCount: number, wins: Float64Array): Float64Array {
  const totals = new Float64Array(wins.length);
  for (let one = 0; one < itemCount; one += 1) {
    for (let other = 0; other < itemCount; other += 1) {
      const place = one * itemCount + other;
      totals[place] = (wins[place] ?? 0) + (wins[other * itemCount + one] ?? 0);
    }
  }
  return totals;
}

/** The defect: the k-th cell of the upper triangle and the k-th of the lower one share a total, though they are other pairs. */
function publishedTotals(itemCount: number, wins: Float64Array): Float64Array {
  const upper: number[] = [];
  const lower: number[] = [];
  for (let place = 0; place < wins.length; place += 1) {
    const row = Math.floor(place / itemCount);
    const column = place % itemCount;
    if (row < column) upper.push(place);
    if (row > column) lower.push(place);
  }
  const totals = new Float64Array(wins.length);
  for (const [rank, above] of upper.entries()) {
    const below = lower[rank] ?? 0;
    const total = (wins[above] ?? 0) + (wins[below] ?? 0);
    totals[above] = total;
    totals[below] = total;
  }
  return totals;
}

/** P, column j to row i; columns sum to 1. */
function transitions(itemCount: number, wins: Float64Array, totals: Float64Array): Float64Array {
  const matrix = new Float64Array(wins.length);
  for (let from = 0; from < itemCount; from += 1) {
    let leaves = 0;
    for (let to = 0; to < itemCount; to += 1) {
      if (to === from) continue;
      const place = to * itemCount + from;
      const share = (wins[place] ?? 0) / ((totals[place] ?? 0) + PUBLISHED_EPSILON) / (itemCount - 1);
      matrix[place] = share;
      leaves += share;
    }
    matrix[from * itemCount + from] = 1 - leaves;
  }
  return matrix;
}

function walked(matrix: Float64Array, itemCount: number): Float64Array {
  let scores = new Float64Array(itemCount).fill(1 / itemCount);
  let next = new Float64Array(itemCount);
  for (let step = 0; step < PUBLISHED_STEPS; step += 1) {
    for (let row = 0; row < itemCount; row += 1) {
      let sum = 0;
      for (let column = 0; column < itemCount; column += 1) {
        sum += (matrix[row * itemCount + column] ?? 0) * (scores[column] ?? 0);
      }
      next[row] = sum;
    }
    [scores, next] = [next, scores];
  }
  return scores;
}

/**
 * The stationary distribution by elimination without subtraction (Grassmann, Taksar and Heyman 1985): exact to rounding however
 * slowly the walk mixes. Uses up `matrix`.
 */
function stationaryDistribution(matrix: Float64Array, itemCount: number): Float64Array {
  for (let last = itemCount - 1; last > 0; last -= 1) {
    let leaves = 0;
    for (let to = 0; to < last; to += 1) leaves += matrix[to * itemCount + last] ?? 0;
    for (let from = 0; from < last; from += 1) {
      const place = last * itemCount + from;
      matrix[place] = (matrix[place] ?? 0) / leaves;
    }
    for (let to = 0; to < last; to += 1) {
      const through = matrix[to * itemCount + last] ?? 0;
      for (let from = 0; from < last; from += 1) {
        const place = to * itemCount + from;
        matrix[place] = (matrix[place] ?? 0) + through * (matrix[last * itemCount + from] ?? 0);
      }
    }
  }
  const scores = new Float64Array(itemCount);
  scores[0] = 1;
  let sum = 1;
  for (let item = 1; item < itemCount; item += 1) {
    let flow = 0;
    for (let from = 0; from < item; from += 1) {
      flow += (scores[from] ?? 0) * (matrix[item * itemCount + from] ?? 0);
    }
    scores[item] = flow;
    sum += flow;
  }
  for (let item = 0; item < itemCount; item += 1) scores[item] = (scores[item] ?? 0) / sum;
  return scores;
}
