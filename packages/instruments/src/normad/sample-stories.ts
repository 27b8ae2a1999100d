import type { Item } from "@refract/core";
import { createRandom } from "@refract/stats";

/**
 * So many stories of each country, whose labels, groups of subaxes and subaxes differ as far as its stories allow (spec normad, "Human validation"):
 * one after the other, always one whose label was taken least, then its group, then its subaxis. Pure.
 */
export function sampleStories(items: readonly Item[], perCountry: number, seed: string): readonly Item[] {
  if (perCountry === 0) return items;
  const kept = new Set<Item>();
  for (const [country, own] of Map.groupBy(items, ({ attributes }) => String(attributes.country))) {
    const waiting = [...createRandom(`normad sample ${seed} ${country}`).shuffle(own)];
    const taken = new Map<string, number>();
    const load = (item: Item) =>
      strataOf(item).reduce((sum, stratum) => sum * (own.length + 1) + (taken.get(stratum) ?? 0), 0);
    for (let place = 0; place < perCountry && waiting.length > 0; place += 1) {
      const least = Math.min(...waiting.map(load));
      const next = waiting.findIndex((item) => load(item) === least);
      for (const item of waiting.splice(next, 1)) {
        kept.add(item);
        for (const stratum of strataOf(item)) taken.set(stratum, (taken.get(stratum) ?? 0) + 1);
      }
    }
  }
  return items.filter((item) => kept.has(item));
}

/** What stories of a country are to differ in, most wanted first. */
function strataOf({ attributes, record }: Item): readonly string[] {
  return [
    `label ${String(attributes.label)}`,
    `group ${String(attributes.subaxisGroup)}`,
    `subaxis ${String(record.subaxis)}`,
  ];
}
