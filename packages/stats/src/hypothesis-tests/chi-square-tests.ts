import { type Numbers, requireAtLeast, requireWeights } from "../argument-checks.ts";
import { chiSquareUpperTail } from "../distributions/chi-square.ts";
import { requireLength } from "../invalid-argument.ts";
import { type ContingencyTable, checkTable } from "./contingency-table.ts";
import { type TestResult, withoutTest } from "./test-result.ts";

/** Pearson's chi-square of counts against shares (equal ones unless told; scaled to sum 1). */
export function chiSquareGoodnessOfFit(
  counts: Numbers,
  shares?: Numbers,
): TestResult & { readonly expected: readonly number[] } {
  const method = "chi-square goodness of fit";
  requireAtLeast("counts", counts, 1);
  const { total } = checkTable([Array.from(counts)]);
  if (shares !== undefined) {
    requireLength("shares", shares.length, counts.length);
    requireWeights("shares", shares, counts.length);
  }
  const weights = Array.from(counts, (_, index) => (shares === undefined ? 1 : (shares[index] ?? 0)));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const expected = weights.map((weight) => (total * weight) / sum);
  const nothing = (problem: string) => Object.freeze({ ...withoutTest(method, problem), expected });
  if (total === 0) return nothing("there are no counts");
  const impossible = expected.findIndex((value, index) => value === 0 && (counts[index] ?? 0) > 0);
  if (impossible !== -1) return nothing(`category ${impossible + 1} occurs although its share is 0`);
  const degreesOfFreedom = expected.filter((value) => value > 0).length - 1;
  if (degreesOfFreedom < 1) return nothing("one category leaves nothing to test");
  const statistic = expected.reduce(
    (all, value, index) => (value === 0 ? all : all + ((counts[index] ?? 0) - value) ** 2 / value),
    0,
  );
  const pValue = chiSquareUpperTail(statistic, degreesOfFreedom);
  return Object.freeze({ method, statistic, degreesOfFreedom, pValue, problem: null, expected });
}

export interface IndependenceTest extends TestResult {
  readonly expected: readonly (readonly number[])[];
  /** The chi-square approximation is doubtful when this is below 5; see `fisherExactTest`. */
  readonly smallestExpected: number | null;
  /** Cramer's V, 0 to 1, from the uncorrected statistic. */
  readonly cramersV: number | null;
}

/**
 * Pearson's chi-square of independence of rows and columns of counts. A 2 x 2 table gets Yates's continuity
 * correction unless `continuityCorrection` is false.
 */
export function chiSquareIndependence(
  table: ContingencyTable,
  options: { readonly continuityCorrection?: boolean } = {},
): IndependenceTest {
  const { rowSums, columnSums, total } = checkTable(table);
  const yates = (options.continuityCorrection ?? true) && rowSums.length === 2 && columnSums.length === 2;
  const method = yates ? "chi-square independence, continuity corrected" : "chi-square independence";
  const expected = rowSums.map((row) =>
    columnSums.map((column) => (total === 0 ? 0 : (row * column) / total)),
  );
  const nothing = (problem: string): IndependenceTest =>
    Object.freeze({ ...withoutTest(method, problem), expected, smallestExpected: null, cramersV: null });
  if (total === 0) return nothing("there are no counts");
  if (rowSums.length < 2 || columnSums.length < 2) return nothing("one row or column leaves nothing to test");
  const emptyRow = rowSums.indexOf(0);
  if (emptyRow !== -1) return nothing(`row ${emptyRow + 1} is empty: leave it out`);
  const emptyColumn = columnSums.indexOf(0);
  if (emptyColumn !== -1) return nothing(`column ${emptyColumn + 1} is empty: leave it out`);
  const flat = table.flatMap((row, i) =>
    Array.from(row, (count, j) => ({ count, expected: expected[i]?.[j] ?? 0 })),
  );
  const correction = yates ? Math.min(0.5, ...flat.map((cell) => Math.abs(cell.count - cell.expected))) : 0;
  const distance = (off: number): number =>
    flat.reduce((sum, cell) => sum + (Math.abs(cell.count - cell.expected) - off) ** 2 / cell.expected, 0);
  const statistic = distance(correction);
  const degreesOfFreedom = (rowSums.length - 1) * (columnSums.length - 1);
  return Object.freeze({
    method,
    statistic,
    degreesOfFreedom,
    pValue: chiSquareUpperTail(statistic, degreesOfFreedom),
    problem: null,
    expected,
    smallestExpected: Math.min(...flat.map((cell) => cell.expected)),
    cramersV: Math.sqrt(distance(0) / total / (Math.min(rowSums.length, columnSums.length) - 1)),
  });
}
