import { type RecordFiles, type RecordProblem, RefractError } from "@refract/core";
import { describeTables, type RecordTable } from "./record-table.ts";

/** Files that may hold records. Texts, licences and pictures that lie beside them are not told. */
const dataFile = /\.(csv|tsv|jsonl|ndjson|json|parquet|arrow|feather|xlsx?|ods|zip|gz|enc)$/i;

/**
 * The error of a folder without a record that can be read. Where rows have the expected columns it says what is wrong with their values, else which
 * columns were expected and which are there.
 */
export function noRecords(
  what: string,
  expected: string,
  tables: readonly RecordTable[],
  problems: readonly RecordProblem[],
): RefractError {
  const dropped = problems.filter((problem) => problem.dropped);
  const told = dropped.slice(0, shownProblems).map(({ place, problem }) => `${place}: ${problem}`);
  const more = dropped.length - told.length;
  return new RefractError(
    "invalid-input",
    dropped.length > 0
      ? `no ${what} can be read; ${told.join("; ")}${more > 0 ? `; and ${more} more like these` : ""}`
      : `no ${what}: expected ${expected}; found ${describeTables(tables)}`,
  );
}

/** Problems named in the error of a folder without records. */
const shownProblems = 3;

/** Names shown of a long list; the rest is counted. */
const shownNames = 12;

/** One notice for each data file that nothing of the instrument reads, so that a renamed column or an odd format is not missed. */
export function unreadFiles(
  files: RecordFiles,
  tables: readonly RecordTable[],
  used: ReadonlySet<string>,
): readonly RecordProblem[] {
  const faults = new Map(
    tables.flatMap(({ name, fault }) => (fault === null ? [] : [[name, fault] as const])),
  );
  const columns = new Map(tables.map((table) => [table.name, table.columns]));
  return files.names
    .filter((name) => dataFile.test(name) && !used.has(name) && !isManifest(name))
    .map((name): RecordProblem => {
      const found = columns.get(name);
      const fault = faults.get(name);
      const problem =
        fault !== undefined
          ? `nothing reads this file; ${fault}`
          : found === undefined
            ? "nothing reads this file"
            : found.length === 0
              ? "a table without rows"
              : `nothing reads this table; its columns are ${shortList(found)}`;
      return { place: name, problem, dropped: false };
    });
}

/**
 * Told when several tables hold the same kind of record, which may be versions of the data: how many ids stand in more than one with
 * different content, and which columns only some have.
 */
export function severalTables(
  what: string,
  tables: readonly RecordTable[],
  id: string,
): readonly RecordProblem[] {
  if (tables.length < 2) return [];
  const all = [...new Set(tables.flatMap(({ columns }) => columns))];
  const shared = all.filter((column) => tables.every(({ columns }) => columns.includes(column)));
  const first = new Map<string, { readonly table: string; readonly cells: string }>();
  const different = new Set<string>();
  for (const { name, rows } of tables)
    for (const row of rows) {
      const key = row.text(id);
      const cells = JSON.stringify(shared.map((column) => row.text(column)));
      const known = first.get(key);
      if (known === undefined) first.set(key, { table: name, cells });
      else if (known.table !== name && known.cells !== cells && key !== "") different.add(key);
    }
  const some = all.filter((column) => !shared.includes(column));
  return [
    {
      place: tables.map(({ name }) => name).join(", "),
      problem: [
        `${tables.length} tables of ${what}, which may be versions of the data; they were read together, the first of each id is kept`,
        ...(different.size === 0
          ? []
          : [
              `${different.size} ids stand in more than one with different content: ${shortList([...different])}`,
            ]),
        ...(some.length === 0 ? [] : [`not all have the columns ${shortList(some)}`]),
      ].join("; "),
      dropped: false,
    },
  ];
}

/** Rows by a value that is not known: one problem a value, with the number of rows and the place of the first. */
export interface ValueCount {
  add(value: string, place: string): void;
  problems(): readonly RecordProblem[];
}

/** @param problem what the value lacks and what was done with its rows */
export function createValueCount(name: string, problem: string, dropped: boolean): ValueCount {
  const found = new Map<string, { readonly first: string; count: number }>();
  return Object.freeze({
    add: (value: string, place: string) => {
      const known = found.get(value);
      if (known === undefined) found.set(value, { first: place, count: 1 });
      else known.count += 1;
    },
    problems: () =>
      [...found].map(([value, { first, count }]) => ({
        place: `${name} "${value}"`,
        problem: `${count} ${count === 1 ? "row" : "rows"}, first ${first}: ${problem}`,
        dropped,
      })),
  });
}

/** The first names of a list and how many more there are. */
export function shortList(names: readonly string[]): string {
  const more = names.length - shownNames;
  return `${names.slice(0, shownNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function isManifest(name: string): boolean {
  return name === "manifest.json";
}
