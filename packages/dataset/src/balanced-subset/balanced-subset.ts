import type { Random } from "@refract/stats";

/**
 * How many conversations of each type one person keeps in the balanced subset: the smallest of the counts, and none when
 * a type is missing (spec prism-collection, "Balanced subset").
 *
 * @param counts Conversations of the person by type, zeros included.
 */
export function balancedCount(counts: Readonly<Record<string, number>>): number {
  const values = Object.values(counts);
  return values.length === 0 ? 0 : Math.min(...values);
}

/**
 * Which conversations of one person are in the balanced subset: equally many of every type, drawn without replacement.
 * The size is that of PRISM's release; the rows differ from it, since its draw needs another library's generator.
 *
 * @param types Every type the study has.
 * @param conversations The type of each conversation, in order.
 * @returns For each conversation whether it is kept.
 */
export function balancedSubset(
  types: readonly string[],
  conversations: readonly string[],
  random: Random,
): readonly boolean[] {
  const places = new Map<string, number[]>(types.map((type) => [type, []]));
  conversations.forEach((type, index) => {
    places.get(type)?.push(index);
  });
  const kept = balancedCount(
    Object.fromEntries([...places].map(([type, indexes]) => [type, indexes.length])),
  );
  const included = new Set(
    [...places].flatMap(([type, indexes]) => random.stream(type).sample(indexes, kept)),
  );
  return conversations.map((_, index) => included.has(index));
}
