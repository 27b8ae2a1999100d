import { type ComparisonCells, cellTotal } from "./comparison-cells.ts";

/**
 * Mean over the opponents an item met of its share of wins against each. A tie counts as a comparison that nobody won (Kirk et al.
 * 2024). Null for an item that met nobody.
 */
export function averageWinRate(cells: ComparisonCells): readonly (number | null)[] {
  const { itemCount, low, high, lowWins, highWins } = cells;
  const shares = new Float64Array(itemCount);
  const opponents = new Int32Array(itemCount);
  const add = (item: number, share: number): void => {
    shares[item] = (shares[item] ?? 0) + share;
    opponents[item] = (opponents[item] ?? 0) + 1;
  };
  for (let cell = 0; cell < low.length; cell += 1) {
    const total = cellTotal(cells, cell);
    if (total === 0) continue;
    add(low[cell] ?? 0, (lowWins[cell] ?? 0) / total);
    add(high[cell] ?? 0, (highWins[cell] ?? 0) / total);
  }
  return Object.freeze(
    Array.from(shares, (sum, item) => {
      const met = opponents[item] ?? 0;
      return met === 0 ? null : sum / met;
    }),
  );
}
