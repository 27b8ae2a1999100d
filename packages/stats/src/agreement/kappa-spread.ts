/** What an agreement of category i with category j is worth, from 0 to 1; 1 where i = j. */
export type AgreementWorth = (i: number, j: number) => number;

/** Kappa of a table of shares, with its variance for one unit. */
export interface KappaSpread {
  readonly observed: number;
  readonly expected: number;
  readonly kappa: number;
  /** Of kappa, times the number of units. */
  readonly variance: number;
  /** The same for raters with these margins who agree by chance only. */
  readonly nullVariance: number;
}

/**
 * kappa = (p_o - p_e) / (1 - p_e) and its large-sample variances (Fleiss, Cohen and Everitt 1969).
 *
 * @param shares square, row by row, sum 1, margins not both on one category
 */
export function kappaSpread(shares: Float64Array, size: number, worth: AgreementWorth): KappaSpread {
  const { rows, columns } = marginsOf(shares, size);
  const at = (values: Float64Array, place: number): number => values[place] ?? 0;
  let observed = 0;
  let expected = 0;
  const rowWorth = new Float64Array(size);
  const columnWorth = new Float64Array(size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      const value = worth(i, j);
      observed += value * at(shares, i * size + j);
      expected += value * at(rows, i) * at(columns, j);
      rowWorth[i] = at(rowWorth, i) + value * at(columns, j);
      columnWorth[j] = at(columnWorth, j) + value * at(rows, i);
    }
  const kappa = (observed - expected) / (1 - expected);
  let squares = 0;
  let nullSquares = 0;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      const both = at(rowWorth, i) + at(columnWorth, j);
      squares += at(shares, i * size + j) * (worth(i, j) - both * (1 - kappa)) ** 2;
      nullSquares += at(rows, i) * at(columns, j) * (worth(i, j) - both) ** 2;
    }
  const scale = (1 - expected) ** 2;
  return {
    observed,
    expected,
    kappa,
    variance: Math.max(0, squares - (kappa - expected * (1 - kappa)) ** 2) / scale,
    nullVariance: Math.max(0, nullSquares - expected ** 2) / scale,
  };
}

/** Shares of the categories of either rater. */
export function marginsOf(
  shares: Float64Array,
  size: number,
): { readonly rows: Float64Array; readonly columns: Float64Array } {
  const rows = new Float64Array(size);
  const columns = new Float64Array(size);
  for (const [place, share] of shares.entries()) {
    const row = Math.floor(place / size);
    rows[row] = (rows[row] ?? 0) + share;
    columns[place % size] = (columns[place % size] ?? 0) + share;
  }
  return { rows, columns };
}
