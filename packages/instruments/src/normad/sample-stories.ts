import type { Item } from "@refract/core";
import { createRandom } from "@refract/stats";

/**
 * So many stories of each country, whose labels and groups of subaxes differ as far as its stories allow (spec normad, "Human validation"):
 * one after the other, always one whose label and group were taken least. Pure.
 */
export function sampleStories(items: readonly Item[], perCountry: number, seed: string): readonly Item[] {
  if (perCountry === 0) return items;
  const kept = new Set<Item>();
  for (const [country, own] of Map.groupBy(items, ({ attributes }) => String(attributes.country))) {
    const waiting = [...createRandom(`normad sample ${seed} ${country}`).shuffle(own)];
    const taken = new Map<string, number>();
    const load = ({ attributes }: Item) =>
      (taken.get(`label ${String(attributes.label)}`) ?? 0) * own.length +
      (taken.get(`group ${String(attributes.subaxisGroup)}`) ?? 0);
    for (let place = 0; place < perCountry && waiting.length > 0; place += 1) {
      const least = Math.min(...waiting.map(load));
      const next = waiting.findIndex((item) => load(item) === least);
      for (const item of waiting.splice(next, 1)) {
        kept.add(item);
        for (const key of [
          `label ${String(item.attributes.label)}`,
          `group ${String(item.attributes.subaxisGroup)}`,
        ])
          taken.set(key, (taken.get(key) ?? 0) + 1);
      }
    }
  }
  return items.filter((item) => kept.has(item));
}
