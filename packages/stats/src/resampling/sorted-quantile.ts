/**
 * Quantile of values in ascending order by linear interpolation between order statistics (Hyndman and Fan 1996, type 7). Wants at
 * least one value and a probability from 0 to 1; not checked here.
 */
export function sortedQuantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const floor = Math.floor(place);
  const lower = sorted[floor] ?? 0;
  const upper = sorted[Math.min(floor + 1, sorted.length - 1)] ?? 0;
  return lower + (place - floor) * (upper - lower);
}
