import { describe, expect, test } from "vitest";
import { createRandom, hdbscan } from "../index.ts";
import fixture from "./fixtures/clustering.json" with { type: "json" };

const runs = fixture.hdbscan.flatMap(({ name, points, runs }) =>
  runs.map((run) => ({ name, points, ...run })),
);

describe("HDBSCAN", () => {
  test.each(runs)(
    "agrees with scikit-learn: $name, clusters of $minimumClusterSize, samples $minimumSamples",
    ({ points, minimumClusterSize, minimumSamples, labels, probabilities }) => {
      const dimensions = points[0]?.length ?? 0;
      const result = hdbscan(
        { values: Float64Array.from(points.flat()), dimensions },
        { minimumClusterSize, ...(minimumSamples === null ? {} : { minimumSamples }) },
      );
      // Null where scikit-learn's label depends on which of two equal distances it takes first.
      for (const [point, label] of labels.entries()) {
        if (label !== null) expect(result.labels[point], `point ${point}`).toBe(label);
      }
      for (const [point, probability] of probabilities?.entries() ?? []) {
        expect(result.probabilities[point], `point ${point}`).toBeCloseTo(probability, 8);
      }
      expect(result.clusterCount).toBe(Math.max(...labels.map((label) => label ?? -1)) + 1);
      expect(result.outliers).toBe(result.labels.filter((label) => label === -1).length);
    },
  );

  test("doesn't depend on the order of points, even where distances are equal", () => {
    const [shape] = fixture.hdbscan;
    const points = shape?.points ?? [];
    const dimensions = 2;
    const inOrder = hdbscan(
      { values: Float64Array.from(points.flat()), dimensions },
      { minimumClusterSize: 5 },
    );
    for (let round = 0; round < 10; round += 1) {
      const order = createRandom(`order ${round}`).shuffle(points.map((_, point) => point));
      const shuffled = order.map((point) => points[point] ?? []);
      const result = hdbscan(
        { values: Float64Array.from(shuffled.flat()), dimensions },
        { minimumClusterSize: 5 },
      );
      const nameOf = new Map<number, number>([[-1, -1]]);
      for (const [place, point] of order.entries()) {
        const ours = result.labels[place] ?? -2;
        const expected = inOrder.labels[point] ?? -2;
        if (!nameOf.has(ours)) nameOf.set(ours, expected);
        expect(nameOf.get(ours)).toBe(expected);
      }
    }
  });

  test("says when nothing stands apart, and when there are too few points", () => {
    const line = Float64Array.from({ length: 30 }, (_, point) => point);
    expect(hdbscan({ values: line, dimensions: 1 }, { minimumClusterSize: 20 })).toMatchObject({
      clusterCount: 0,
      outliers: 30,
      problem: "no two groups of points stand apart",
    });
    expect(hdbscan({ values: line, dimensions: 1 }, { minimumClusterSize: 80 })).toMatchObject({
      clusterCount: 0,
      outliers: 30,
      problem: "30 points are fewer than the 80 a cluster needs",
    });
  });

  test("keeps many equal points together", () => {
    const values = Float64Array.from({ length: 90 }, (_, point) => (point < 30 ? 0 : point < 60 ? 5 : point));
    const result = hdbscan({ values, dimensions: 1 }, { minimumClusterSize: 10 });
    expect(new Set(result.labels.subarray(0, 30))).toEqual(new Set([0]));
    expect(new Set(result.labels.subarray(30, 60))).toEqual(new Set([1]));
    expect(result.probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  test("refuses clusters of one point", () => {
    expect(() => hdbscan({ values: new Float64Array(4), dimensions: 1 }, { minimumClusterSize: 1 })).toThrow(
      "minimumClusterSize: invalid value 1, expected a whole number of at least 2",
    );
  });
});
