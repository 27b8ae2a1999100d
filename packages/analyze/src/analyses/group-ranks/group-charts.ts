import { type Chart, rankMoves } from "@refract/report";
import { ranksDescending } from "@refract/stats";
import { movesAgainst } from "./group-findings.ts";
import type { GroupTableParts } from "./group-tables.ts";

/** A chart an attribute: places that each model rises or falls in each group. None where no group has a ranking. */
export function moveCharts({ models, all, attributes, n, method }: GroupTableParts): readonly Chart[] {
  if (all.estimates === null) return [];
  const ranks = ranksDescending(all.estimates);
  const order = models
    .map((model, item) => ({ model, rank: ranks[item] ?? 0 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ model }) => model);
  return attributes.flatMap(({ attribute, title, groups }) => {
    const drawn = groups.flatMap((group) => {
      const own = movesAgainst(all, group.ranking);
      return own === null ? [] : [{ group, own, label: `${group.name} (${group.people})` }];
    });
    if (drawn.length === 0) return [];
    return [
      rankMoves({
        id: `group-moves-${attribute.replaceAll("_", "-").toLowerCase()}`,
        title: `Places moved by ${title.toLowerCase()}`,
        caption:
          "Places that a model stands higher (blue, +) or lower (orange, −) in a group than among all people; models in the order of all, groups with their numbers of people. A star: p of the move is at most 5 %, by permutation of people between the groups, without correction for the number of cells.",
        method: `${method} of each group and of all people`,
        n,
        data: drawn.flatMap(({ group, own, label }) =>
          models.map((model, item) => {
            const [lower, upper] = [
              group.intervals?.lower[item] ?? null,
              group.intervals?.upper[item] ?? null,
            ];
            const pValue = group.moveTests?.[item] ?? null;
            return {
              group: group.name,
              column: label,
              people: group.people,
              model,
              rank_all: ranks[item] ?? 0,
              rank: own.ranks[item] ?? 0,
              move: own.moves[item] ?? 0,
              ...(lower === null || upper === null ? {} : { move_lower: lower, move_upper: upper }),
              ...(pValue === null ? {} : { move_p: pValue }),
              beyond_chance: pValue !== null && pValue <= 0.05,
            };
          }),
        ),
        item: { field: "model", title: "" },
        group: { field: "column", title: "" },
        move: { field: "move", title: "Places" },
        starred: "beyond_chance",
        itemOrder: order,
        groupOrder: drawn.map(({ label }) => label),
      }),
    ];
  });
}
