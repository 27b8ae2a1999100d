import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import { requireLevel } from "../invalid-argument.ts";
import { quantile } from "../summaries/quantiles.ts";

export type BootstrapInterval =
  | { readonly problem: null; readonly lower: number; readonly upper: number }
  | { readonly problem: string; readonly lower: null; readonly upper: null };

/**
 * The middle `level` (0.95 unless told) of the replicates, by linear interpolation between order statistics (Hyndman and Fan 1996,
 * type 7). Efron (1979).
 */
export function percentileInterval(replicates: ArrayLike<number>, level = 0.95): BootstrapInterval {
  requireLevel("level", level);
  if (replicates.length < 2) return tooFew(replicates.length);
  return between(replicates, (1 - level) / 2, (1 + level) / 2);
}

/**
 * Bias-corrected and accelerated interval (Efron 1987, equations 2.3 and 6.6). `jackknifed` holds the statistic without each unit (or
 * each cluster, when clusters were drawn).
 */
export function bcaInterval(
  estimate: number,
  replicates: ArrayLike<number>,
  jackknifed: ArrayLike<number>,
  level = 0.95,
): BootstrapInterval {
  requireLevel("level", level);
  if (replicates.length < 2) return tooFew(replicates.length);
  const bias = normalQuantile(shareBelow(replicates, estimate));
  if (!Number.isFinite(bias)) return failed("every replicate lies on one side of the estimate");
  const acceleration = accelerationOf(jackknifed);
  if (acceleration === null) return failed("the statistic is the same without any unit");
  const shifted = (probability: number): number => {
    const z = bias + normalQuantile(probability);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  return between(replicates, shifted((1 - level) / 2), shifted((1 + level) / 2));
}

/** Share of replicates below the estimate; those equal to it count half. */
function shareBelow(replicates: ArrayLike<number>, estimate: number): number {
  let below = 0;
  for (let place = 0; place < replicates.length; place += 1) {
    const value = replicates[place] ?? 0;
    below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  }
  return below / replicates.length;
}

function accelerationOf(jackknifed: ArrayLike<number>): number | null {
  let mean = 0;
  for (let unit = 0; unit < jackknifed.length; unit += 1) mean += (jackknifed[unit] ?? 0) / jackknifed.length;
  let squares = 0;
  let cubes = 0;
  for (let unit = 0; unit < jackknifed.length; unit += 1) {
    const distance = mean - (jackknifed[unit] ?? 0);
    squares += distance ** 2;
    cubes += distance ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : null;
}

function between(replicates: ArrayLike<number>, from: number, to: number): BootstrapInterval {
  return Object.freeze({ problem: null, lower: quantile(replicates, from), upper: quantile(replicates, to) });
}

function tooFew(count: number): BootstrapInterval {
  return failed(`there are ${count} replicates, at least two are needed`);
}

function failed(problem: string): BootstrapInterval {
  return Object.freeze({ problem, lower: null, upper: null });
}
