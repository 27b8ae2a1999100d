import { createRandom, deriveSeed } from "@refract/stats";
import type { PoolLoad } from "../stage.ts";

export interface Allocation {
  /** In the order of the records. */
  readonly items: readonly string[];
  readonly load: PoolLoad;
  readonly count: number;
  /** Items with as many answers are left out; null for no limit. */
  readonly target: number | null;
  readonly order: "random" | "as-listed";
  readonly seed: string;
}

/**
 * The items of one person, in the order shown: those with the fewest answers, chance among equals. Given one after the
 * other this keeps all items within one answer of each other.
 */
export function allocateItems({ items, load, count, target, order, seed }: Allocation): readonly string[] {
  const open = items.filter((id) => target === null || (load.get(id) ?? 0) < target);
  const byLoad = Map.groupBy(open, (id) => load.get(id) ?? 0);
  const random = createRandom(deriveSeed(seed, "items"));
  const chosen: string[] = [];
  for (const level of [...byLoad.keys()].toSorted((a, b) => a - b)) {
    if (chosen.length === count) break;
    chosen.push(...random.sample(byLoad.get(level) ?? [], count - chosen.length));
  }
  if (order === "random") return createRandom(deriveSeed(seed, "item-order")).shuffle(chosen);
  const kept = new Set(chosen);
  return items.filter((id) => kept.has(id));
}
