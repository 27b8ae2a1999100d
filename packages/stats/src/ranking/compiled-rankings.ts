import { invalidArgument, requireLength, requireWhole } from "../invalid-argument.ts";
import { createRandom } from "../random.ts";

/**
 * One ranking: items by place, the best first. Items in one inner list share the place. `unplaced` were to choose from and came after
 * all placed ones, in no known order (a top-k list); items in neither list weren't shown.
 */
export interface Ranking {
  readonly places: readonly (readonly number[])[];
  readonly unplaced?: readonly number[];
  /** How often this ranking counts; 1 unless told. */
  readonly weight?: number;
}

/** Rankings in flat columns. Ranking r has the entries from `itemStart[r]` to `itemStart[r + 1]`, placed items first. */
export interface CompiledRankings {
  readonly itemCount: number;
  readonly count: number;
  readonly itemStart: Int32Array;
  readonly item: Int32Array;
  /** Where the place of this entry ends (the entry of the next place). */
  readonly placeEnd: Int32Array;
  /** Number of placed items of each ranking. */
  readonly placed: Int32Array;
  readonly weight: Float64Array;
}

/**
 * A ranking of items by score, the highest first; equal scores share a place. NaN is an item that was shown without a score:
 * it is left out.
 */
export function rankingFromScores(items: ArrayLike<number>, scores: ArrayLike<number>): Ranking {
  requireLength("scores", scores.length, items.length);
  const byScore = new Map<number, number[]>();
  for (let place = 0; place < items.length; place += 1) {
    const score = scores[place] ?? Number.NaN;
    if (Number.isNaN(score)) continue;
    const sharing = byScore.get(score);
    if (sharing === undefined) byScore.set(score, [items[place] ?? 0]);
    else sharing.push(items[place] ?? 0);
  }
  const places = [...byScore].sort(([one], [other]) => other - one).map(([, sharing]) => sharing);
  return Object.freeze({ places });
}

/** The same rankings with shared places put in random order, for seeing how much ties matter. */
export function breakSharedPlaces(rankings: readonly Ranking[], seed: string): readonly Ranking[] {
  const random = createRandom(seed).stream("shared-places");
  return rankings.map((ranking) =>
    Object.freeze({
      ...ranking,
      places: ranking.places.flatMap((place) => random.shuffle(place).map((item) => [item])),
    }),
  );
}

/** Throws RangeError naming the ranking and entry that has no sense. */
export function compileRankings(itemCount: number, rankings: readonly Ranking[]): CompiledRankings {
  requireWhole("itemCount", itemCount, 1);
  const itemStart = new Int32Array(rankings.length + 1);
  const placed = new Int32Array(rankings.length);
  const weight = new Float64Array(rankings.length);
  const item: number[] = [];
  const placeEnd: number[] = [];
  for (const [index, ranking] of rankings.entries()) {
    const name = `rankings[${index}]`;
    const seen = new Set<number>();
    const lists = ranking.unplaced === undefined ? ranking.places : [...ranking.places, ranking.unplaced];
    for (const list of lists) {
      for (const entry of list) {
        if (!Number.isInteger(entry) || entry < 0 || entry >= itemCount) {
          throw invalidArgument(name, entry, `items as whole numbers from 0 to ${itemCount - 1}`);
        }
        if (seen.has(entry)) throw invalidArgument(name, entry, "each item once");
        seen.add(entry);
      }
      const end = item.length + list.length;
      for (const entry of list) {
        item.push(entry);
        placeEnd.push(end);
      }
    }
    placed[index] = seen.size - (ranking.unplaced?.length ?? 0);
    itemStart[index + 1] = item.length;
    const times = ranking.weight ?? 1;
    if (!(times >= 0 && times < Infinity)) {
      throw invalidArgument(`${name}.weight`, times, "a finite number of at least 0");
    }
    weight[index] = times;
  }
  return Object.freeze({
    itemCount,
    count: rankings.length,
    itemStart,
    item: Int32Array.from(item),
    placeEnd: Int32Array.from(placeEnd),
    placed,
    weight,
  });
}

/** Arrows from each placed item to every item it came before; items that share a place point at each other. */
export function rankingArrows(rankings: CompiledRankings): { winners: number[]; losers: number[] } {
  const seen = new Set<number>();
  const winners: number[] = [];
  const losers: number[] = [];
  const add = (one: number, other: number): void => {
    const key = one * rankings.itemCount + other;
    if (seen.has(key)) return;
    seen.add(key);
    winners.push(one);
    losers.push(other);
  };
  for (let ranking = 0; ranking < rankings.count; ranking += 1) {
    if (rankings.weight[ranking] === 0) continue;
    const from = rankings.itemStart[ranking] ?? 0;
    const to = rankings.itemStart[ranking + 1] ?? 0;
    const lastPlaced = from + (rankings.placed[ranking] ?? 0);
    for (let place = from; place < lastPlaced; place += 1) {
      const end = rankings.placeEnd[place] ?? to;
      for (let other = place + 1; other < to; other += 1) {
        add(rankings.item[place] ?? 0, rankings.item[other] ?? 0);
        if (other < end) add(rankings.item[other] ?? 0, rankings.item[place] ?? 0);
      }
    }
  }
  return { winners, losers };
}
