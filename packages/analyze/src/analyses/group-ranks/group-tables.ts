import { type Cell, createTable, numberCell, type Table } from "@refract/report";
import { adjustPValues, ranksDescending } from "@refract/stats";
import { type AttributeFinding, type GroupEstimates, movesAgainst } from "./group-findings.ts";

/** What the tables of groups share. */
export interface GroupTableParts {
  readonly models: readonly string[];
  readonly all: GroupEstimates;
  readonly attributes: readonly AttributeFinding[];
  readonly n: string;
  /** "Bradley-Terry", or what ranks in published mode. */
  readonly method: string;
}

const groupColumns = [
  { name: "attribute", title: "Attribute", kind: "text" },
  { name: "group", title: "Group", kind: "text" },
] as const;

/** Whether groups differ at all, a row an attribute; Holm's correction over attributes. */
export function testTable({ attributes, n }: GroupTableParts): Table {
  const adjusted = adjustPValues(
    attributes.map(({ test }) => test.pValue),
    "holm",
  );
  return createTable({
    id: "group-tests",
    title: "Do groups rank models differently?",
    caption:
      "Score test of Bradley-Terry abilities of each group's own against the same abilities for all, people as units, each counted once whatever the weights; p from permutations of people between groups, and after Holm over the attributes; that of chi-square is for many people in each group and not corrected.",
    n,
    columns: [
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "groups", title: "Groups", kind: "integer" },
      { name: "people", title: "People", kind: "integer" },
      { name: "statistic", title: "Statistic", kind: "number" },
      { name: "degrees_of_freedom", title: "df", kind: "integer" },
      { name: "p_value", title: "p", kind: "p-value" },
      { name: "p_holm", title: "p (Holm)", kind: "p-value" },
      { name: "p_chi_square", title: "p (chi-square)", kind: "p-value" },
    ],
    rows: attributes.map(({ title, groups, test, testedPeople }, place): readonly Cell[] => {
      const reason = test.problem ?? "no test";
      return [
        title,
        groups.length,
        testedPeople,
        numberCell(test.statistic, reason),
        numberCell(test.degreesOfFreedom, reason),
        numberCell(test.pValue, reason),
        numberCell(adjusted[place], reason),
        numberCell(test.chiSquarePValue, reason),
      ];
    }),
  });
}

/** A row a group: how near its ranking is to that of all. */
export function groupTable({ all, attributes, n, method }: GroupTableParts): Table {
  return createTable({
    id: "groups",
    title: "Groups beside all",
    caption: `${method}: agreement with the ranking of all people (Kendall's tau-b), largest move, how many of the first five are shared; the spread is that of the group's own abilities round those of all after shrinking (log odds).`,
    n,
    columns: [
      ...groupColumns,
      { name: "people", title: "People", kind: "integer" },
      { name: "battles", title: "Battles", kind: "number", digits: 0 },
      { name: "tau", title: "Tau", kind: "number" },
      { name: "largest_move", title: "Largest move", kind: "integer" },
      { name: "shared_top_five", title: "Of the first five", kind: "integer" },
      { name: "spread", title: "Spread", kind: "number" },
      { name: "tau_without", title: "Tau without the group", kind: "number", digits: 3 },
      { name: "largest_move_without", title: "Largest move without it", kind: "integer" },
    ],
    rows: attributes.flatMap(({ title, groups }) =>
      groups.map((group): readonly Cell[] => {
        const own = movesAgainst(all, group.ranking);
        const without = movesAgainst(all, group.without);
        const reason = all.problem ?? group.ranking.problem ?? "no estimate";
        const withoutReason = all.problem ?? group.without.problem ?? "no estimate";
        return [
          title,
          group.name,
          group.people,
          group.battles,
          numberCell(own?.tau, own?.problem ?? reason),
          numberCell(own?.largestMove, reason),
          numberCell(own?.sharedTop, reason),
          numberCell(group.shrunken.spread, group.shrunken.problem ?? "no estimate"),
          numberCell(without?.tau, without?.problem ?? withoutReason),
          numberCell(without?.largestMove, withoutReason),
        ];
      }),
    ),
  });
}

