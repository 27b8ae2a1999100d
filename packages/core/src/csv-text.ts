/** A cell as the release's rows hold it. */
export type CsvCell = string | number | boolean | null;

/**
 * What a spreadsheet may take for a formula, or for the start of another cell: the characters OWASP names under "CSV
 * injection", full-width forms included, also after blanks. Leading apostrophes are part of it, so that the prefix can be
 * taken off again: one apostrophe goes where `startsFormula` holds.
 */
const startsFormula = /^'*[ \u00a0\u3000]*[\t\r\n=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** A text that a spreadsheet shows and never runs: an apostrophe is put before what could be a formula. */
export function withoutFormula(text: string): string {
  return startsFormula.test(text) ? `'${text}` : text;
}

/** The text before `withoutFormula`. */
export function restoreFormula(text: string): string {
  return text.startsWith("'") && startsFormula.test(text) ? text.slice(1) : text;
}

/**
 * One line of RFC 4180, CRLF included. Null is an empty field, the empty text a quoted one, booleans are `true` and
 * `false`, numbers have a decimal point. Texts are made safe against spreadsheet formulas.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = withoutFormula(cell);
  return safe === "" || safe !== cell || /[",\r\n]|^\s|\s$/.test(safe)
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}
