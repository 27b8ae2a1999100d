/** Shares of all subsets of `chosen` of the ranks 1 to `total`, by their sum less the smallest possible one. */
export function rankSumShares(chosen: number, total: number): Float64Array {
  const most = chosen * (total - chosen);
  // ways[k] counts subsets of k of the ranks so far by sum; the factor keeps numbers near 1.
  let ways: Float64Array[] = Array.from({ length: chosen + 1 }, (_, k) =>
    k === 0 ? Float64Array.of(1) : new Float64Array(0),
  );
  for (let rank = 1; rank <= total; rank += 1) {
    ways = ways.map((without, k) => {
      const before = k === 0 ? new Float64Array(0) : (ways[k - 1] ?? new Float64Array(0));
      if (k > rank) return new Float64Array(0);
      // Sums are kept less k (k + 1) / 2, so taking this rank adds rank - k.
      const length = Math.min(most, k * (rank - k)) + 1;
      const next = new Float64Array(length);
      for (let sum = 0; sum < length; sum += 1) {
        next[sum] = ((without[sum] ?? 0) + (before[sum - (rank - k)] ?? 0)) / 2;
      }
      return next;
    });
  }
  return toShares(ways[chosen] ?? Float64Array.of(1));
}

/** Shares of all 2^n choices of signs of the ranks 1 to n, by the sum of the ranks with a plus. */
export function signedRankShares(n: number): Float64Array {
  let shares = Float64Array.of(1);
  for (let rank = 1; rank <= n; rank += 1) {
    const next = new Float64Array(shares.length + rank);
    for (let sum = 0; sum < next.length; sum += 1) {
      next[sum] = ((shares[sum] ?? 0) + (shares[sum - rank] ?? 0)) / 2;
    }
    shares = next;
  }
  return shares;
}

/** P(S <= sum) and P(S >= sum). */
export function tailsOf(shares: Float64Array, sum: number): readonly [number, number] {
  let lower = 0;
  let upper = 0;
  for (const [value, share] of shares.entries()) {
    if (value <= sum) lower += share;
    if (value >= sum) upper += share;
  }
  return [Math.min(1, lower), Math.min(1, upper)];
}

function toShares(counts: Float64Array): Float64Array {
  let total = 0;
  for (const count of counts) total += count;
  return counts.map((count) => count / total);
}