/** A row a group and model: ranks, moves and abilities against those of everybody else. */
export function moveTable({ models, all, attributes, n, method }: GroupTableParts): Table {
  const ranks = all.estimates === null ? null : ranksDescending(all.estimates);
  return createTable({
    id: "group-ranks",
    title: "Ranks in each group",
    caption: `${method}. A move above 0 is a rank nearer the top than among all people. Its p is by permutation of people between the attribute's groups, exact, everybody counted once, not corrected for the number of models and groups: read it where the groups of an attribute differ at all. The middle 95 % over resamples of participants hold a move in 94 % of samples of few people and in nearly all where models are close: a range, and no test. Shrunken ranks draw a group's abilities towards those of all as much as its data allows. The gap is the group's ability less that of everybody else (log odds), with errors by leaving out each participant, Student's t; its p after Holm over models and groups of the attribute.`,
    n,
    columns: [
      ...groupColumns,
      { name: "model", title: "Model", kind: "text" },
      { name: "rank_all", title: "Rank of all", kind: "integer" },
      { name: "rank", title: "Rank", kind: "integer" },
      { name: "move", title: "Move", kind: "integer" },
      { name: "move_lower", title: "Move 2.5 %", kind: "number", digits: 0 },
      { name: "move_upper", title: "Move 97.5 %", kind: "number", digits: 0 },
      { name: "move_p", title: "p (move)", kind: "p-value" },
      { name: "shrunken_rank", title: "Shrunken rank", kind: "integer" },
      { name: "shrunken_move", title: "Shrunken move", kind: "integer" },
      { name: "rank_without", title: "Rank without the group", kind: "integer" },
      { name: "gap", title: "Gap", kind: "number" },
      { name: "gap_lower", title: "Gap 2.5 %", kind: "number" },
      { name: "gap_upper", title: "Gap 97.5 %", kind: "number" },
      { name: "p_holm", title: "p (gap, Holm)", kind: "p-value" },
    ],
    rows: attributes.flatMap(({ title, groups }) => {
      const adjusted = adjustPValues(
        groups.flatMap(({ gaps }) => models.map((_, item) => gaps?.[item]?.pValue ?? null)),
        "holm",
      );
      return groups.flatMap((group, place) => {
        const own = movesAgainst(all, group.ranking);
        const drawn = movesAgainst(all, group.shrunken);
        const without = movesAgainst(all, group.without);
        const reason = all.problem ?? group.ranking.problem ?? "no estimate";
        const noInterval =
          group.intervals === null ? "one person cannot be resampled" : "too few resamples have an estimate";
        const noGap = group.gapsProblem ?? "no estimate";
        return models.map((model, item): readonly Cell[] => [
          title,
          group.name,
          model,
          numberCell(ranks?.[item], all.problem ?? "no estimate"),
          numberCell(own?.ranks[item], reason),
          numberCell(own?.moves[item], reason),
          numberCell(group.intervals?.lower[item], noInterval),
          numberCell(group.intervals?.upper[item], noInterval),
          numberCell(group.moveTests?.[item], groups.length < 2 ? "one group only" : reason),
          numberCell(drawn?.ranks[item], group.shrunken.problem ?? reason),
          numberCell(drawn?.moves[item], group.shrunken.problem ?? reason),
          numberCell(without?.ranks[item], all.problem ?? group.without.problem ?? "no estimate"),
          numberCell(group.gaps?.[item]?.estimate, noGap),
          numberCell(group.gaps?.[item]?.lower, noGap),
          numberCell(group.gaps?.[item]?.upper, noGap),
          numberCell(adjusted[place * models.length + item], noGap),
        ]);
      });
    }),
  });
}
