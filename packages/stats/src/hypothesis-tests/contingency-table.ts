import { type Numbers, requireAtLeast } from "../argument-checks.ts";
import { requireLength, requireWhole } from "../invalid-argument.ts";

/** Rows of counts: whole numbers >= 0. */
export type ContingencyTable = readonly Numbers[];

export interface TableSums {
  readonly rowSums: readonly number[];
  readonly columnSums: readonly number[];
  readonly total: number;
}

/** Sums of a table of counts; refuses ragged tables and what is no count. */
export function checkTable(table: ContingencyTable): TableSums {
  requireAtLeast("table", table, 1);
  const width = table[0]?.length ?? 0;
  const columnSums = new Array<number>(width).fill(0);
  const rowSums = table.map((row, i) => {
    requireLength(`table[${i}]`, row.length, width);
    let sum = 0;
    for (let j = 0; j < width; j += 1) {
      const count = row[j] ?? Number.NaN;
      requireWhole(`table[${i}][${j}]`, count, 0);
      sum += count;
      columnSums[j] = (columnSums[j] ?? 0) + count;
    }
    return sum;
  });
  return { rowSums, columnSums, total: rowSums.reduce((all, sum) => all + sum, 0) };
}
