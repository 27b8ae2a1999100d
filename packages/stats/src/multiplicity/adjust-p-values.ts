import { invalidArgument } from "../invalid-argument.ts";

/**
 * `bonferroni` and `holm` (Holm 1979) bound the chance of any false finding; `benjamini-hochberg` (1995) the
 * expected share of false ones among the findings.
 */
export type PValueAdjustment = "bonferroni" | "holm" | "benjamini-hochberg";

/**
 * Adjusted p-values in the order given: reject at level alpha where the adjusted value is <= alpha. A null
 * (a test that could not be done) stays null and isn't counted among the tests.
 */
export function adjustPValues(
  pValues: readonly (number | null)[],
  adjustment: PValueAdjustment,
): readonly (number | null)[] {
  for (const [index, p] of pValues.entries()) {
    if (p !== null && !(p >= 0 && p <= 1)) {
      throw invalidArgument(`pValues[${index}]`, p, "a number from 0 to 1, or null");
    }
  }
  const present = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const count = present.length;
  const adjusted: (number | null)[] = pValues.map(() => null);
  switch (adjustment) {
    case "bonferroni":
      for (const { p, index } of present) adjusted[index] = Math.min(1, p * count);
      break;
    case "holm": {
      let largest = 0;
      for (const [rank, { p, index }] of present.entries()) {
        largest = Math.max(largest, Math.min(1, p * (count - rank)));
        adjusted[index] = largest;
      }
      break;
    }
    case "benjamini-hochberg": {
      let least = 1;
      for (const [rank, { p, index }] of Array.from(present.entries()).reverse()) {
        least = Math.min(least, (p * count) / (rank + 1));
        adjusted[index] = least;
      }
      break;
    }
    default:
      adjustment satisfies never;
  }
  return Object.freeze(adjusted);
}
