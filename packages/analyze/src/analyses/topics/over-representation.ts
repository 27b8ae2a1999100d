import { shownGroups } from "@refract/stats";
import { missingLevel } from "../../groups/people-view.ts";
import type { WrittenTexts } from "./load-texts.ts";

/** A group in a topic. */
export interface TopicShare {
  readonly topic: number;
  /** Texts of the group in the topic. */
  readonly texts: number;
  /** How many these would be if the group wrote as often on the topic as everybody. */
  readonly expected: number;
  /** `texts` over `expected`: share of the group in the topic over its share among all texts. */
  readonly ratio: number;
}

export interface GroupShare {
  readonly attribute: string;
  readonly level: string;
  /** People of the group who wrote a text. */
  readonly people: number;
  /** Texts of the group. */
  readonly texts: number;
  readonly topics: readonly TopicShare[];
}

/**
 * How much more often a group's texts are in a topic than among all texts: (group's texts in the topic / texts in the topic) / (group's
 * texts / all texts); 1 is as often. Groups of fewer than `minimum` people, excluded levels and missing ones are left out, and groups
 * that would show the figures of a few others by subtraction are `withheld`.
 */
export function overRepresentation(
  { users, levels }: Pick<WrittenTexts, "users" | "levels">,
  labels: Int32Array,
  topics: readonly number[],
  { minimum, exclude }: { readonly minimum: number; readonly exclude: readonly string[] },
): { readonly shares: readonly GroupShare[]; readonly withheld: readonly GroupShare[] } {
  const sizes = countsOf(labels);
  const everybody = new Set(users).size;
  const found = Object.entries(levels).map(([attribute, levelOf]) => {
    const groups = Array.from(Map.groupBy(levelOf.keys(), (row) => levelOf[row] ?? ""))
      .filter(([level]) => level !== missingLevel && !exclude.includes(level))
      .map(([level, rows]): GroupShare => {
        const inTopics = countsOf(rows.map((row) => labels[row] ?? -1));
        return {
          attribute,
          level,
          people: new Set(rows.map((row) => users[row])).size,
          texts: rows.length,
          topics: topics.map((topic) => {
            const texts = inTopics.get(topic) ?? 0;
            const size = sizes.get(topic) ?? 0;
            const expected = (size * rows.length) / labels.length;
            return { topic, texts, expected, ratio: texts / expected };
          }),
        };
      })
      .sort((a, b) => b.people - a.people || (a.level < b.level ? -1 : 1));
    const { shown, secondary } = shownGroups(
      groups.map(({ people }) => people),
      minimum,
      everybody,
    );
    return {
      shares: groups.filter((_, place) => shown[place] === true),
      withheld: groups.filter((_, place) => secondary.includes(place)),
    };
  });
  return {
    shares: found.flatMap(({ shares }) => shares),
    withheld: found.flatMap(({ withheld }) => withheld),
  };
}

function countsOf(labels: Iterable<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
