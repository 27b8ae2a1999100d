import { RefractError } from "@refract/core";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { populationSql } from "../../groups/condition-sql.ts";
import type { Groups, Population } from "../../groups/groups.ts";

/** People who can be drawn, and for whom it is counted: rows of the score table. */
export interface People {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly number[];
}

/** A population inside which panels are drawn, with its parts and their complements. */
export interface Base extends People {
  readonly pools: readonly People[];
  readonly complements: readonly People[];
}

/**
 * The populations of `groups.yaml` that have people with scores; everybody where there is none. Pools and complements stay
 * inside their population (prism-analysis section 5).
 *
 * @returns The bases, and what had to be left out, as sentences.
 */
export async function loadBases(
  data: AnalysisData,
  groups: Groups,
  people: readonly string[],
): Promise<{ readonly bases: readonly Base[]; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const membersOf = async (population: Population): Promise<ReadonlySet<string> | null> => {
    try {
      const { user_id } = await data.arrays(
        `SELECT user_id FROM participants WHERE ${populationSql(data, population)} AND user_id IS NOT NULL`,
        { user_id: "text" },
      );
      return new Set(user_id.flatMap((id) => id ?? []));
    } catch (error) {
      if (!(error instanceof RefractError)) throw error;
      notes.push(error.message);
      return null;
    }
  };
  const all = [...people.keys()];
  const rowsIn = (members: ReadonlySet<string>, among: readonly number[]) =>
    among.filter((row) => members.has(people[row] ?? ""));
  const hasSurvey = data.has("participants") && data.columns("participants").includes("user_id");
  const found: People[] = [];
  const pools: { readonly name: string; readonly title: string; readonly members: ReadonlySet<string> }[] =
    [];
  if (hasSurvey) {
    for (const [name, population] of Object.entries(groups.populations)) {
      const members = await membersOf(population);
      const rows = members === null ? [] : rowsIn(members, all);
      if (rows.length > 0) found.push({ name, title: population.title, rows });
      else if (members !== null)
        notes.push(`${population.title}: nobody in it has scores, and it is left out.`);
    }
    for (const [name, population] of Object.entries(groups.pools)) {
      const members = await membersOf(population);
      if (members !== null) pools.push({ name, title: population.title, members });
    }
  } else notes.push("The dataset has no survey, so there are no populations and pools.");
  if (found.length === 0) {
    notes.push(
      "No population of the groups has people with scores: everybody with scores is the population here.",
    );
    found.push({ name: "everybody", title: "everybody with scores", rows: all });
  }
  const namedPools = withDistinctTitles(pools);
  const bases = withDistinctTitles(found).map((base): Base => {
    const parts = namedPools.map(({ name, title, members }) => ({
      name,
      title,
      rows: rowsIn(members, base.rows),
    }));
    const complements = namedPools.map(({ name, title, members }) => ({
      name: `not-${name}`,
      title: `not ${title}`,
      rows: base.rows.filter((row) => !members.has(people[row] ?? "")),
    }));
    for (const { title, rows } of [...parts, ...complements])
      if (rows.length === 0) notes.push(`${base.title}: nobody is in "${title}", and it is left out.`);
    return {
      ...base,
      pools: parts.filter(({ rows }) => rows.length > 0),
      complements: complements.filter(({ rows }) => rows.length > 0),
    };
  });
  return { bases, notes };
}

/** Titles tell rows of tables and marks of charts apart: those that stand twice get their name beside them. */
function withDistinctTitles<Titled extends { readonly name: string; readonly title: string }>(
  all: readonly Titled[],
): readonly Titled[] {
  return all.map((one) =>
    all.filter(({ title }) => title === one.title).length > 1
      ? { ...one, title: `${one.title} (${one.name})` }
      : one,
  );
}
