import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { describe, expect, test } from "vitest";
import { type AlphaMetric, krippendorffAlpha, type Ratings } from "../index.ts";
import fixture from "./fixtures/agreement.json" with { type: "json" };

const metrics = ["nominal", "ordinal", "interval", "ratio"] as const;

// Krippendorff (2011): 4 observers, 12 units, values 1 to 5.
const observers = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
  [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
];
const canonical: Ratings = Array.from({ length: 12 }, (_, unit) =>
  observers.map((values) => values[unit] ?? null),
);

describe("Krippendorff's alpha", () => {
  test.each([
    ["nominal", 0.743421],
    ["ordinal", 0.815388],
    ["interval", 0.849107],
    ["ratio", 0.797403],
  ] as const)("gives the published %s figure of the four observers' example", (metric, alpha) => {
    const result = krippendorffAlpha(canonical, metric);
    expect(result.alpha).toBeCloseTo(alpha, 6);
    expect(result).toMatchObject({ unitCount: 11, valueCount: 40, problem: null });
  });

  test.each(metrics)("agrees with the full coincidence matrix on sparse ratings, %s", (metric) => {
    const { ratings, metrics: expected } = fixture.krippendorff;
    const result = krippendorffAlpha(ratings, metric);
    expect(result.alpha).toBeCloseTo(expected[metric].alpha, 12);
    expect(result.observedDisagreement).toBeCloseTo(expected[metric].observed, 10);
    expect(result.expectedDisagreement).toBeCloseTo(expected[metric].expected, 10);
  });

  test("is 1 when raters agree on everything and units differ", () => {
    const rows = [
      [1, 1],
      [2, 2],
      [5, 5],
    ];
    for (const metric of metrics) expect(krippendorffAlpha(rows, metric).alpha).toBe(1);
  });

  test("is not moved by units with one value or none", () => {
    const extended = [...canonical, [3, null, null, null], [null, null, null, null]];
    expect(krippendorffAlpha(extended, "ordinal")).toEqual(krippendorffAlpha(canonical, "ordinal"));
  });

  test("of intervals is not moved by adding a large constant", () => {
    const moved = canonical.map((row) => row.map((value) => (value === null ? null : value + 1e6)));
    expect(krippendorffAlpha(moved, "interval").alpha).toBeCloseTo(0.849107, 6);
  });

  test("says why there is no figure", () => {
    expect(krippendorffAlpha([[1, null], [2], []], "nominal")).toMatchObject({
      alpha: null,
      problem: "no unit has two ratings",
    });
    for (const metric of metrics) {
      expect(
        krippendorffAlpha(
          [
            [0.1, 0.1, 0.1],
            [0.1, 0.1],
          ],
          metric,
        ),
      ).toMatchObject({
        alpha: null,
        observedDisagreement: 0,
        problem: "all ratings are the same, so agreement can't be told from chance",
      });
    }
  });

  test("refuses what is no number, and negative values as ratios", () => {
    expect(() => krippendorffAlpha([[1, Number.NaN]], "interval")).toThrow(
      "ratings[0][1]: invalid value NaN, expected a finite number or null",
    );
    expect(() => krippendorffAlpha([[1, -2]], "ratio")).toThrow(
      "ratings: invalid value -2, expected no value below 0 for the ratio metric",
    );
  });
});

await describeWith(sharedData("nlpositionality"), "alpha of the made NLPositionality ratings", (folder) => {
  // No field of these two files is quoted: the only commas inside quotes are in the raw file.
  const rowsOf = (name: string): Record<string, string>[] => {
    const [head = "", ...lines] = readFileSync(join(folder, name), "utf8").trim().split(/\r?\n/u);
    const columns = head.split(",");
    return lines.map((line) => {
      const cells = line.split(",");
      return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
    });
  };

  test("reproduces the expected columns of all groups to 1e-9", () => {
    const rows = rowsOf("made_social_acceptability_processed.csv");
    const expected = rowsOf("expected_pearson.csv").filter((row) => row.target === "socialchem");
    const metricOf: Record<string, AlphaMetric> = {
      alpha_interval: "interval",
      alpha_nominal: "nominal",
      alpha_ordinal: "ordinal",
    };
    const variables = Object.keys(rows[0] ?? {}).slice(6);
    for (const line of expected) {
      const variable = variables.find((name) => line.demographic?.startsWith(`${name}_`)) ?? "";
      const group = line.demographic?.slice(variable.length + 1);
      // One row per session and item: a second ethnicity repeats an annotation, it doesn't add one.
      const items = new Map<string, Map<string, number>>();
      for (const row of rows) {
        if (row[variable] !== group) continue;
        const item = items.get(row.action ?? "") ?? new Map<string, number>();
        item.set(row.session_id ?? "", Number(row.litw));
        items.set(row.action ?? "", item);
      }
      const ratings = [...items.values()].map((item) => [...item.values()]);
      for (const [column, metric] of Object.entries(metricOf)) {
        const alpha = krippendorffAlpha(ratings, metric).alpha;
        expect(alpha, `${line.demographic} ${column}`).toBeCloseTo(Number(line[column]), 9);
      }
    }
    expect(expected).toHaveLength(48);
    const english = expected.find((row) => row.demographic === "country_longest_English-Speaking");
    expect(Number(english?.alpha_interval)).toBeCloseTo(0.72345, 6);
    expect(Number(english?.alpha_nominal)).toBeCloseTo(0.346242, 6);
  });
});
