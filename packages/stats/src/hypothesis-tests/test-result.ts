/** Direction of the alternative hypothesis: the first sample (or the value) differs, is less, is greater. */
export type Alternative = "two-sided" | "less" | "greater";

/** A test's outcome. Nulls come with their reason in `problem`. */
export interface TestResult {
  /** What was done, such as `Welch's t`, with the approximation in it. */
  readonly method: string;
  readonly statistic: number | null;
  /** Of the statistic's distribution; null where it has none. */
  readonly degreesOfFreedom: number | null;
  readonly pValue: number | null;
  readonly problem: string | null;
}

export function withoutTest(method: string, problem: string): TestResult {
  return { method, statistic: null, degreesOfFreedom: null, pValue: null, problem };
}

/** p from the two tails of a statistic's distribution. */
export function pValueFromTails(lower: number, upper: number, alternative: Alternative): number {
  switch (alternative) {
    case "less":
      return lower;
    case "greater":
      return upper;
    case "two-sided":
      return Math.min(1, 2 * Math.min(lower, upper));
    default:
      return alternative satisfies never;
  }
}
