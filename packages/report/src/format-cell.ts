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
      return `${formatNumber(100 * cell, column.digits ?? 1)} %`;
    case "p-value":
      return cell < 0.0001 ? "< 0.0001" : formatNumber(cell, column.digits ?? 4);
    case "number":
      return formatNumber(cell, column.digits ?? 2);
    case "text":
    case "flag":
      return String(cell);
  }
}

function formatNumber(value: number, digits: number): string {
  const text = value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // minus, not hyphen; and no "-0.00"
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace("-", "−");
}

export function isNumeric(column: Column): boolean {
  return column.kind !== "text" && column.kind !== "flag";
}
