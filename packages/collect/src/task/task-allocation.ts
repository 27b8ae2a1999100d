import { createRandom, deriveSeed } from "@refract/stats";
import type { PoolLoad } from "../stage/stage-context.ts";

export interface Allocation {
  /**
   * In the order of the records; items of one scoring group are given together. Of several groups with one `cluster`, which are versions of
   * one question, a person is given one.
   */
  readonly items: readonly { readonly id: string; readonly group: string; readonly cluster?: string }[];
  readonly load: PoolLoad;
  /** Items of a person at most. */
  readonly count: number;
  /** Items with as many answers are left out; null for no limit. */
  readonly target: number | null;
  readonly order: "random" | "as-listed";
  readonly seed: string;
}

/**
 * The items of one person, in the order shown: those with the fewest answers, chance among equals. Given one after the
 * other this keeps all items within one answer of each other.
 *
 * A scoring group is given whole or not at all, since a part of it makes no score; one that is larger than `count` is taken
 * apart. A group has as many answers as the one of its items that has fewest.
 */
export function allocateItems({ items, load, count, target, order, seed }: Allocation): readonly string[] {
  const answers = (unit: readonly string[]) => Math.min(...unit.map((id) => load.get(id) ?? 0));
  const open = unitsOf(items, count).filter((unit) => target === null || answers(unit) < target);
  const byLoad = Map.groupBy(open, answers);
  const random = createRandom(deriveSeed(seed, "items"));
  const chosen: string[] = [];
  const clusters = new Map(
    items.flatMap(({ id, cluster }) => (cluster === undefined ? [] : [[id, cluster] as const])),
  );
  const taken = new Set<string>();
  const clusterOfUnit = ([first = ""]: readonly string[]) => clusters.get(first);
  for (const level of [...byLoad.keys()].toSorted((a, b) => a - b)) {
    let waiting = byLoad.get(level) ?? [];
    // drawn again for as long as other versions of what is chosen took places
    for (let turnedAway = true; turnedAway && chosen.length < count; ) {
      turnedAway = false;
      const drawn = new Set(random.sample(waiting, count - chosen.length));
      for (const unit of drawn) {
        const cluster = clusterOfUnit(unit);
        if (cluster !== undefined && taken.has(cluster)) turnedAway = true;
        else if (chosen.length + unit.length <= count) {
          chosen.push(...unit);
          if (cluster !== undefined) taken.add(cluster);
        }
      }
      if (turnedAway)
        waiting = waiting.filter((unit) => !drawn.has(unit) && !taken.has(clusterOfUnit(unit) ?? ""));
    }
  }
  if (order === "random") return createRandom(deriveSeed(seed, "item-order")).shuffle(chosen);
  const kept = new Set(chosen);
  return items.flatMap(({ id }) => (kept.has(id) ? [id] : []));
}

/** What is given together, in the order of the records. */
function unitsOf(items: Allocation["items"], count: number): readonly (readonly string[])[] {
  return [...Map.groupBy(items, ({ group }) => group).values()].flatMap((members) => {
    const ids = members.map(({ id }) => id);
    return ids.length <= count ? [ids] : ids.map((id) => [id]);
  });
}
