import { type ComparisonCells, cellsFromMatrix, rankCentrality, winMatrix } from "@refract/stats";
import type { Mode } from "../../mode.ts";

/**
 * The items in the order of the published computation: by descending comparison wins, a tie a win each way; equal ones as they
 * stood. Matters in `published` mode only, whose result depends on the order.
 */
export function publishedOrder(cells: ComparisonCells): readonly number[] {
  const { itemCount } = cells;
  const wins = winMatrix(cells, { ties: "each-way" });
  const total = Array.from({ length: itemCount }, (_, item) =>
    wins.subarray(item * itemCount, (item + 1) * itemCount).reduce((sum, count) => sum + count, 0),
  );
  return total.map((_, item) => item).sort((one, other) => (total[other] ?? 0) - (total[one] ?? 0));
}

/**
 * Rank centrality of each item (spec prism-analysis, section 4). `corrected` does not depend on `order`; `published`
 * has the items stand in it.
 */
export function centralityScores(
  cells: ComparisonCells,
  mode: Mode,
  order: readonly number[],
  prior = 1,
):
  | { readonly scores: Float64Array; readonly problem: null }
  | { readonly scores: null; readonly problem: string } {
  if (mode === "corrected") return rankCentrality(cells, { prior });
  const { scores, problem } = rankCentrality(reordered(cells, order), { mode: "as-published", prior });
  if (scores === null) return { scores, problem };
  const restored = new Float64Array(scores.length);
  for (const [place, item] of order.entries()) restored[item] = scores[place] ?? 0;
  return { scores: restored, problem: null };
}

/** The same comparisons with item `order[k]` at place k. */
function reordered(cells: ComparisonCells, order: readonly number[]): ComparisonCells {
  const { itemCount, low, high } = cells;
  const place = new Int32Array(itemCount);
  for (const [to, item] of order.entries()) place[item] = to;
  const wins = new Float64Array(itemCount ** 2);
  const ties = new Float64Array(itemCount ** 2);
  for (let cell = 0; cell < low.length; cell += 1) {
    const one = place[low[cell] ?? 0] ?? 0;
    const other = place[high[cell] ?? 0] ?? 0;
    wins[one * itemCount + other] = cells.lowWins[cell] ?? 0;
    wins[other * itemCount + one] = cells.highWins[cell] ?? 0;
    ties[one * itemCount + other] = cells.ties[cell] ?? 0;
    ties[other * itemCount + one] = cells.ties[cell] ?? 0;
  }
  return cellsFromMatrix(itemCount, wins, ties);
}
