import { requireLevel } from "../invalid-argument.ts";
import { findRoot } from "../optimization/root.ts";
import { type ContingencyTable, checkTable } from "./contingency-table.ts";
import { tablesNoMoreLikely } from "./table-enumeration.ts";
import { type Alternative, type TestResult, withoutTest } from "./test-result.ts";

export interface FisherExactOptions {
  /** Of the odds ratio of a 2 x 2 table; `two-sided` unless told. Larger tables are two-sided. */
  readonly alternative?: Alternative;
  /** Confidence level of the odds ratio, 0.95 unless told. */
  readonly level?: number;
}

export interface FisherExactTest extends TestResult {
  /** Conditional maximum likelihood odds ratio of a 2 x 2 table, 0 to Infinity. */
  readonly oddsRatio: number | null;
  readonly interval: readonly [number, number] | null;
}

/** Probabilities this close count as equal, as in R. */
const slack = 1 + 1e-7;

/**
 * Fisher's exact test of independence of a table of counts. Two-sided p adds up all tables of the same sums
 * that are no more likely than the one seen. Larger than 2 x 2, tables are counted one by one, up to
 * 5,000,000; beyond that the result says so.
 */
export function fisherExactTest(table: ContingencyTable, options: FisherExactOptions = {}): FisherExactTest {
  const { alternative = "two-sided", level = 0.95 } = options;
  requireLevel("level", level);
  const method = "Fisher's exact";
  const nothing = (problem: string): FisherExactTest =>
    Object.freeze({ ...withoutTest(method, problem), oddsRatio: null, interval: null });
  const { rowSums, columnSums } = checkTable(table);
  const rows = rowSums.filter((sum) => sum > 0).length;
  const columns = columnSums.filter((sum) => sum > 0).length;
  if (rows < 2 || columns < 2) return nothing("fewer than two rows or columns have counts");
  if (rowSums.length === 2 && columnSums.length === 2) return ofTwoByTwo(table, method, alternative, level);
  const pValue = tablesNoMoreLikely(table, rowSums, columnSums, slack, 5_000_000);
  if (pValue === null) return nothing("more than 5,000,000 tables have these sums: use the chi-square test");
  return Object.freeze({
    method,
    statistic: null,
    degreesOfFreedom: null,
    pValue,
    problem: null,
    oddsRatio: null,
    interval: null,
  });
}

function ofTwoByTwo(
  table: ContingencyTable,
  method: string,
  alternative: Alternative,
  level: number,
): FisherExactTest {
  const { rowSums, columnSums } = checkTable(table);
  const cell = noncentralHypergeometric(rowSums[0] ?? 0, rowSums[1] ?? 0, columnSums[0] ?? 0);
  const seen = table[0]?.[0] ?? 0;
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  return Object.freeze({
    method,
    statistic: seen,
    degreesOfFreedom: null,
    pValue: Math.min(1, pValueOf(cell, seen, alternative)),
    problem: null,
    oddsRatio: estimateOdds(cell, seen),
    interval: Object.freeze([
      alternative === "less" || seen === cell.low ? 0 : solveOdds((log) => cell.upper(seen, log) - tail),
      alternative === "greater" || seen === cell.high
        ? Number.POSITIVE_INFINITY
        : solveOdds((log) => cell.lower(seen, log) - tail),
    ] as const),
  });
}

/** Distribution of the first cell given all sums, at a log odds ratio. */
interface CellDistribution {
  readonly low: number;
  readonly high: number;
  /** From `low` to `high`. */
  probabilities(logOdds: number): Float64Array;
  /** P(X <= seen). */
  lower(seen: number, logOdds: number): number;
  /** P(X >= seen). */
  upper(seen: number, logOdds: number): number;
}

function noncentralHypergeometric(
  firstRow: number,
  secondRow: number,
  firstColumn: number,
): CellDistribution {
  const low = Math.max(0, firstColumn - secondRow);
  const high = Math.min(firstRow, firstColumn);
  const logs = new Float64Array(high - low + 1);
  for (let x = low; x < high; x += 1) {
    const ratio = ((firstRow - x) * (firstColumn - x)) / ((x + 1) * (secondRow - firstColumn + x + 1));
    logs[x - low + 1] = (logs[x - low] ?? 0) + Math.log(ratio);
  }
  const probabilities = (logOdds: number): Float64Array => {
    const tilted = logs.map((value, index) => value + logOdds * index);
    const most = tilted.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
    const weights = tilted.map((value) => Math.exp(value - most));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };
  const sum = (parts: Float64Array): number => parts.reduce((all, part) => all + part, 0);
  return {
    low,
    high,
    probabilities,
    lower: (seen, logOdds) => sum(probabilities(logOdds).subarray(0, seen - low + 1)),
    upper: (seen, logOdds) => sum(probabilities(logOdds).subarray(seen - low)),
  };
}

function pValueOf(cell: CellDistribution, seen: number, alternative: Alternative): number {
  switch (alternative) {
    case "less":
      return cell.lower(seen, 0);
    case "greater":
      return cell.upper(seen, 0);
    case "two-sided": {
      const chances = cell.probabilities(0);
      const own = (chances[seen - cell.low] ?? 0) * slack;
      return chances.reduce((sum, chance) => (chance <= own ? sum + chance : sum), 0);
    }
    default:
      return alternative satisfies never;
  }
}

/** The odds ratio under which the cell's mean is what was seen. */
function estimateOdds(cell: CellDistribution, seen: number): number {
  if (seen === cell.low) return 0;
  if (seen === cell.high) return Number.POSITIVE_INFINITY;
  return solveOdds(
    (log) =>
      cell.probabilities(log).reduce((mean, chance, index) => mean + chance * (cell.low + index), 0) - seen,
  );
}

function solveOdds(distance: (logOdds: number) => number): number {
  return Math.exp(findRoot(distance, -200, 200));
}
