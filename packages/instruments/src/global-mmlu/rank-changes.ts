import { kendall, ranksDescending } from "@refract/stats";

/** Rank changes and position changes of models against a reference; both definitions are from memory (spec global-mmlu). */
export function rankChanges(reference: readonly number[], compared: readonly number[]) {
  const from = [...ranksDescending(reference)];
  const to = [...ranksDescending(compared)];
  const moves = from.map((rank, model) => Math.abs(rank - (to[model] ?? rank)));
  return {
    reference: from,
    compared: to,
    rankChanges: moves.filter((move) => move > 0).length,
    positionChanges: moves.reduce((sum, move) => sum + move, 0),
    tauB: kendall(reference, compared).coefficient,
  };
}
