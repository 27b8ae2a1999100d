import { type Cell, isAbsent } from "./cell.ts";

/** How a column is set: numbers to the right with `digits` decimals; the data files keep every digit. */
export interface Column {
  /** The name in data files: snake_case, unique in the table. */
  readonly name: string;
  /** The words above the column. */
  readonly title: string;
  readonly kind: "text" | "integer" | "number" | "percent" | "p-value" | "flag";
  /** Decimals shown of a number (default 2) or of a percentage (default 1). A percentage is stored as a share, 0-1. */
  readonly digits?: number;
  readonly unit?: string;
  /** What the column holds and how it was computed, for the data dictionary. */
  readonly description?: string;
}

export interface Table {
  readonly kind: "table";
  /** The file name of its data: kebab-case, unique in a report. */
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** What the rows rest on: "1,396 people, 8,011 conversations". */
  readonly n: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows shown in the document (default 40); the data files hold all. */
  readonly shown?: number;
}

/** Checks and freezes a table. A wrong one is a programming error: too few cells, NaN, a name twice. */
export function createTable(table: Omit<Table, "kind">): Table {
  const fail = (problem: string): never => {
    throw new Error(`table "${table.id}": ${problem}`);
  };
  const names = table.columns.map(({ name }) => name);
  if (new Set(names).size !== names.length) fail(`a column name stands twice in ${names.join(", ")}`);
  for (const [index, row] of table.rows.entries()) {
    if (row.length !== names.length) fail(`row ${index} has ${row.length} cells, expected ${names.length}`);
    for (const [place, cell] of row.entries()) {
      if (typeof cell === "number" && !Number.isFinite(cell))
        fail(`row ${index}, ${names[place]}: ${cell} without a reason`);
    }
  }
  return Object.freeze({ kind: "table", ...table });
}

/** A row as an object with the columns' names, for charts; absent cells are left out. */
export function tableRecords(table: Table): readonly Readonly<Record<string, string | number | boolean>>[] {
  return table.rows.map((row) =>
    Object.fromEntries(
      row.flatMap((cell, place) => {
        const name = table.columns[place]?.name;
        return name === undefined || isAbsent(cell) ? [] : [[name, cell]];
      }),
    ),
  );
}
