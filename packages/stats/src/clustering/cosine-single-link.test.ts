import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cosineSingleLink, createRandom } from "../index.ts";
import fixture from "./fixtures/clustering.json" with { type: "json" };

/** The definition, pair by pair: components of the graph of close pairs, in order of first appearance. */
function byDefinition(rows: readonly (readonly number[])[], threshold: number): number[] {
  const length = (row: readonly number[]) => Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
  const distance = (a: readonly number[], b: readonly number[]) => {
    const product = length(a) * length(b);
    return product === 0 ? 1 : 1 - a.reduce((sum, x, j) => sum + x * (b[j] ?? 0), 0) / product;
  };
  const labels = rows.map(() => -1);
  let clusters = 0;
  for (const [start] of rows.entries()) {
    if (labels[start] !== -1) continue;
    const open = [start];
    for (let point = open.pop(); point !== undefined; point = open.pop()) {
      if (labels[point] !== -1) continue;
      labels[point] = clusters;
      for (const [other, row] of rows.entries()) {
        if (labels[other] === -1 && distance(rows[point] ?? [], row) <= threshold + 1e-12) open.push(other);
      }
    }
    clusters += 1;
  }
  return labels;
}

function inOrderOfAppearance(labels: readonly number[]): number[] {
  const known = new Map<number, number>();
  return labels.map((label) => {
    const next = known.get(label) ?? known.size;
    known.set(label, next);
    return next;
  });
}

describe("single-link clusters by cosine distance", () => {
  const dimensions = fixture.vectors[0]?.length ?? 0;
  const vectors = { values: Float32Array.from(fixture.vectors.flat()), dimensions };

  test.each(fixture.singleLink)(
    "agree with scikit-learn at threshold $threshold",
    ({ threshold, labels }) => {
      const result = cosineSingleLink(vectors, threshold);
      expect(Array.from(result.labels)).toEqual(inOrderOfAppearance(labels));
      expect(result.clusterCount).toBe(Math.max(...labels) + 1);
    },
  );

  test("are the components of the graph of close pairs, whatever the dimensions", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom(0, 0.01, 0.05, 0.2, 0.6, 0.99),
        fc.integer({ min: 1, max: 1_000_000 }),
        (width, count, threshold, seed) => {
          const random = createRandom(`vectors ${seed}`);
          const rows: number[][] = [];
          for (let row = 0; row < count; row += 1) {
            const model =
              rows.length > 0 && random.chance(0.6) ? random.pick(rows) : new Array(width).fill(0);
            // Copies, scaled copies, near copies, loners and zero vectors.
            const noise = random.pick([0, 0, 0.01, 0.1, 0.3, 1]);
            const scale = random.pick([1, 1, 2, 0.001]);
            rows.push(model.map((x: number) => Math.fround(scale * x + noise * random.normal())));
          }
          const result = cosineSingleLink(
            { values: Float32Array.from(rows.flat()), dimensions: width },
            threshold,
          );
          expect(Array.from(result.labels)).toEqual(byDefinition(rows, threshold));
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });

  test("join equal vectors at threshold 0, and leave zero vectors alone", () => {
    const values = Float32Array.from([0.1, 0.2, 0.3, 0.6, 0, 0, 0.2, 0.4, 0, 0]);
    expect(Array.from(cosineSingleLink({ values, dimensions: 2 }, 0).labels)).toEqual([0, 0, 1, 0, 2]);
  });

  test("of no vectors are none", () => {
    expect(cosineSingleLink({ values: new Float32Array(), dimensions: 3 }, 0.1)).toEqual({
      labels: new Int32Array(),
      clusterCount: 0,
    });
  });

  test("refuse coordinates that are no numbers and thresholds out of range", () => {
    const values = Float32Array.from([1, Number.NaN]);
    expect(() => cosineSingleLink({ values, dimensions: 2 }, 0.1)).toThrow(
      "vectors.values[1]: invalid value NaN, expected a finite number",
    );
    expect(() => cosineSingleLink({ values, dimensions: 3 }, 0.1)).toThrow(
      "vectors.values.length: invalid value 2, expected a multiple of 3",
    );
    expect(() => cosineSingleLink({ values: new Float32Array(2), dimensions: 2 }, 1)).toThrow(
      "threshold: invalid value 1, expected a number from 0 to below 1",
    );
  });
});
