import { invalidArgument } from "../invalid-argument.ts";

export type Entropy =
  | { readonly problem: null; readonly bits: number }
  | { readonly problem: string; readonly bits: null };

/**
 * Shannon's (1948) entropy of a distribution given as counts or any non-negative masses, in bits: -sum p log2 p, where p log2 p
 * is 0 at 0. From 0 to log2 of the number of counts.
 */
export function entropyBits(counts: ArrayLike<number>): Entropy {
  let total = 0;
  for (let place = 0; place < counts.length; place += 1) {
    const count = counts[place] ?? 0;
    if (!(count >= 0 && count < Infinity)) {
      throw invalidArgument(`counts[${place}]`, count, "a finite number of at least 0");
    }
    total += count;
  }
  if (total === 0) return Object.freeze({ problem: "there is nothing to count", bits: null });
  let bits = 0;
  for (let place = 0; place < counts.length; place += 1) {
    const share = (counts[place] ?? 0) / total;
    if (share > 0) bits -= share * Math.log2(share);
  }
  return Object.freeze({ problem: null, bits });
}
