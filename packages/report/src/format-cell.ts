import { type Cell, isAbsent } from "./cell.ts";
import type { Column } from "./table.ts";

/** A cell as it is shown; an absent one is a dash, its reason goes beside it. */
export function formatCell(cell: Cell, column: Column): string {
  if (isAbsent(cell)) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return cell;
  switch (column.kind) {
    case "integer":
      return formatNumber(cell, 0);
    case "percent":
      return `${formatNumber(100 * cell, decimals(100 * cell, column.digits ?? 1))} %`;
    case "p-value":
      return cell < 0.001 ? "< 0.001" : formatNumber(cell, Math.min(column.digits ?? 3, mostDecimals));
    case "number":
      return formatNumber(cell, decimals(cell, column.digits ?? 2));
    case "text":
    case "flag":
      return String(cell);
  }
}

/** More decimals say nothing to a reader; the data files hold every digit. */
const mostDecimals = 3;

/** Decimals with which a number has at most three significant digits: 61.3, 1,235, 0.403; not more than asked for. */
function decimals(value: number, asked: number): number {
  const wanted = Math.min(asked, mostDecimals);
  for (let count = wanted; count > 0; count -= 1) {
    // rounded first, for 9.996 to two decimals is 10.00
    if (Math.abs(Number(value.toFixed(count))) < 10 ** (mostDecimals - count)) return count;
  }
  return 0;
}

/** Making one takes longer than a thousand numbers do. */
const formats = [0, 1, 2, 3].map(
  (digits) =>
    new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

function formatNumber(value: number, digits: number): string {
  const text = formats[digits]?.format(value) ?? String(value);
  // minus, not hyphen; and no "-0.00"
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace("-", "−");
}

export function isNumeric(column: Column): boolean {
  return column.kind !== "text" && column.kind !== "flag";
}
