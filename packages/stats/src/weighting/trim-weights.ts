/**
 * Rescales weights in place to mean 1 and cuts them to [lower, upper], so that both hold together: w becomes
 * min(upper, max(lower, c w)) with the one c that keeps the mean at 1.
 *
 * @param lower from 0 to below 1
 * @param upper above 1, may be infinite
 * @returns how many weights sit on a bound (weights of 0 stay 0 only where lower is 0)
 */
export function trimToMean(weights: Float64Array, lower: number, upper: number): number {
  const count = weights.length;
  const meanAt = (scale: number): number => {
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      sum += Math.min(upper, Math.max(lower, (weights[index] ?? 0) * scale));
    }
    return sum / count;
  };
  let total = 0;
  for (const weight of weights) total += weight;
  let low = 0;
  let high = count / total;
  // Without a bound in reach this is the answer already, exactly.
  if (Math.abs(meanAt(high) - 1) > 1e-12) {
    for (let doubling = 0; doubling < 60 && meanAt(high) < 1; doubling += 1) high *= 2;
    for (let halving = 0; halving < 200 && high - low > Number.EPSILON * high; halving += 1) {
      const middle = (low + high) / 2;
      if (meanAt(middle) < 1) low = middle;
      else high = middle;
    }
  }
  let trimmed = 0;
  for (let index = 0; index < count; index += 1) {
    const value = (weights[index] ?? 0) * high;
    if (value < lower || value > upper) trimmed += 1;
    weights[index] = Math.min(upper, Math.max(lower, value));
  }
  return trimmed;
}
