import { kendall } from "../correlation/kendall.ts";
import { requireLength, requireWhole } from "../invalid-argument.ts";
import { ranksDescending, tiesJoined } from "./ranks.ts";

export interface RankingComparison {
  /** Kendall's tau-b between the estimates; null with the reason in `problem`. */
  readonly tau: number | null;
  readonly problem: string | null;
  /** Rank in the reference less rank in the other, one an item: above 0 the item stands higher in the other. */
  readonly moves: Int32Array;
  /** Largest move up or down. */
  readonly largestMove: number;
  /** How many of the reference's first `top` are among the other's first `top`, ties with the last of them included. */
  readonly sharedTop: number;
}

/**
 * How another ranking of the same items (a group's, a small panel's) differs from a reference. Both are estimates, higher is better.
 * `top` is 5 unless told.
 */
export function compareRankings(
  reference: ArrayLike<number>,
  other: ArrayLike<number>,
  options: { readonly top?: number } = {},
): RankingComparison {
  const top = options.top ?? 5;
  requireLength("other", other.length, reference.length);
  requireWhole("top", top, 1);
  const here = ranksDescending(reference);
  const there = ranksDescending(other);
  const moves = here.map((rank, item) => rank - (there[item] ?? 0));
  const { coefficient, problem } = kendall(tiesJoined(reference), tiesJoined(other));
  return Object.freeze({
    tau: coefficient,
    problem: coefficient === null ? problem : null,
    moves,
    largestMove: moves.reduce((largest, move) => Math.max(largest, Math.abs(move)), 0),
    sharedTop: here.filter((rank, item) => rank <= top && (there[item] ?? 0) <= top).length,
  });
}
