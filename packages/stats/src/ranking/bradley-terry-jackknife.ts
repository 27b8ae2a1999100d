import { invalidArgument } from "../invalid-argument.ts";
import { factorInPlace, solveInPlace } from "../linear-algebra/cholesky-in-place.ts";
import type { BradleyTerryEstimate } from "./bradley-terry.ts";
import { outcomeSlopes } from "./bradley-terry-covariance.ts";
import { bradleyTerryLikelihood } from "./bradley-terry-likelihood.ts";
import { type ClusteredComparisons, hasComparisons } from "./clustered-comparisons.ts";

export type JackknifeCovariance =
  | {
      readonly problem: null;
      /** Of the abilities as the fit gives them, row-major `itemCount * itemCount`. */
      readonly matrix: Float64Array;
      /** Clusters with comparisons less one: of Student's t, for intervals and tests. */
      readonly degreesOfFreedom: number;
    }
  | { readonly problem: string; readonly matrix: null; readonly degreesOfFreedom: null };

/**
 * Covariance of abilities by leaving out each cluster (participant) in turn, with one Newton step from the whole fit: the cluster
 * jackknife (MacKinnon, Nielsen and Webb 2023), CR3 of Bell and McCaffrey (2002) for this model. The sandwich takes a cluster's
 * residuals as they are, and they are too small by the cluster's own pull on the fit: with 30 people, and more so with weights, its errors
 * are too small.
 *
 * Without cluster g the abilities move by (H - H_g)^-1 s_g, with information H and score s, so that a cluster costs items^3. Where
 * somebody alone ties an item to the others, the move is taken from the whole H.
 *
 * @param fit with ties as half wins
 */
export function jackknifeAbilityCovariance(
  clustered: ClusteredComparisons,
  fit: BradleyTerryEstimate,
): JackknifeCovariance {
  const { cells, clusterCount, start } = clustered;
  const { itemCount } = cells;
  if (fit.ties !== "half-win") throw invalidArgument("fit.ties", fit.ties, "half-win");
  if (itemCount !== fit.abilities.length)
    throw invalidArgument("fit.abilities.length", fit.abilities.length, String(itemCount));
  const likelihood = bradleyTerryLikelihood(cells, fit.prior, false);
  likelihood.evaluate(cells, fit.abilities, true);
  const whole = likelihood.information.slice();
  const wholeFactor = whole.slice();
  if (!factorInPlace(wholeFactor, itemCount))
    return failed("the information is singular: abilities are so far apart that nothing more is learned");
  const { lead } = outcomeSlopes(cells, fit);
  const without = new Float64Array(whole.length);
  const move = new Float64Array(itemCount);
  const matrix = new Float64Array(whole.length);
  let used = 0;
  for (let cluster = 0; cluster < clusterCount; cluster += 1) {
    if (!hasComparisons(clustered, cluster)) continue;
    used += 1;
    without.set(whole);
    move.fill(0);
    for (let entry = start[cluster] ?? 0; entry < (start[cluster + 1] ?? 0); entry += 1) {
      const slot = clustered.slot[entry] ?? 0;
      const count = clustered.count[entry] ?? 0;
      const cell = slot % cells.low.length;
      const [one, other] = [cells.low[cell] ?? 0, cells.high[cell] ?? 0];
      const slope = count * (lead[slot] ?? 0);
      move[one] = (move[one] ?? 0) + slope;
      move[other] = (move[other] ?? 0) - slope;
      // the slope of a win is the chance of a loss
      const lost = lead[cell] ?? 0;
      const curvature = count * lost * (1 - lost);
      const below = Math.max(one, other) * itemCount + Math.min(one, other);
      without[below] = (without[below] ?? 0) + curvature;
      for (const item of [one, other]) {
        const place = item * itemCount + item;
        without[place] = (without[place] ?? 0) - curvature;
      }
    }
    solveInPlace(isLeftWhole(without, whole, itemCount) ? without : wholeFactor, itemCount, move);
    for (let i = 0; i < itemCount; i += 1)
      for (let j = 0; j < itemCount; j += 1)
        matrix[i * itemCount + j] = (matrix[i * itemCount + j] ?? 0) + (move[i] ?? 0) * (move[j] ?? 0);
  }
  if (used < 2) return failed(`there are ${used} clusters with comparisons, at least two are needed`);
  const factor = (used - 1) / used;
  return Object.freeze({
    problem: null,
    matrix: matrix.map((value) => factor * value),
    degreesOfFreedom: used - 1,
  });
}

/** Factors what is left; false where an item hangs on nearly nothing without the cluster. */
function isLeftWhole(without: Float64Array, whole: Float64Array, size: number): boolean {
  if (!factorInPlace(without, size)) return false;
  for (let item = 0; item < size; item += 1) {
    const place = item * size + item;
    if ((without[place] ?? 0) ** 2 < 1e-9 * (whole[place] ?? 0)) return false;
  }
  return true;
}

function failed(problem: string): JackknifeCovariance {
  return Object.freeze({ problem, matrix: null, degreesOfFreedom: null });
}
