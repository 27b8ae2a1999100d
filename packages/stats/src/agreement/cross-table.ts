import { invalidArgument, requireLength } from "../invalid-argument.ts";

/**
 * Counts of value pairs of two raters over the same units; pairs with a null are left out.
 *
 * @param categories all values, in the order of rows and columns; those that occur, ascending, unless given
 */
export function crossTable(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
  categories?: readonly number[],
): number[][] {
  requireLength("second", second.length, first.length);
  const pairs: [number, number][] = [];
  for (const [index, value] of first.entries()) {
    const other = second[index] ?? null;
    if (value !== null && other !== null) pairs.push([value, other]);
  }
  const order = categories ?? [...new Set(pairs.flat())].sort((a, b) => a - b);
  const position = new Map(order.map((category, index) => [category, index]));
  if (position.size !== order.length) {
    throw invalidArgument("categories", order.join(", "), "each category once");
  }
  const table = order.map(() => order.map(() => 0));
  for (const [value, other] of pairs) {
    const row = table[place("first", value, position)];
    const column = place("second", other, position);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

function place(name: string, value: number, position: ReadonlyMap<number, number>): number {
  const index = position.get(value);
  if (index === undefined || !Number.isFinite(value)) {
    throw invalidArgument(name, value, `one of ${[...position.keys()].join(", ")}`);
  }
  return index;
}

/** Throws unless `table` is square and holds whole numbers of at least 0. */
export function requireSquareCounts(name: string, table: readonly (readonly number[])[]): void {
  for (const [index, row] of table.entries()) {
    requireLength(`${name}[${index}]`, row.length, table.length);
    requireCounts(`${name}[${index}]`, row);
  }
}

export function requireCounts(name: string, counts: readonly number[]): void {
  for (const [index, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 0) {
      throw invalidArgument(`${name}[${index}]`, count, "a whole number of at least 0");
    }
  }
}
