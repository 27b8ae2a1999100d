import { requireWhole } from "../invalid-argument.ts";
import { factorInPlace, invertFactor, solveInPlace } from "../linear-algebra/cholesky-in-place.ts";
import type { Matrix } from "../linear-algebra/matrix.ts";
import type { Random } from "../random.ts";
import { isLeftWhole, rowsByCluster, sumCluster } from "./cluster-jackknife.ts";
import type { Clusters } from "./clusters.ts";

/** Up to this many clusters draws take one of six values; two values have too few combinations there. */
const sixPointClusters = 12;

/** Student's t of one coefficient in samples in which it is what a hypothesis says. */
export interface WildStatistics {
  /** Error of the coefficient by leaving out each cluster. */
  readonly standardError: number;
  /** Size of t in a draw under the hypothesis `distance` below the estimate. */
  readonly size: (draw: number, distance: number) => number;
  readonly draws: number;
}

/**
 * The wild cluster bootstrap of one least squares coefficient (Cameron, Gelbach and Miller 2008), restricted, with errors by leaving
 * out each cluster in the data and in each draw (MacKinnon, Nielsen and Webb 2023, WCR-V). A draw gives each cluster's residuals
 * under the hypothesis one random factor: -1 or 1, or one of Webb's (2023) six up to 12 clusters.
 *
 * t with clusters - 1 degrees of freedom rejects too often where few clusters decide a coefficient, as with a skewed column.
 *
 * Residuals under the hypothesis are linear in its distance d from the estimate, so that one pass over draws serves all d: t is then
 * (n_0 + d n_1) / (s_0 + d s_1 + d² s_2)^1/2.
 *
 * @param matrix independent columns
 * @param residuals of the whole fit
 * @returns null where the coefficient has no error
 */
export function wildStatistics(
  {
    matrix,
    residuals,
    clusters,
    column,
  }: {
    readonly matrix: Matrix;
    readonly residuals: Float64Array;
    readonly clusters: Clusters;
    readonly column: number;
  },
  { random, draws }: { readonly random: Random; readonly draws: number },
): WildStatistics | null {
  requireWhole("draws", draws, 1);
  const size = matrix.columns;
  const parts = rowsByCluster(clusters).map((rows) => {
    const own = { information: new Float64Array(size * size), score: new Float64Array(size) };
    sumCluster(matrix, residuals, rows, undefined, 0, own);
    return own;
  });
  const whole = new Float64Array(size * size);
  for (const { information } of parts) addTo(whole, information, 1);
  const factor = whole.slice();
  if (parts.length < 2 || !factorInPlace(factor, size)) return null;
  const inverse = invertFactor(factor, size);
  const unit = inverse.subarray(column * size, (column + 1) * size);
  const bend = unit.map((value) => value / (unit[column] ?? 1));
  const shrink = (parts.length - 1) / parts.length;
  const without = new Float64Array(size * size);
  const count = parts.length;
  // side by side, a cluster after the other: every draw goes through them
  const scores = new Float64Array(count * size);
  const slopes = new Float64Array(count * size);
  const pulls = new Float64Array(count * size);
  const moves = new Float64Array(count);
  const moveSlopes = new Float64Array(count);
  for (const [place, { information, score }] of parts.entries()) {
    without.set(whole);
    addTo(without, information, -1);
    const weight = new Float64Array(size);
    weight[column] = 1;
    solveInPlace(isLeftWhole(without, whole, size) ? without : factor, size, weight);
    const slope = timesLower(information, size, bend);
    scores.set(score, place * size);
    slopes.set(slope, place * size);
    pulls.set(timesLower(information, size, weight), place * size);
    moves[place] = dot(weight, score);
    moveSlopes[place] = dot(weight, slope);
  }
  const squares = moves.reduce((sum, move) => sum + move ** 2, 0);
  const standardError = Math.sqrt(shrink * squares);
  if (!(standardError > 0)) return null;
  const terms = new Float64Array(5 * draws);
  const signs = new Float64Array(count);
  const [level, tilt] = [new Float64Array(size), new Float64Array(size)];
  for (let draw = 0; draw < draws; draw += 1) {
    level.fill(0);
    tilt.fill(0);
    for (let place = 0; place < count; place += 1) {
      const sign = wildFactor(random, count);
      signs[place] = sign;
      for (let at = 0; at < size; at += 1) {
        level[at] = (level[at] ?? 0) + sign * (scores[place * size + at] ?? 0);
        tilt[at] = (tilt[at] ?? 0) + sign * (slopes[place * size + at] ?? 0);
      }
    }
    solveInPlace(factor, size, level);
    solveInPlace(factor, size, tilt);
    let [plain, mixed, square] = [0, 0, 0];
    for (let place = 0; place < count; place += 1) {
      const sign = signs[place] ?? 0;
      let [pulled, pulledSlope] = [0, 0];
      for (let at = 0; at < size; at += 1) {
        const pull = pulls[place * size + at] ?? 0;
        pulled += pull * (level[at] ?? 0);
        pulledSlope += pull * (tilt[at] ?? 0);
      }
      const first = sign * (moves[place] ?? 0) - pulled;
      const second = sign * (moveSlopes[place] ?? 0) - pulledSlope;
      plain += first * first;
      mixed += 2 * first * second;
      square += second * second;
    }
    terms.set(
      [level[column] ?? 0, tilt[column] ?? 0, shrink * plain, shrink * mixed, shrink * square],
      5 * draw,
    );
  }
  return {
    standardError,
    draws,
    size: (draw, distance) => {
      const at = 5 * draw;
      const variance =
        (terms[at + 2] ?? 0) + distance * ((terms[at + 3] ?? 0) + distance * (terms[at + 4] ?? 0));
      const size = Math.abs((terms[at] ?? 0) + distance * (terms[at + 1] ?? 0));
      return size / Math.sqrt(Math.max(Number.MIN_VALUE, variance));
    },
  };
}

function wildFactor(random: Random, clusters: number): number {
  const sign = random.chance(0.5) ? 1 : -1;
  return clusters > sixPointClusters ? sign : sign * Math.sqrt((1 + random.integer(3)) / 2);
}

/** A times a vector, A symmetric with its lower triangle given. */
function timesLower(lower: Float64Array, size: number, vector: ArrayLike<number>): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      const value = lower[i >= j ? i * size + j : j * size + i] ?? 0;
      result[i] = (result[i] ?? 0) + value * (vector[j] ?? 0);
    }
  return result;
}

function addTo(into: Float64Array, values: Float64Array, times: number): void {
  for (let place = 0; place < into.length; place += 1)
    into[place] = (into[place] ?? 0) + times * (values[place] ?? 0);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < one.length; place += 1) sum += (one[place] ?? 0) * (other[place] ?? 0);
  return sum;
}
