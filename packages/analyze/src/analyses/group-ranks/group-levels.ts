import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Groups } from "../../groups/groups.ts";
import { levelOrder, missingLevel, presentAttributes } from "../../groups/people-view.ts";
import { personLevels } from "../../groups/person-weights.ts";

/** An attribute and the groups it makes among people with battles. */
export interface GroupedPeople {
  readonly attribute: string;
  readonly title: string;
  /** Levels of at least the least number of people, in the order of `groups.yaml`, else of the question, the others after it by size. */
  readonly levels: readonly { readonly name: string; readonly people: number }[];
  /** The level of each person, a place in `levels`; -1 for those in no group. */
  readonly levelOf: Int32Array;
  /** Levels that are no group here, each with the reason. */
  readonly leftOut: readonly string[];
}

/** The groups of every attribute that the dataset has. Groups too small and levels that are none are left out (spec prism-analysis). */
export async function groupPeople(
  data: AnalysisData,
  groups: Groups,
  people: readonly string[],
): Promise<readonly GroupedPeople[]> {
  const grouped: GroupedPeople[] = [];
  for (const attribute of data.has("participants") ? presentAttributes(data, groups) : []) {
    const own = groups.attributes[attribute];
    if (own === undefined) continue;
    const levels = await personLevels(data, attribute, people);
    const sizes = new Map<string, number>();
    for (const level of levels) {
      const name = level ?? missingLevel;
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
    }
    const leftOut: string[] = [];
    const kept = [...sizes].filter(([name, size]) => {
      if (groups.exclude.includes(name) || name === missingLevel) leftOut.push(`${name} (${size}: no group)`);
      else if (size < groups.minimum) leftOut.push(`${name} (${size}: fewer than ${groups.minimum})`);
      else return true;
      return false;
    });
    const order = levelOrder(data, own);
    const place = (name: string) => {
      const found = order.indexOf(name);
      return found === -1 ? order.length : found;
    };
    kept.sort(
      ([one, oneSize], [other, otherSize]) =>
        place(one) - place(other) || otherSize - oneSize || (one < other ? -1 : 1),
    );
    const index = new Map(kept.map(([name], level) => [name, level]));
    grouped.push({
      attribute,
      title: own.title,
      levels: kept.map(([name, size]) => ({ name, people: size })),
      levelOf: Int32Array.from(levels, (level) => index.get(level ?? missingLevel) ?? -1),
      leftOut,
    });
  }
  return grouped;
}
