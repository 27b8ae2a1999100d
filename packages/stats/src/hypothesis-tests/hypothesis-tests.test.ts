import { describe, expect, test } from "vitest";
import {
  type Alternative,
  chiSquareGoodnessOfFit,
  chiSquareIndependence,
  fisherExactTest,
  kruskalWallisTest,
  mannWhitneyTest,
  mcNemarTest,
  oneSampleTTest,
  pairedTTest,
  type TTest,
  twoSampleTTest,
  wilcoxonSignedRankTest,
  wilsonInterval,
} from "../index.ts";
import fisherPython from "./fixtures/fisher-python.json" with { type: "json" };
import reference from "./fixtures/hypothesis-tests.json" with { type: "json" };

const { a, b, long, tiedA, tiedB, bigA, bigB } = reference;
const alternatives: readonly Alternative[] = ["two-sided", "less", "greater"];

function close(ours: number | null | undefined, theirs: number | string | null | undefined): void {
  if (typeof theirs === "string") expect(ours).toBe(Number(theirs));
  else
    expect(Math.abs((ours ?? Number.NaN) - (theirs ?? 1e9))).toBeLessThan(
      1e-9 * Math.max(1, Math.abs(theirs ?? 0)),
    );
}

describe("t tests agree with R", () => {
  const cases: readonly [
    keyof typeof reference & ("oneSample" | "paired" | "welch" | "student"),
    (alternative: Alternative) => TTest,
  ][] = [
    ["oneSample", (alternative) => oneSampleTTest(a, { alternative, nullValue: 5 })],
    ["paired", (alternative) => pairedTTest(a, b, { alternative })],
    ["welch", (alternative) => twoSampleTTest(a, long, { alternative })],
    ["student", (alternative) => twoSampleTTest(a, long, { alternative, variances: "equal" })],
  ];
  test.each(cases)("%s", (name, run) => {
    for (const [index, alternative] of alternatives.entries()) {
      const expected = reference[name][index];
      const ours = run(alternative);
      expect(expected?.side).toBe(alternative);
      close(ours.statistic, expected?.statistic);
      close(ours.degreesOfFreedom, expected?.df);
      close(ours.pValue, expected?.p);
      close(ours.standardError, expected?.error);
      close(ours.interval?.[0], expected?.interval[0]);
      close(ours.interval?.[1], expected?.interval[1]);
    }
  });
});

describe("rank tests agree with R", () => {
  test.each(alternatives.map((alternative, index) => [alternative, index] as const))(
    "%s",
    (alternative, index) => {
      const pairs = [
        [mannWhitneyTest(a, long, { alternative }), reference.mannWhitney[index]],
        [mannWhitneyTest(tiedA, tiedB, { alternative }), reference.mannWhitneyTied[index]],
        [mannWhitneyTest(bigA, bigB, { alternative }), reference.mannWhitneyBig[index]],
        [
          wilcoxonSignedRankTest(
            a,
            b.map((value, i) => value + (i + 1) / 1000),
            { alternative },
          ),
          reference.signedRank[index],
        ],
        [wilcoxonSignedRankTest(tiedA, tiedB, { alternative }), reference.signedRankTied[index]],
      ] as const;
      for (const [ours, expected] of pairs) {
        close(ours.statistic, expected?.statistic);
        close(ours.pValue, expected?.p);
      }
    },
  );

  test.each(["kruskal", "kruskalTied"] as const)("%s", (name) => {
    const ours = kruskalWallisTest(reference[name].groups);
    close(ours.statistic, reference[name].statistic);
    close(ours.pValue, reference[name].p);
    expect(ours.degreesOfFreedom).toBe(2);
  });
});

test("the method says whether p is exact", () => {
  expect(mannWhitneyTest(a, long).method).toBe("Mann-Whitney U, exact");
  expect(mannWhitneyTest(tiedA, tiedB).method).toBe("Mann-Whitney U, normal approximation");
  expect(wilcoxonSignedRankTest(tiedA, tiedB).pairs).toBe(10 - tiedA.filter((v, i) => v === tiedB[i]).length);
});

test("the probability of superiority counts pairs, ties half", () => {
  // 1 > none; 3 > 2, ties 3
  expect(mannWhitneyTest([1, 3], [2, 3]).probabilityOfSuperiority).toBe((0 + 1.5) / 4);
});

test("exact p-values of the smallest cases are counted by hand", () => {
  expect(mannWhitneyTest([4, 5, 6], [1, 2, 3]).pValue).toBeCloseTo(2 / 20, 14);
  expect(wilcoxonSignedRankTest([1, 2, 3, 4], [0, 0, 0, 0]).pValue).toBeCloseTo(2 / 16, 14);
});

