import type { CellCounts, Pairs } from "./bradley-terry-likelihood.ts";
import { comparisonConnectivity, joinedBothWays } from "./connectivity.ts";

/**
 * Why abilities without a prior have no finite estimate from these counts, or null. `tied`: with Davidson's tie parameter.
 * Nearly always answered in one pass; only odd data needs a search.
 */
export function existenceProblem(pairs: Pairs, counts: CellCounts, tied: boolean): string | null {
  if (!joinedBothWays({ ...pairs, ...counts })) {
    const { problem } = comparisonConnectivity({ ...pairs, ...counts });
    if (problem !== null) return problem;
  }
  if (!tied || !someTie(counts)) return null;
  return tieParameterExists(pairs, counts)
    ? null
    : "ties and wins leave abilities and tie parameter without a finite estimate: no item ever lost to one it had beaten, directly or through others, often enough";
}

function someTie({ ties }: CellCounts): boolean {
  for (let cell = 0; cell < ties.length; cell += 1) if ((ties[cell] ?? 0) > 0) return true;
  return false;
}

/**
 * The likelihood rises for ever in a direction (abilities d, log tie parameter 1/2) exactly when d falls by at least 1 along every
 * win and changes by at most 1 along every tie. There is no such d when a circle has more wins than ties, which Bellman and
 * Ford's search for a negative circle decides.
 */
function tieParameterExists(
  { itemCount, low, high }: Pairs,
  { lowWins, highWins, ties }: CellCounts,
): boolean {
  const cellCount = low.length;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if ((lowWins[cell] ?? 0) > 0 && (highWins[cell] ?? 0) > 0) return true;
  }
  const height = new Float64Array(itemCount);
  const lower = (item: number, bound: number): boolean => {
    if (bound >= (height[item] ?? 0)) return false;
    height[item] = bound;
    return true;
  };
  for (let round = 0; round <= itemCount; round += 1) {
    let changed = false;
    for (let cell = 0; cell < cellCount; cell += 1) {
      const one = low[cell] ?? 0;
      const other = high[cell] ?? 0;
      if ((lowWins[cell] ?? 0) > 0) changed = lower(other, (height[one] ?? 0) - 1) || changed;
      if ((highWins[cell] ?? 0) > 0) changed = lower(one, (height[other] ?? 0) - 1) || changed;
      if ((ties[cell] ?? 0) > 0) {
        changed = lower(other, (height[one] ?? 0) + 1) || changed;
        changed = lower(one, (height[other] ?? 0) + 1) || changed;
      }
    }
    if (!changed) return false;
  }
  return true;
}
