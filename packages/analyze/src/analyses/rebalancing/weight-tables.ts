import { type Cell, createTable, numberCell, type Table } from "@refract/report";
import { effectiveSampleSize } from "@refract/stats";
import type { FittedWeights } from "../../groups/fitted-weights.ts";
import type { GroupedPeople } from "../group-ranks/group-levels.ts";

/** What weighting costs, in one row. */
export function efficiencyTable({ weights, efficiency, unplaced, trimmed }: FittedWeights, n: string): Table {
  const counted = weights.filter((weight) => weight > 0);
  return createTable({
    id: "effective-n",
    title: "What weighting costs",
    caption:
      "Kish's effective sample size: how many equally weighted people would tell as much about a mean. The design effect is the number of people with a weight over it.",
    n,
    columns: [
      { name: "people", title: "People", kind: "integer" },
      { name: "weighted", title: "With a weight", kind: "integer" },
      {
        name: "unplaced",
        title: "Without a target",
        kind: "integer",
        description:
          "in raking: in at least one attribute, which then leaves their weight alone; in post-stratification: in no cell, weight 0",
      },
      { name: "effective", title: "Effective n", kind: "number", digits: 1 },
      { name: "design_effect", title: "Design effect", kind: "number", digits: 2 },
      { name: "lowest", title: "Lowest weight", kind: "number", digits: 3, description: "above 0" },
      { name: "highest", title: "Highest weight", kind: "number", digits: 3 },
      {
        name: "trimmed",
        title: "Cut",
        kind: "integer",
        description: "weights that sit on the bound of trim",
      },
    ],
    rows: [
      [
        weights.length,
        counted.length,
        unplaced,
        efficiency.effectiveSampleSize,
        efficiency.designEffect,
        counted.reduce((lowest, weight) => Math.min(lowest, weight), Number.POSITIVE_INFINITY),
        counted.reduce((highest, weight) => Math.max(highest, weight), 0),
        trimmed,
      ],
    ],
  });
}

/** Each target beside the shares before and after. */
export function targetTable({ targets }: FittedWeights, n: string): Table {
  return createTable({
    id: "targets",
    title: "Shares before and after",
    caption:
      "Shares among people with a target in the attribute, the target, and shares when people are weighted.",
    n,
    columns: [
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "level", title: "Level", kind: "text" },
      { name: "people", title: "People", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
      { name: "target", title: "Target", kind: "percent" },
      { name: "weighted_share", title: "Weighted", kind: "percent" },
    ],
    rows: targets.map(({ attribute, level, people, share, target, weightedShare }): readonly Cell[] => [
      attribute,
      level,
      people,
      share,
      target,
      weightedShare,
    ]),
  });
}

/** What weighting does to each group, also of attributes that have no targets. */
export function groupTable(weights: Float64Array, grouped: readonly GroupedPeople[], n: string): Table {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return createTable({
    id: "groups",
    title: "Groups before and after",
    caption: "Shares of all people and effective size of each group, also of attributes without targets.",
    n,
    columns: [
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "group", title: "Group", kind: "text" },
      { name: "people", title: "People", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
      { name: "weighted_share", title: "Weighted", kind: "percent" },
      { name: "effective", title: "Effective n", kind: "number", digits: 1 },
    ],
    rows: grouped.flatMap(({ title, levels, levelOf }) =>
      levels.map(({ name, people }, level): readonly Cell[] => {
        const own = weights.filter((weight, person) => levelOf[person] === level && weight > 0);
        return [
          title,
          name,
          people,
          people / weights.length,
          own.reduce((sum, weight) => sum + weight, 0) / total,
          numberCell(
            own.length === 0 ? null : effectiveSampleSize(own).effectiveSampleSize,
            "nobody in it has a weight",
          ),
        ];
      }),
    ),
  });
}