describe("tables of counts agree with R", () => {
  test("chi-square goodness of fit", () => {
    const { counts, shares, statistic, df, p } = reference.goodness;
    const ours = chiSquareGoodnessOfFit(counts, shares);
    close(ours.statistic, statistic);
    close(ours.pValue, p);
    expect(ours.degreesOfFreedom).toBe(df);
  });

  test.each([
    ["independence", {}],
    ["independenceYates", {}],
    ["independencePlain", { continuityCorrection: false }],
  ] as const)("chi-square %s", (name, options) => {
    const expected = reference[name];
    const ours = chiSquareIndependence(expected.table, options);
    close(ours.statistic, expected.statistic);
    close(ours.pValue, expected.p);
    expect(ours.degreesOfFreedom).toBe(expected.df);
    for (const [i, row] of expected.expected.entries()) {
      for (const [j, value] of row.entries()) close(ours.expected[i]?.[j], value);
    }
  });

  test("Fisher's exact 2 x 2", () => {
    for (const { table, sides } of reference.fisher) {
      for (const [index, alternative] of alternatives.entries()) {
        close(fisherExactTest(table, { alternative }).pValue, sides[index]?.p);
      }
    }
  });

  test("conditional odds ratios and their intervals (SciPy; R gives few digits)", () => {
    for (const { table, oddsRatio, sides } of fisherPython.cases) {
      for (const { side, p, interval } of sides) {
        const alternative = alternatives.find((one) => one === side) ?? "two-sided";
        const ours = fisherExactTest(table, { alternative });
        close(ours.pValue, p);
        close(ours.oddsRatio, oddsRatio);
        close(ours.interval?.[0], interval[0]);
        close(ours.interval?.[1], interval[1]);
      }
    }
  });

  test("Fisher's exact 3 x 4", () => {
    close(fisherExactTest(reference.fisherLarge.table).pValue, reference.fisherLarge.p);
  });

  test("McNemar", () => {
    const { onlyFirst, onlySecond, exact, corrected, uncorrected } = reference.mcnemar;
    close(mcNemarTest(onlyFirst, onlySecond).pValue, exact);
    close(mcNemarTest(onlyFirst, onlySecond, "corrected").statistic, corrected[0]);
    close(mcNemarTest(onlyFirst, onlySecond, "corrected").pValue, corrected[1]);
    close(mcNemarTest(onlyFirst, onlySecond, "uncorrected").statistic, uncorrected[0]);
    close(mcNemarTest(onlyFirst, onlySecond, "uncorrected").pValue, uncorrected[1]);
  });

  test("Wilson's interval", () => {
    for (const { successes, trials, interval } of reference.wilson) {
      const ours = wilsonInterval(successes, trials);
      close(ours.interval?.[0], interval[0]);
      close(ours.interval?.[1], interval[1]);
    }
  });
});

test("Cramer's V is 1 for a table on the diagonal", () => {
  const diagonal = [
    [10, 0, 0],
    [0, 20, 0],
    [0, 0, 5],
  ];
  expect(chiSquareIndependence(diagonal).cramersV).toBeCloseTo(1, 14);
});

test("data that allow no test say why", () => {
  const problems: readonly [{ readonly pValue: number | null; readonly problem: string | null }, string][] = [
    [oneSampleTTest([3]), "fewer than two values have no variance"],
    [pairedTTest([1, 2, 3], [0, 1, 2]), "all values are equal"],
    [twoSampleTTest([1, 1], [2, 2]), "all values of each sample are equal"],
    [twoSampleTTest([1], [2, 3]), "a sample of one value has no variance"],
    [mannWhitneyTest([], [1]), "a sample is empty"],
    [mannWhitneyTest([2, 2], [2]), "all values are equal"],
    [wilcoxonSignedRankTest([1, 2], [1, 2]), "no pair has a difference"],
    [kruskalWallisTest([[1, 2], []]), "fewer than two groups have values"],
    [kruskalWallisTest([[1, 1], [1]]), "all values are equal"],
    [chiSquareGoodnessOfFit([0, 0]), "there are no counts"],
    [chiSquareGoodnessOfFit([3, 2], [1, 0]), "category 2 occurs although its share is 0"],
    [
      chiSquareIndependence([
        [1, 2],
        [0, 0],
      ]),
      "row 2 is empty: leave it out",
    ],
    [
      fisherExactTest([
        [1, 2],
        [0, 0],
      ]),
      "fewer than two rows or columns have counts",
    ],
    [
      fisherExactTest(Array.from({ length: 6 }, (_, i) => [30 + i, 40, 50, 35, 45])),
      "more than 5,000,000 tables have these sums: use the chi-square test",
    ],
    [mcNemarTest(0, 0), "no pair disagrees"],
  ];
  for (const [result, problem] of problems) {
    expect(result.problem).toBe(problem);
    expect(result.pValue).toBeNull();
  }
  expect(wilsonInterval(0, 0)).toEqual({ estimate: null, interval: null, problem: "there are no trials" });
});

test("what is no count or no sample is refused by name", () => {
  expect(() => chiSquareIndependence([[1, 2], [3]])).toThrow("table[1].length: invalid value 1, expected 2");
  expect(() =>
    fisherExactTest([
      [1.5, 2],
      [3, 4],
    ]),
  ).toThrow("table[0][0]: invalid value 1.5, expected a whole number of at least 0");
  expect(() => wilsonInterval(5, 3)).toThrow("successes: invalid value 5, expected at most the 3 trials");
  expect(() => pairedTTest([1, 2], [1])).toThrow("second.length: invalid value 1, expected 2");
});
