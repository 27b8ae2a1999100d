import { type Pool, pools } from "./pools.ts";

export const stages = ["write", "rate", "select"] as const;
export type Stage = (typeof stages)[number];

/** Somebody worked on a seed: wrote for it, rated one of its options, or chose in one of its items. */
export interface Participation {
  readonly person: string;
  readonly seed: string;
  readonly stage: Stage;
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
