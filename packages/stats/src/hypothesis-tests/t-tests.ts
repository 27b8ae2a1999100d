import { type Numbers, requireFinite } from "../argument-checks.ts";
import { studentTCdf, studentTQuantile, studentTUpperTail } from "../distributions/student-t.ts";
import { requireLength, requireLevel } from "../invalid-argument.ts";
import { isNegligible } from "../summaries/moments.ts";
import { type Alternative, pValueFromTails, type TestResult, withoutTest } from "./test-result.ts";

export interface TTestOptions {
  /** `two-sided` unless told. */
  readonly alternative?: Alternative;
  /** Value of the mean or difference under the null hypothesis, 0 unless told. */
  readonly nullValue?: number;
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
}

export interface TTest extends TestResult {
  /** Mean, or difference of means (first less second). */
  readonly estimate: number | null;
  readonly standardError: number | null;
  /** Of the estimate; open to one side for a one-sided alternative. */
  readonly interval: readonly [number, number] | null;
  readonly counts: readonly number[];
}

/** Student's t test of a mean. */
export function oneSampleTTest(values: Numbers, options: TTestOptions = {}): TTest {
  return meanTest("one-sample t", values, options);
}

/** Student's t test of the mean difference of pairs, first less second. */
export function pairedTTest(first: Numbers, second: Numbers, options: TTestOptions = {}): TTest {
  requireLength("second", second.length, first.length);
  requireFinite("first", first);
  requireFinite("second", second);
  const differences = Float64Array.from(first, (value, index) => value - (second[index] ?? 0));
  return meanTest("paired t", differences, options);
}

/**
 * t test of the difference of two means. `variances: "unequal"` (the default) is Welch's test with
 * Satterthwaite's degrees of freedom; `"equal"` is Student's.
 */
export function twoSampleTTest(
  first: Numbers,
  second: Numbers,
  options: TTestOptions & { readonly variances?: "equal" | "unequal" } = {},
): TTest {
  const { variances = "unequal" } = options;
  const method = variances === "equal" ? "two-sample t" : "Welch's t";
  requireFinite("first", first);
  requireFinite("second", second);
  const counts = [first.length, second.length];
  const a = momentsOf(first);
  const b = momentsOf(second);
  if (a.count < 1 || b.count < 1) return nothing(method, counts, "a sample is empty");
  if (variances === "unequal" && (a.count < 2 || b.count < 2)) {
    return nothing(method, counts, "a sample of one value has no variance");
  }
  if (a.count + b.count < 3) return nothing(method, counts, "two values leave no degrees of freedom");
  if (isConstant(a) && isConstant(b)) {
    return nothing(method, counts, "all values of each sample are equal", a.mean - b.mean);
  }
  const estimate = a.mean - b.mean;
  if (variances === "equal") {
    const freedom = a.count + b.count - 2;
    const pooled = (a.squares + b.squares) / freedom;
    return conclude(
      method,
      estimate,
      Math.sqrt(pooled / a.count + pooled / b.count),
      freedom,
      counts,
      options,
    );
  }
  const partA = a.squares / (a.count - 1) / a.count;
  const partB = b.squares / (b.count - 1) / b.count;
  const freedom = (partA + partB) ** 2 / (partA ** 2 / (a.count - 1) + partB ** 2 / (b.count - 1));
  return conclude(method, estimate, Math.sqrt(partA + partB), freedom, counts, options);
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations. */
  readonly squares: number;
}

function momentsOf(values: Numbers): Moments {
  const count = values.length;
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += values[index] ?? 0;
  const mean = sum / count;
  let squares = 0;
  for (let index = 0; index < count; index += 1) squares += ((values[index] ?? 0) - mean) ** 2;
  return { count, mean, squares };
}

function isConstant({ squares, mean, count }: Moments): boolean {
  return isNegligible(squares, mean, count);
}

function meanTest(method: string, values: Numbers, options: TTestOptions): TTest {
  requireFinite("values", values);
  const moments = momentsOf(values);
  const counts = [values.length];
  if (values.length < 2) return nothing(method, counts, "fewer than two values have no variance");
  if (isConstant(moments)) return nothing(method, counts, "all values are equal", moments.mean);
  const freedom = values.length - 1;
  return conclude(
    method,
    moments.mean,
    Math.sqrt(moments.squares / freedom / values.length),
    freedom,
    counts,
    options,
  );
}

function conclude(
  method: string,
  estimate: number,
  standardError: number,
  degreesOfFreedom: number,
  counts: readonly number[],
  options: TTestOptions,
): TTest {
  const { alternative = "two-sided", nullValue = 0, level = 0.95 } = options;
  requireLevel("level", level);
  requireFinite("nullValue", [nullValue]);
  const statistic = (estimate - nullValue) / standardError;
  const lower = studentTCdf(statistic, degreesOfFreedom);
  const upper = studentTUpperTail(statistic, degreesOfFreedom);
  const tail = alternative === "two-sided" ? (1 - level) / 2 : 1 - level;
  const half = studentTQuantile(1 - tail, degreesOfFreedom) * standardError;
  return Object.freeze({
    method,
    statistic,
    degreesOfFreedom,
    pValue: pValueFromTails(lower, upper, alternative),
    problem: null,
    estimate,
    standardError,
    interval: Object.freeze([
      alternative === "less" ? Number.NEGATIVE_INFINITY : estimate - half,
      alternative === "greater" ? Number.POSITIVE_INFINITY : estimate + half,
    ] as const),
    counts,
  });
}

function nothing(
  method: string,
  counts: readonly number[],
  problem: string,
  estimate: number | null = null,
): TTest {
  return Object.freeze({
    ...withoutTest(method, problem),
    estimate,
    standardError: null,
    interval: null,
    counts,
  });
}
