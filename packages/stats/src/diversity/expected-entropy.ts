import logGamma from "@stdlib/math-base-special-gammaln";
import { type Numbers, requireWeights } from "../argument-checks.ts";
import { requireWhole } from "../invalid-argument.ts";

/**
 * Expected entropy, in bits, of `size` draws with replacement, exactly: counts of a level are binomial, so
 * E[H] = log2 k - (1/k) sum over levels, x of Binomial(x; k, p) x log2 x. It grows with the size towards the entropy of
 * the shares, which is why entropies of groups of different sizes can't be compared as they are.
 *
 * @param shares of the levels among all records; their scale doesn't matter
 * @param size draws, at least 1
 * @throws RangeError for shares below 0 or all 0, or a size that isn't a whole number above 0
 */
export function expectedEntropyBits(shares: Numbers, size: number): number {
  requireWeights("shares", shares, shares.length);
  requireWhole("size", size, 1);
  let total = 0;
  for (let level = 0; level < shares.length; level += 1) total += shares[level] ?? 0;
  const logChoose = Float64Array.from(
    { length: size + 1 },
    (_, x) => logGamma(size + 1) - logGamma(x + 1) - logGamma(size - x + 1),
  );
  // Many levels have the same share (each participant few prompts): work out a share once.
  const timesOf = new Map<number, number>();
  for (let level = 0; level < shares.length; level += 1) {
    const share = (shares[level] ?? 0) / total;
    timesOf.set(share, (timesOf.get(share) ?? 0) + 1);
  }
  let concentration = 0;
  for (const [share, times] of timesOf) {
    if (share === 1) return 0;
    if (share === 0) continue;
    let sum = 0;
    for (let x = 2; x <= size; x += 1) {
      const probability = Math.exp(
        (logChoose[x] ?? 0) + x * Math.log(share) + (size - x) * Math.log1p(-share),
      );
      sum += probability * x * Math.log2(x);
    }
    concentration += times * sum;
  }
  return Math.max(0, Math.log2(size) - concentration / size);
}
