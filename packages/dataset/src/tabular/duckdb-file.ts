/**
 * A file's path as the SQL literal by which DuckDB reads this file and no other. DuckDB takes `*`, `?` and `[` in a path
 * for a pattern, so that a folder named `wave[1]` would be read as `wave1`; a class of one character stands for itself.
 * For what DuckDB reads; a path it writes to is no pattern.
 */
export function duckDbFile(path: string): string {
  return `'${path.replaceAll(/[*?[]/g, "[$&]").replaceAll("'", "''")}'`;
}
