import { type Pool, pools } from "./pools.ts";

export const stages = ["write", "rate", "select"] as const;
export type Stage = (typeof stages)[number];

/** Somebody worked on a seed: wrote for it, rated one of its options, or chose in one of its items. */
export interface Participation {
  readonly person: string;
  readonly seed: string;
  readonly stage: Stage;
}

/**
 * Seeds a person may be offered in a stage: those on which the person did nothing in another stage. Who wrote for a seed neither rates
 * nor chooses on it, and who rated its options doesn't choose among them (spec amammere, "Collection protocol").
 */
export function offeredSeeds(
  person: string,
  stage: Stage,
  seeds: readonly string[],
  history: readonly Participation[],
): readonly string[] {
  const closed = new Set(
    history.filter((past) => past.person === person && past.stage !== stage).map(({ seed }) => seed),
  );
  return seeds.filter((seed) => !closed.has(seed));
}

export interface Task {
  readonly person: string;
  readonly seed: string;
}

/**
 * Gives out one stage to one pool: each seed to `people` of it, the ones with the fewest free seeds first, so that exclusions leave as
 * few places open as possible. Equal people keep their order. Seeds that too few may be offered are told with how many are lacking.
 */
export function assignStage(
  stage: Stage,
  people: readonly string[],
  seeds: readonly string[],
  history: readonly Participation[],
  perSeed: number,
): {
  readonly tasks: readonly Task[];
  readonly lacking: readonly { readonly seed: string; readonly people: number }[];
} {
  const free = new Map(
    people.map((person) => [person, new Set(offeredSeeds(person, stage, seeds, history))]),
  );
  const load = new Map<string, number>();
  const tasks: Task[] = [];
  const lacking: { seed: string; people: number }[] = [];
  for (const seed of seeds) {
    const able = people
      .filter((person) => free.get(person)?.has(seed) === true)
      .toSorted(
        (one, other) =>
          (load.get(one) ?? 0) - (load.get(other) ?? 0) ||
          (free.get(one)?.size ?? 0) - (free.get(other)?.size ?? 0),
      )
      .slice(0, perSeed);
    for (const person of able) {
      load.set(person, (load.get(person) ?? 0) + 1);
      tasks.push({ person, seed });
    }
    if (able.length < perSeed) lacking.push({ seed, people: perSeed - able.length });
  }
  return { tasks, lacking };
}

/** A row of a stage that does not count, with the reason; told, never silent. */
export interface Excluded<Row> {
  readonly row: Row;
  readonly reason: string;
}

export interface StageRow {
  readonly seed: string;
  readonly pool: Pool;
  readonly person: string;
}

/**
 * Leaves out what breaks the rules of who may do what: rows of people who worked on the seed in another stage, and every row of a person who
 * appears in both pools.
 */
export function excludeByRules<Row extends StageRow>(
  stage: Stage,
  rows: readonly Row[],
  history: readonly Participation[],
): { readonly kept: readonly Row[]; readonly excluded: readonly Excluded<Row>[] } {
  const before = new Map<string, Stage>();
  for (const past of history)
    if (past.stage !== stage) before.set(JSON.stringify([past.person, past.seed]), past.stage);
  const poolsOf = Map.groupBy(rows, ({ person }) => person);
  const kept: Row[] = [];
  const excluded: Excluded<Row>[] = [];
  for (const row of rows) {
    const past = before.get(JSON.stringify([row.person, row.seed]));
    const seen = new Set((poolsOf.get(row.person) ?? []).map(({ pool }) => pool));
    const reason =
      past !== undefined
        ? `took part in stage ${past} of seed ${row.seed}`
        : seen.size > 1
          ? `appears in both pools, ${pools.join(" and ")}`
          : null;
    if (reason === null) kept.push(row);
    else excluded.push({ row, reason });
  }
  return { kept, excluded };
}
