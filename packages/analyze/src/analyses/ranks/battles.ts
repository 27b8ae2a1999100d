import { type ClusteredComparisons, clusterComparisons } from "@refract/stats";

/**
 * Battles counted by person, pair and outcome: columns of one entry each. Models and people are whole numbers, the places
 * of their names.
 */
export interface Battles {
  /** Models with at least one battle, by name. */
  readonly models: readonly string[];
  /** People with at least one battle, by id. */
  readonly people: readonly string[];
  readonly person: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Seen from `first`: 1 it won, 0 it lost, 0.5 a tie. */
  readonly score: Float64Array;
  readonly count: Float64Array;
}

/** All battles, clustered by person; `weights` has one a person. */
export function clusteredBattles(
  battles: Battles,
  weights: Float64Array | null = null,
): ClusteredComparisons {
  return clusterComparisons(
    {
      itemCount: battles.models.length,
      first: battles.first,
      second: battles.second,
      score: battles.score,
      weight:
        weights === null
          ? battles.count
          : battles.count.map((count, row) => count * (weights[battles.person[row] ?? 0] ?? 0)),
    },
    battles.person,
  );
}

/** Number of battles, and of those that nobody won; those of some people where `isCounted` says whose. */
export function battleTotals(
  { person, count, score }: Battles,
  isCounted: (person: number) => boolean = () => true,
): { readonly battles: number; readonly ties: number } {
  let battles = 0;
  let ties = 0;
  for (let row = 0; row < count.length; row += 1) {
    if (!isCounted(person[row] ?? -1)) continue;
    const times = count[row] ?? 0;
    battles += times;
    if (score[row] === 0.5) ties += times;
  }
  return { battles, ties };
}
