import { requireLength } from "../invalid-argument.ts";
import type { PanelDraws, PanelScheme } from "./draw-panels.ts";

export interface PanelInfluence {
  /** For each place of the pool how far that person sways the mean worth of what panels choose; they sum to 0. */
  readonly influence: Float64Array;
  /** What the finite number of draws alone adds, in expectation, to the sum of squared influences. */
  readonly noise: number;
}

/**
 * The infinitesimal jackknife of a mean over panels (Efron 2014): a person's influence is the covariance, over draws, of
 * their seats and of the worth of what the panel chose. The sum of squares less `noise` (after Wager, Hastie and Efron 2014)
 * estimates the variance of the mean over who happens to be in the pool.
 *
 * @param worth Of each column; null where it has none. Draws that chose such a column are left out.
 * @throws RangeError for another number of worths than there are columns
 */
export function panelInfluence(
  { pool, size }: PanelScheme,
  { seats, timesChosen }: PanelDraws,
  worth: readonly (number | null)[],
): PanelInfluence {
  const columns = timesChosen.length;
  requireLength("worth", worth.length, columns);
  let draws = 0;
  let sum = 0;
  for (const [column, value] of worth.entries()) {
    if (value === null) continue;
    draws += timesChosen[column] ?? 0;
    sum += (timesChosen[column] ?? 0) * value;
  }
  const influence = new Float64Array(pool.length);
  if (draws === 0) return Object.freeze({ influence, noise: 0 });
  const mean = sum / draws;
  let variance = 0;
  for (const [column, value] of worth.entries()) {
    if (value === null) continue;
    const above = value - mean;
    variance += ((timesChosen[column] ?? 0) * above ** 2) / draws;
    for (let place = 0; place < pool.length; place += 1)
      influence[place] = (influence[place] ?? 0) + ((seats[place * columns + column] ?? 0) * above) / draws;
  }
  return Object.freeze({ influence, noise: (size * (1 - 1 / pool.length) * variance) / draws });
}
