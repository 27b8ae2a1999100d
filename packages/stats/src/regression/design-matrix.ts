import { invalidArgument, requireLength } from "../invalid-argument.ts";
import { createMatrix, type Matrix } from "../linear-algebra/matrix.ts";

/** A term of a model. Null (and NaN) values are missing. */
export type DesignTerm =
  | { readonly kind: "number"; readonly name: string; readonly values: ArrayLike<number | null> }
  | {
      readonly kind: "factor";
      readonly name: string;
      readonly values: readonly (string | null)[];
      /** Order of the columns; levels not named follow in alphabetical order. */
      readonly levels?: readonly string[];
      /** The level without a column; the first one unless told. */
      readonly reference?: string;
    }
  /** Products of the columns of two terms above it. */
  | { readonly kind: "interaction"; readonly of: readonly [string, string] };

export interface DesignOptions {
  /** A first column of ones named "(intercept)"; true unless told. */
  readonly intercept?: boolean;
}

/** A matrix whose columns have names. */
export interface NamedMatrix {
  readonly names: readonly string[];
  readonly matrix: Matrix;
}

export interface Design extends NamedMatrix {
  /** Rows of the data that are complete and so in the matrix, ascending, from 0. */
  readonly keptRows: Uint32Array;
  /** Rows left out because a value is missing. */
  readonly missingRows: number;
  /** The reference level of each factor that has rows. */
  readonly references: Readonly<Record<string, string>>;
  /** What was decided about the data, as sentences: a reference level that doesn't occur, a lone level. */
  readonly notes: readonly string[];
}

export const interceptName = "(intercept)";

interface BuiltTerm {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly at: (row: number) => number }[];
}

/**
 * A design matrix by treatment coding: one column of 0 and 1 for each level of a factor that occurs in the
 * kept rows, except its reference. Columns are named `age` and `gender: Female`. Rows with a missing value in
 * any term are left out.
 */
export function buildDesign(terms: readonly DesignTerm[], options: DesignOptions = {}): Design {
  const rows = rowCount(terms);
  const keptRows = Uint32Array.from(completeRows(terms, rows));
  const notes: string[] = [];
  const references: Record<string, string> = {};
  const built: BuiltTerm[] = [];
  if (options.intercept ?? true) {
    built.push({ name: interceptName, columns: [{ name: interceptName, at: () => 1 }] });
  }
  for (const term of terms) {
    if (built.some(({ name }) => name === termName(term))) {
      throw invalidArgument("terms", termName(term), "terms of different names");
    }
    built.push(buildTerm(term, built, keptRows, references, notes));
  }
  const columns = built.flatMap((term) => term.columns);
  const matrix = createMatrix(keptRows.length, columns.length);
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < keptRows.length; i += 1) {
      matrix.values[i * columns.length + j] = column.at(keptRows[i] ?? 0);
    }
  }
  return Object.freeze({
    names: Object.freeze(columns.map(({ name }) => name)),
    matrix,
    keptRows,
    missingRows: rows - keptRows.length,
    references: Object.freeze(references),
    notes: Object.freeze(notes),
  });
}

/** The entries of a column of the data (response, weights, clusters) in the rows that a design kept. */
export function takeRows<T>(values: ArrayLike<T>, design: Pick<Design, "keptRows">): readonly T[] {
  return Array.from(design.keptRows, (row) => {
    const value = values[row];
    if (value === undefined) throw invalidArgument("values.length", values.length, `more than ${row}`);
    return value;
  });
}

function rowCount(terms: readonly DesignTerm[]): number {
  const data = terms.flatMap((term) => (term.kind === "interaction" ? [] : [term]));
  const rows = data[0]?.values.length;
  if (rows === undefined) throw invalidArgument("terms.length", 0, "at least one term with values");
  for (const { name, values } of data) requireLength(name, values.length, rows);
  return rows;
}

function completeRows(terms: readonly DesignTerm[], rows: number): number[] {
  const complete: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const missing = terms.some((term) => {
      if (term.kind === "interaction") return false;
      const value = term.values[row];
      return value === null || value === undefined || Number.isNaN(value);
    });
    if (!missing) complete.push(row);
  }
  return complete;
}

function termName(term: DesignTerm): string {
  return term.kind === "interaction" ? `${term.of[0]} x ${term.of[1]}` : term.name;
}

function buildTerm(
  term: DesignTerm,
  before: readonly BuiltTerm[],
  keptRows: Uint32Array,
  references: Record<string, string>,
  notes: string[],
): BuiltTerm {
  switch (term.kind) {
    case "number":
      return buildNumber(term, keptRows);
    case "factor":
      return buildFactor(term, keptRows, references, notes);
    case "interaction":
      return buildInteraction(term, before);
    default:
      return term satisfies never;
  }
}

function buildNumber(term: DesignTerm & { kind: "number" }, keptRows: Uint32Array): BuiltTerm {
  for (const row of keptRows) {
    if (!Number.isFinite(term.values[row])) {
      throw invalidArgument(`${term.name}[${row}]`, term.values[row], "a finite number or null");
    }
  }
  return { name: term.name, columns: [{ name: term.name, at: (row) => term.values[row] ?? 0 }] };
}

function buildFactor(
  term: DesignTerm & { kind: "factor" },
  keptRows: Uint32Array,
  references: Record<string, string>,
  notes: string[],
): BuiltTerm {
  const { name, values, levels: named = [] } = term;
  const present = new Set<string>();
  for (const row of keptRows) present.add(values[row] ?? "");
  const others = Array.from(present)
    .filter((level) => !named.includes(level))
    .sort();
  const levels = [...named, ...others].filter((level) => present.has(level));
  const [first] = levels;
  if (first === undefined) return { name, columns: [] };
  if (levels.length === 1) notes.push(`${name}: only the level "${first}" occurs, so it has no column`);
  const asked = term.reference ?? named[0] ?? first;
  const reference = present.has(asked) ? asked : first;
  if (reference !== asked) {
    notes.push(`${name}: the reference level "${asked}" does not occur, "${reference}" stands in for it`);
  }
  references[name] = reference;
  const columns = levels
    .filter((level) => level !== reference)
    .map((level) => ({
      name: `${name}: ${level}`,
      at: (row: number) => (values[row] === level ? 1 : 0),
    }));
  return { name, columns };
}

function buildInteraction(
  term: DesignTerm & { kind: "interaction" },
  before: readonly BuiltTerm[],
): BuiltTerm {
  const [left, right] = term.of.map((name) => {
    const found = before.find((built) => built.name === name);
    if (found === undefined) throw invalidArgument("interaction", name, "the name of a term above it");
    return found;
  });
  const columns = (left?.columns ?? []).flatMap((one) =>
    (right?.columns ?? []).map((other) => ({
      name: `${one.name} x ${other.name}`,
      at: (row: number) => one.at(row) * other.at(row),
    })),
  );
  return { name: termName(term), columns };
}
