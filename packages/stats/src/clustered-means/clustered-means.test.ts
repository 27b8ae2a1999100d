import { expect, test } from "vitest";
import { createRandom } from "../random.ts";
import { AnswererTally, type AnswerPoints } from "./answerer-variance.ts";
import { clusteredMean } from "./clustered-mean.ts";
import reference from "./fixtures/clustered-means.json" with { type: "json" };
import { signFlipTest } from "./sign-flip-test.ts";

const answererVariance = (
  questions: readonly (readonly AnswerPoints[])[],
  clusterOf = (place: number) => place,
) => {
  const tally = new AnswererTally();
  for (const [place, answers] of questions.entries()) tally.add(String(clusterOf(place)), answers);
  return tally.variance();
};

const sumsOf = (values: readonly number[], cluster: readonly number[]) =>
  [...Map.groupBy(values.keys(), (row) => cluster[row] ?? 0).values()].map((rows) => ({
    sum: rows.reduce((sum, row) => sum + (values[row] ?? 0), 0),
    count: rows.length,
  }));

// R 4.2.2, clubSandwich, by benchmarks/reference/clustered-means.R
test("error, degrees of freedom and interval of unequal clusters are those of R", () => {
  const found = clusteredMean(sumsOf(reference.values, reference.cluster));
  expect(found.mean).toBeCloseTo(reference.mean, 12);
  expect(found.standardError).toBeCloseTo(reference.standardError, 12);
  expect(found.degreesOfFreedom).toBeCloseTo(reference.degreesOfFreedom, 9);
  expect(found.interval?.[0]).toBeCloseTo(reference.lower, 9);
  expect(found.interval?.[1]).toBeCloseTo(reference.upper, 9);
});

test.each(reference.flips)("the exact test of $values is that of all signs written down", (sample) => {
  expect(signFlipTest(sample.values).pValue).toBeCloseTo(sample.pValue, 12);
});

test("numbers of one size have the degrees of freedom of Student's test", () => {
  const found = clusteredMean([1, 2, 4, 5].map((sum) => ({ sum, count: 1 })));
  // sd of 1, 2, 4, 5 is 1.825742
  expect(found).toMatchObject({ mean: 3, clusters: 4, problem: null });
  expect(found.degreesOfFreedom).toBeCloseTo(3, 12);
  expect(found.standardError).toBeCloseTo(0.9128709, 7);
});

test("an interval in a range stays inside and has a width where clusters don't vary", () => {
  const all = clusteredMean(
    Array.from({ length: 4 }, () => ({ sum: 2, count: 2 })),
    { range: [0, 1] },
  );
  expect(all).toMatchObject({ mean: 1, standardError: 0, pValue: null });
  // Wilson's interval of 4 of 4
  expect(all.interval?.[0]).toBeCloseTo(0.5101092, 6);
  expect(all.interval?.[1]).toBe(1);
  const unbounded = clusteredMean(Array.from({ length: 4 }, () => ({ sum: 2, count: 2 })));
  expect(unbounded).toMatchObject({ interval: null, problem: "all clusters have the same mean" });
  const some = clusteredMean(
    [1, 1, 1, 0.5, 1].map((sum) => ({ sum, count: 1 })),
    { range: [0, 1] },
  );
  expect(some.interval?.[1]).toBeLessThanOrEqual(1);
  expect(some.interval?.[0]).toBeLessThan(0.75);
});

test.each([3, 6, 7, 10, 12, 14, 25])(
  "of %i zeros the interval begins at 0, of ones it ends at 1, to the last digit",
  (count) => {
    const of = (sum: number) =>
      clusteredMean(
        Array.from({ length: count }, () => ({ sum, count: 1 })),
        { range: [0, 1] },
      ).interval;
    expect([of(0)?.[0], of(1)?.[1]]).toEqual([0, 1]);
  },
);

test("a mean that rounding put beside its range is taken, one that is outside is refused", () => {
  const of = (sum: number) => () => clusteredMean([{ sum, count: 1 }], { range: [0, 1] });
  expect(of(-1e-10)().mean).toBe(-1e-10);
  expect(of(1 + 1e-10)().mean).toBe(1 + 1e-10);
  expect(of(-1e-8)).toThrow(/expected a mean from 0 to 1/);
  expect(of(1 + 1e-8)).toThrow(/expected a mean from 0 to 1/);
});

test("one cluster has no interval, and a mean outside its range is refused", () => {
  expect(clusteredMean([{ sum: 3, count: 4 }])).toMatchObject({ mean: 0.75, interval: null, clusters: 1 });
  expect(() => clusteredMean([{ sum: 3, count: 1 }], { range: [0, 1] })).toThrow(
    /expected a mean from 0 to 1/,
  );
});

test("forty numbers are counted exactly, zeros don't count and more are refused", () => {
  const random = createRandom("flips");
  const values = Array.from({ length: 40 }, () => random.normal(0.2));
  const { pValue } = signFlipTest(values);
  const t = clusteredMean(values.map((sum) => ({ sum, count: 1 }))).pValue;
  expect(Math.abs((pValue ?? 0) - (t ?? 1))).toBeLessThan(0.01);
  expect(signFlipTest(Array.from({ length: 40 }, () => 1)).pValue).toBe(2 / 2 ** 40);
  expect(signFlipTest([0, 0])).toMatchObject({ pValue: null, problem: "no number differs from 0" });
  expect(signFlipTest([0, 1, 1, 0, 1]).pValue).toBe(0.25);
  expect(() => signFlipTest(Array.from({ length: 41 }, () => 1))).toThrow(/at most 40/);
});

