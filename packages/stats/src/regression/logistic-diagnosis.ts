import type { Numbers } from "../argument-checks.ts";
import { createMatrix, type Matrix } from "../linear-algebra/matrix.ts";
import type { DesignColumns } from "./independent-design.ts";
import type { LogisticPoint } from "./logistic-newton.ts";
import { findSeparation, type Separation } from "./separation.ts";

/** Separation with the names of its columns. */
export interface NamedSeparation {
  readonly kind: Separation["kind"];
  /** Rows predicted without error. */
  readonly rows: number;
  /** Columns whose combination predicts them. */
  readonly columns: readonly string[];
}

export interface LogisticFailure {
  readonly problem: string;
  readonly separation: NamedSeparation | null;
}

/** Further out than this on the logistic scale, a probability is within 1 in 20,000 of 0 or 1. */
const farOut = 10;

/** Why a logistic fit has no estimates, or null when it has. */
export function diagnoseLogistic(
  columns: DesignColumns,
  response: Numbers,
  used: Float64Array,
  point: LogisticPoint,
  facts: { readonly penalized: boolean; readonly constantResponse: boolean },
): LogisticFailure | null {
  const without = (problem: string): LogisticFailure => ({ problem, separation: null });
  if (columns.kept.length === 0) return without("there are no columns to estimate");
  if (facts.constantResponse) {
    return without("the response is the same in every row, so its odds have no finite estimate");
  }
  const unsettled = without(`the likelihood did not settle in ${point.iterations} steps`);
  if (facts.penalized) return point.converged ? null : unsettled;
  const extreme = point.linear.some((value, row) => used[row] === 1 && Math.abs(value) > farOut);
  if (point.converged && !extreme) return null;
  const rows = Array.from(used.keys()).filter((row) => used[row] === 1);
  const found = findSeparation(
    selectRows(columns.matrix, rows),
    rows.map((row) => response[row] ?? 0),
  );
  if (found === null || found === "undecided") return point.converged ? null : unsettled;
  const names = found.columns.map((column) => columns.names[column] ?? "");
  return {
    problem: `${found.kind} separation: ${names.join(", ")} predict ${found.rows} of ${rows.length} rows without error, so estimates run off to infinity; a penalty (l2) keeps them finite`,
    separation: Object.freeze({ kind: found.kind, rows: found.rows, columns: Object.freeze(names) }),
  };
}

function selectRows(matrix: Matrix, rows: readonly number[]): Matrix {
  const { columns, values } = matrix;
  const result = createMatrix(rows.length, columns);
  for (const [place, row] of rows.entries()) {
    result.values.set(values.subarray(row * columns, (row + 1) * columns), place * columns);
  }
  return result;
}
