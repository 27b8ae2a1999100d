import type { ContingencyTable } from "./contingency-table.ts";

/**
 * Probability, given all sums, of the tables that are at most `slack` times as likely as `table`: every table
 * is visited, column by column. Null when there are more than `limit`.
 */
export function tablesNoMoreLikely(
  table: ContingencyTable,
  rowSums: readonly number[],
  columnSums: readonly number[],
  slack: number,
  limit: number,
): number | null {
  const total = rowSums.reduce((sum, value) => sum + value, 0);
  const logFactorial = new Float64Array(total + 1);
  for (let value = 2; value <= total; value += 1) {
    logFactorial[value] = (logFactorial[value - 1] ?? 0) + Math.log(value);
  }
  const logOf = (value: number): number => logFactorial[value] ?? 0;
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + logOf(value), 0);
  const constant = sumOf(rowSums) + sumOf(columnSums) - logOf(total);
  const seen = constant - table.reduce((sum, row) => sum + sumOf(Array.from(row)), 0);
  const threshold = seen + Math.log(slack);

  const left = Float64Array.from(rowSums);
  let visited = 0;
  let probability = 0;
  /** Fills the rows from `row` on of `column`, `rest` being still to place in it. */
  const fill = (column: number, row: number, rest: number, log: number): boolean => {
    const room = left[row] ?? 0;
    if (column === columnSums.length - 1) {
      let last = log;
      for (const value of left) last -= logOf(value);
      visited += 1;
      if (last <= threshold) probability += Math.exp(last);
      return visited <= limit;
    }
    if (row === left.length - 1) {
      if (rest > room) return true;
      left[row] = room - rest;
      const going = fill(column + 1, 0, columnSums[column + 1] ?? 0, log - logOf(rest));
      left[row] = room;
      return going;
    }
    let after = 0;
    for (let other = row + 1; other < left.length; other += 1) after += left[other] ?? 0;
    for (let count = Math.max(0, rest - after); count <= Math.min(room, rest); count += 1) {
      left[row] = room - count;
      const going = fill(column, row + 1, rest - count, log - logOf(count));
      left[row] = room;
      if (!going) return false;
    }
    return true;
  };
  return fill(0, 0, columnSums[0] ?? 0, constant) ? Math.min(1, probability) : null;
}