test("two clusters have an interval, and no points at all are Wilson's of none", () => {
  const two = clusteredMean([0.2, 0.6].map((sum) => ({ sum, count: 1 })));
  // Student's t with one degree of freedom: 0.4 ± 12.706205 × 0.2
  expect(two).toMatchObject({ clusters: 2, problem: null });
  expect(two.interval?.[0]).toBeCloseTo(-2.141241, 6);
  expect(two.interval?.[1]).toBeCloseTo(2.941241, 6);
  expect(two.pValue).toBeCloseTo(0.2951672, 7);
  const none = clusteredMean(
    Array.from({ length: 10 }, () => ({ sum: 0, count: 1 })),
    { range: [0, 1] },
  );
  expect(none.interval?.[0]).toBe(0);
  expect(none.interval?.[1]).toBeCloseTo(0.2775328, 7);
});

// scipy 1.17: Wilson's formula for mean (1 - mean) / squared error answers, t.ppf(0.975, (K - 1) / rest), rest of beta.stats("sk")
test.each([
  { values: [2, 4, 9, 6, 5], range: [0, 10] as const, lower: 2.7674529473, upper: 7.5412767659 },
  { values: [0, 1, 1, 1 / 3, 1, 2 / 3], range: [0, 1] as const, lower: 0.3195207135, upper: 0.8949441915 },
])("clusters of $values have Wilson's interval for as many answers as they are worth", (sample) => {
  const found = clusteredMean(
    sample.values.map((sum) => ({ sum, count: 1 })),
    { range: sample.range },
  );
  expect(found.interval?.[0]).toBeCloseTo(sample.lower, 8);
  expect(found.interval?.[1]).toBeCloseTo(sample.upper, 8);
});

test("repeats that all say the same are one answer each, without Student's t for a variance that follows from the mean", () => {
  const found = clusteredMean(
    [3, 3, 3, 3, 0].map((sum) => ({ sum, count: 3 })),
    { range: [0, 1] },
  );
  // Wilson's for 0.8 (1 - 0.8) / 0.04 = 4 answers; with t of 4 degrees of freedom it was 0.21 to 0.98
  expect(found.interval?.[0]).toBeCloseTo(0.3368335924, 8);
  expect(found.interval?.[1]).toBeCloseTo(0.9692319057, 8);
});

test("the choice of people adds their variance component where all answer all questions", () => {
  // Shrout and Fleiss's (1979) table, people in rows: mean squares 11.24167 of people and 1.019444 of the rest, four questions
  const table = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
  ];
  const found = answererVariance(
    [0, 1, 2, 3].map((question) =>
      table.map((row, person) => ({ respondent: String(person), points: row[question] ?? 0 })),
    ),
  );
  expect(found?.squaredError).toBeCloseTo((11.2416667 - 1.0194444) / (4 * 5), 6);
  expect(found?.degreesOfFreedom).toBe(5);
});

test("people who answer one question each, or alone, add nothing", () => {
  const of = (respondent: string, points: number) => ({ respondent, points });
  expect(
    answererVariance([
      [of("a", 0), of("b", 1)],
      [of("c", 0), of("d", 1)],
    ])?.squaredError,
  ).toBe(0);
  expect(answererVariance([[of("a", 0)], [of("a", 1)]])).toBeNull();
  expect(answererVariance([[of("a", 0)], [of("b", 1)]])).toBeNull();
  expect(answererVariance([])).toBeNull();
  // repeats of one question are one cluster
  const twice = [
    [of("a", 0), of("b", 1)],
    [of("a", 0), of("b", 1)],
  ];
  expect(answererVariance(twice, () => 0)).toBeNull();
  expect(answererVariance(twice)?.squaredError).toBeGreaterThan(0);
});

test("an added variance has Satterthwaite's degrees of freedom with the clusters' own", () => {
  const found = clusteredMean(
    [1, 2, 4, 5].map((sum) => ({ sum, count: 1 })),
    { added: { squaredError: 0.5, degreesOfFreedom: 5 } },
  );
  // R: s <- 10 / 12 + 0.5; df <- s^2 / ((10 / 12)^2 / 3 + 0.5^2 / 5); 2 * pt(-3 / sqrt(s), df); 3 - qt(0.975, df) * sqrt(s)
  expect(found.standardError).toBeCloseTo(Math.sqrt(4 / 3), 12);
  expect(found.degreesOfFreedom).toBeCloseTo(6.315789474, 8);
  expect(found.pValue).toBeCloseTo(0.038913263, 8);
  expect(found.interval?.[0]).toBeCloseTo(0.208443642, 7);
  expect(found.interval?.[1]).toBeCloseTo(5.791556358, 7);
});

test("clusters that are all alike have the width of what is added", () => {
  const alike = Array.from({ length: 5 }, () => ({ sum: 0.5, count: 1 }));
  const { interval, standardError } = clusteredMean(alike, {
    range: [0, 1],
    added: { squaredError: 0.01, degreesOfFreedom: 29 },
  });
  expect(standardError).toBeCloseTo(0.1, 12);
  expect((interval?.[1] ?? 0) - (interval?.[0] ?? 0)).toBeGreaterThan(0.35);
});
