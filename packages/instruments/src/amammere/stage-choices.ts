import type { RecordProblem } from "@refract/core";
import { createValueCount } from "../record-notices.ts";
import { hasColumns, type RecordTable, type TableRow } from "../record-table.ts";
import type { Participation, Stage } from "./collection/participation.ts";
import { type Pool, pools } from "./collection/pools.ts";
import { countChoices, type ItemChoice } from "./collection/select-stage.ts";
import { seedOf, type VersionMap } from "./item-record.ts";

const choiceColumns = ["item_id", "pool", "participant_id", "selected"];
const stageColumns: readonly (readonly [Exclude<Stage, "select">, readonly string[]])[] = [
  ["write", ["seed_id", "pool", "participant_id", "role", "text"]],
  ["rate", ["seed_id", "pool", "participant_id", "option_text", "rating"]],
];

/** The option each pool chose in each item, from the rows of stage 3. */
export interface ChosenKeys {
  /** Option ids (`a` to `d`) by item and pool; a pool without a majority has none. */
  readonly keys: ReadonlyMap<string, Readonly<Partial<Record<Pool, string>>>>;
  readonly problems: readonly RecordProblem[];
  /** Tables that were read. */
  readonly used: readonly string[];
}

/**
 * Counts the choices of stage 3 that lie beside the items (spec amammere, "Collection protocol"). Tables of stages 1 and 2 are read for who
 * took part, so that the choices of people who wrote or rated for a seed are left out, as the protocol has it.
 */
export function chosenKeys(tables: readonly RecordTable[], versions: VersionMap): ChosenKeys {
  const chosen = tables.filter((table) => hasColumns(table, choiceColumns));
  if (chosen.length === 0) return { keys: new Map(), problems: [], used: [] };
  const stages = stageColumns.flatMap(([stage, columns]) =>
    tables.filter((table) => hasColumns(table, columns)).map((table) => ({ stage, table })),
  );
  const history = stages.flatMap(({ stage, table }) =>
    table.rows.map(
      (row): Participation => ({
        person: row.text("participant_id"),
        seed: seedNumber(row.text("seed_id")),
        stage,
      }),
    ),
  );
  const { rows, problems: strangers } = choicesIn(chosen, versions);
  const { items, excluded } = countChoices(rows, history);
  const reasons = Map.groupBy(excluded, ({ reason }) => reason);
  const letter = (text: string | null | undefined) => (text == null ? undefined : text.toLowerCase());
  return {
    keys: new Map(
      items.map(({ item, by }) => {
        const [gh, us] = [letter(by.GH?.majority), letter(by.US?.majority)];
        return [item, { ...(gh === undefined ? {} : { GH: gh }), ...(us === undefined ? {} : { US: us }) }];
      }),
    ),
    problems: [
      ...strangers,
      ...[...reasons].map(([reason, of]) => ({
        place: chosen.map(({ name }) => name).join(", "),
        problem: `${of.length} ${of.length === 1 ? "choice" : "choices"} left out: ${reason}`,
        dropped: true,
      })),
    ],
    used: [...chosen, ...stages.map(({ table }) => table)].map(({ name }) => name),
  };
}

/** The choices that tables of stage 3 hold; those of unknown pools are left out and told. */
export function choicesIn(
  tables: readonly RecordTable[],
  versions: VersionMap,
): { readonly rows: readonly ItemChoice[]; readonly problems: readonly RecordProblem[] } {
  const strangers = createValueCount(
    "pool",
    `left out of the choices, expected one of ${pools.join(", ")}`,
    true,
  );
  const rows = tables.flatMap((table) =>
    table.rows.flatMap((row) => choiceOf(row, strangers, versions) ?? []),
  );
  return { rows, problems: strangers.problems() };
}

/** The number of a seed, which items (`1-GH`) and stages (`S1`) spell differently; a seed with a name of its own keeps it. */
export function seedNumber(seed: string): string {
  return /^s(?:eed)?[-_ ]?(\d+)$/i.exec(seed)?.[1] ?? seed;
}

function choiceOf(
  row: TableRow,
  strangers: ReturnType<typeof createValueCount>,
  versions: VersionMap,
): ItemChoice | null {
  const pool = pools.find((known) => known === row.text("pool").toUpperCase());
  if (pool === undefined) {
    strangers.add(row.text("pool"), row.place);
    return null;
  }
  const item = row.text("item_id");
  return {
    item,
    seed: seedNumber(seedOf(item, versions)),
    pool,
    person: row.text("participant_id"),
    selected: row.text("selected").toUpperCase(),
  };
}
