import { type Cell, createTable, numberCell, type Table } from "@refract/report";
import { adjustPValues, buildDesign, fitRandomIntercept, interactionTest, waldTest } from "@refract/stats";
import type { Ratings } from "./load-ratings.ts";

export interface GroupedRatings {
  readonly title: string;
  /** Level of each rating's person; null for levels that are no group. */
  readonly levels: readonly (string | null)[];
}

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
 * the models; the second by Wald's test of model x group over scores from which each person's own mean is taken out (so that
 * levels of people can't stand in for it), clustered by person. Holm over attributes, each question by itself.
 */
export function groupDifferences(ratings: Ratings, attributes: readonly GroupedRatings[], n: string): Table {
  const tested = attributes.map((attribute) => testAttribute(ratings, attribute));
  const levels = adjustPValues(
    tested.map(({ level }) => level.p),
    "holm",
  );
  const interactions = adjustPValues(
    tested.map(({ interaction }) => interaction.p),
    "holm",
  );
  return createTable({
    id: "groups",
    title: "Do groups differ in level, and in which models they score high?",
    caption:
      "Level: Wald's test of the group in a model with models and a random intercept a person. Models by group: Wald's test of their interaction over scores less the person's own mean, clustered by person (CR1). Holm over attributes.",
    n,
    columns: [
      { name: "attribute", title: "Attribute", kind: "text" },
      { name: "groups", title: "Groups", kind: "integer" },
      { name: "people", title: "People", kind: "integer" },
      { name: "level_p", title: "Level: p", kind: "p-value" },
      { name: "level_p_holm", title: "Holm", kind: "p-value" },
      { name: "interaction_statistic", title: "Models by group: F", kind: "number" },
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
}

function testAttribute(ratings: Ratings, { title, levels }: GroupedRatings): Tested {
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
  );
  return {
    ...facts,
    level: { p: level.pValue, problem: level.problem },
    interaction: modelsByGroup(scores, people, model.values, group.values),
  };
}

function modelsByGroup(
  scores: Float64Array,
  people: readonly string[],
  models: readonly (string | null)[],
  groups: readonly (string | null)[],
): Tested["interaction"] {
  const test = interactionTest({
    first: numbered(models),
    second: numbered(groups),
    values: withoutOwnMean(scores, people),
    clusters: people,
  });
  return { statistic: test.statistic, p: test.pValue, problem: test.problem };
}

function numbered(levels: readonly (string | null)[]): Int32Array {
  const places = new Map([...new Set(levels)].map((level, place) => [level, place]));
  return Int32Array.from(levels, (level) => places.get(level) ?? 0);
}

function withoutOwnMean(scores: Float64Array, people: readonly string[]): Float64Array {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [row, person] of people.entries()) {
    const own = sums.get(person) ?? { sum: 0, count: 0 };
    own.sum += scores[row] ?? 0;
    own.count += 1;
    sums.set(person, own);
  }
  return scores.map((score, row) => {
    const own = sums.get(people[row] ?? "");
    return own === undefined ? score : score - own.sum / own.count;
  });
}
