/** A value that could not be had, and why (invariants 6 and 7): a table never holds NaN or a bare gap. */
export interface Absent {
  readonly absent: string;
}

/** One cell of a table. Numbers are finite; what has no number says why. */
export type Cell = string | number | boolean | Absent;

/**
 * A cell without a value.
 *
 * @param reason A short clause in lower case: "fewer than 20 people".
 */
export function absent(reason: string): Absent {
  return Object.freeze({ absent: reason });
}

export function isAbsent(cell: Cell): cell is Absent {
  return typeof cell === "object";
}

/**
 * A number for a cell, or the reason why there is none.
 *
 * @param value What was computed; null, undefined, NaN and the infinities become an absent cell.
 * @param reason Why it can be absent.
 */
export function numberCell(value: number | null | undefined, reason: string): Cell {
  return value === null || value === undefined || !Number.isFinite(value) ? absent(reason) : value;
}
