import { type Cell, createTable, numberCell, type Table } from "@refract/report";
import {
  adjustPValues,
  buildDesign,
  deriveSeed,
  fitRandomIntercept,
  type GroupedRows,
  interactionTest,
  waldTest,
} from "@refract/stats";
import type { Ratings } from "./load-ratings.ts";

export interface GroupedRatings {
  readonly title: string;
  /** Level of each rating's person; null for levels that are no group. */
  readonly levels: readonly (string | null)[];
}

const permutations = 1999;

interface Tested {
  readonly title: string;
  readonly groups: number;
  readonly people: number;
  /** Whether groups differ in how high they score. */
  readonly level: { readonly p: number | null; readonly problem: string | null };
  /** Whether groups differ in which models they score high. */
  readonly interaction: {
    readonly statistic: number | null;
    readonly p: number | null;
    readonly problem: string | null;
  };
}

/**
 * Do groups score higher, and do they score other models higher? The first by a random-intercept model with the group beside
 * the models; the second by a permutation test of people over scores from which each person's own mean is taken out, so that
 * levels of people can't stand in for it. Holm over attributes, each question by itself.
 */
export function groupDifferences(
  ratings: Ratings,
  attributes: readonly GroupedRatings[],
  n: string,
  seed: string,
): { readonly table: Table /** Whether anything was permuted. */; readonly isPermuted: boolean } {
  const tested = attributes.map((attribute) => testAttribute(ratings, attribute, seed));
  const levels = adjustPValues(
    tested.map(({ level }) => level.p),
    "holm",
  );
  const interactions = adjustPValues(
    tested.map(({ interaction }) => interaction.p),
    "holm",
  );
  const table = createTable({
    id: "groups",
    title: "Do groups differ in level, and in which models they score high?",
    caption: `Level: F test of the group in a model with models and a random intercept a person, people − groups degrees of freedom. Models by group: ${permutations.toLocaleString("en-US")} permutations of people between groups over scores less the person's own mean; the smallest p is 1 in ${(permutations + 1).toLocaleString("en-US")}. Holm over attributes, for each question.`,
    n,
    columns: [
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "groups", title: "Groups", kind: "integer" },
      { name: "people", title: "People", kind: "integer" },
      { name: "level_p", title: "Level: p", kind: "p-value" },
      { name: "level_p_holm", title: "Holm", kind: "p-value" },
      { name: "interaction_statistic", title: "Models by group: pseudo-F", kind: "number" },
      { name: "interaction_p", title: "p", kind: "p-value" },
      { name: "interaction_p_holm", title: "Holm", kind: "p-value" },
    ],
    rows: tested.map(({ title, groups, people, level, interaction }, place): readonly Cell[] => [
      title,
      groups,
      people,
      numberCell(level.p, level.problem ?? "not tested"),
      numberCell(levels[place], level.problem ?? "not tested"),
      numberCell(interaction.statistic, interaction.problem ?? "not tested"),
      numberCell(interaction.p, interaction.problem ?? "not tested"),
      numberCell(interactions[place], interaction.problem ?? "not tested"),
    ]),
  });
  return { table, isPermuted: tested.some(({ interaction }) => interaction.p !== null) };
}

function testAttribute(ratings: Ratings, { title, levels }: GroupedRatings, seed: string): Tested {
  const rows = levels.flatMap((level, row) => (level === null ? [] : [row]));
  const people = rows.map((row) => ratings.people[row] ?? "");
  const groups = new Set(rows.map((row) => levels[row])).size;
  const facts = { title, groups, people: new Set(people).size };
  const nothing = (problem: string): Tested => ({
    ...facts,
    level: { p: null, problem },
    interaction: { statistic: null, p: null, problem },
  });
  if (groups < 2)
    return nothing(groups === 0 ? "no group is large enough" : "one group has nothing to differ from");
  if (facts.people <= groups) return nothing("as many groups as people");
  const scores = Float64Array.from(rows, (row) => ratings.scores[row] ?? 0);
  const model = {
    kind: "factor",
    name: "model",
    values: rows.map((row) => ratings.models[row] ?? null),
  } as const;
  const group = { kind: "factor", name: "group", values: rows.map((row) => levels[row] ?? null) } as const;
  const main = buildDesign([model, group]);
  const level = waldTest(
    fitRandomIntercept(main, scores, people),
    main.names.filter((name) => name.startsWith("group: ")),
    facts.people - groups,
  );
  return {
    ...facts,
    level: { p: level.pValue, problem: level.problem },
    interaction: interactionOf(
      { item: numbered(model.values), values: scores, clusters: people, group: numbered(group.values) },
      deriveSeed(seed, title),
    ),
  };
}

function interactionOf(rows: GroupedRows, seed: string): Tested["interaction"] {
  const { statistic, pValue, problem } = interactionTest(rows, { seed, permutations });
  return { statistic, p: pValue, problem };
}

function numbered(levels: readonly (string | null)[]): Int32Array {
  const places = new Map([...new Set(levels)].map((level, place) => [level, place]));
  return Int32Array.from(levels, (level) => places.get(level) ?? 0);
}
