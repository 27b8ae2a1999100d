/** A text as an SQL literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column's or table's name in SQL, whatever signs are in it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
