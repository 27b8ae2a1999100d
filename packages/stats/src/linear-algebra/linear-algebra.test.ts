import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cholesky,
  createMatrix,
  createRandom,
  crossProduct,
  independentColumns,
  type Matrix,
  matrixFromRows,
  matrixRows,
  multiply,
  multiplyVector,
  solveLinear,
  symmetricEigen,
  transpose,
  triangularFactor,
} from "../index.ts";

function randomMatrix(rows: number, columns: number, seed: string): Matrix {
  const random = createRandom(seed);
  return createMatrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => random.normal()),
  );
}

function largestDifference(left: Matrix, right: Matrix): number {
  return left.values.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (right.values[at] ?? 0))),
    0,
  );
}

describe("products", () => {
  test("multiply rows by columns", () => {
    const product = multiply(
      matrixFromRows([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      matrixFromRows([
        [1, 0, 2],
        [0, 1, 3],
      ]),
    );
    expect(matrixRows(product)).toEqual([
      [1, 2, 8],
      [3, 4, 18],
      [5, 6, 28],
    ]);
    expect(
      Array.from(
        multiplyVector(
          matrixFromRows([
            [1, 2],
            [3, 4],
          ]),
          [10, 1],
        ),
      ),
    ).toEqual([12, 34]);
  });

  test("the weighted cross product is X' W X", () => {
    const x = randomMatrix(7, 3, "cross");
    const weights = [1, 2, 0, 3, 0.5, 1, 4];
    const weighted = matrixFromRows(matrixRows(x).map((row, i) => row.map((v) => v * (weights[i] ?? 0))));
    expect(largestDifference(crossProduct(x, weights), multiply(transpose(weighted), x))).toBeLessThan(1e-12);
  });

  test("shapes that don't fit are refused by name", () => {
    expect(() => multiply(createMatrix(2, 2), createMatrix(3, 1))).toThrow(
      "right.rows: invalid value 3, expected 2, the columns of the left matrix",
    );
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow("rows[1].length: invalid value 1, expected 2");
  });
});

describe("Cholesky", () => {
  test("factors, solves, inverts and gives the determinant of a matrix worked by hand", () => {
    const { factor } = cholesky(
      matrixFromRows([
        [4, 2],
        [2, 5],
      ]),
    );
    expect(matrixRows(factor?.lower ?? createMatrix(0, 0))).toEqual([
      [2, 0],
      [1, 2],
    ]);
    expect(factor?.logDeterminant).toBeCloseTo(Math.log(16), 14);
    const x = factor?.solve([8, 9]) ?? [];
    expect(x[0]).toBeCloseTo(11 / 8, 14);
    expect(x[1]).toBeCloseTo(5 / 4, 14);
    const inverse = matrixRows(factor?.inverse() ?? createMatrix(0, 0)).flat();
    for (const [at, value] of [5 / 16, -1 / 8, -1 / 8, 1 / 4].entries()) {
      expect(inverse[at]).toBeCloseTo(value, 14);
    }
  });

  test("a matrix whose third column is the sum of the first two is refused, with the column", () => {
    const x = randomMatrix(9, 2, "singular");
    const singular = crossProduct(matrixFromRows(matrixRows(x).map(([a = 0, b = 0]) => [a, b, a + b])));
    expect(cholesky(singular)).toEqual({
      problem: "the matrix is not positive definite: column 3 adds nothing to the columns before it",
      column: 2,
      factor: null,
    });
  });
});

describe("QR", () => {
  test("the triangle of many blocks has the cross product of the whole matrix", () => {
    const x = randomMatrix(3000, 6, "tall");
    const triangle = triangularFactor(x);
    expect(matrixRows(triangle).every((row, i) => row.every((v, j) => j >= i || v === 0))).toBe(true);
    expect(largestDifference(crossProduct(triangle), crossProduct(x))).toBeLessThan(1e-9);
  });

  test("dependent columns are named with the columns they follow from", () => {
    const x = randomMatrix(50, 3, "dependent");
    const wide = matrixFromRows(
      matrixRows(x).map(([a = 0, b = 0, c = 0]) => [a, b, 2 * a - b, 0, c, 3 * c + b]),
    );
    const found = independentColumns(triangularFactor(wide));
    expect(found.kept).toEqual([0, 1, 4]);
    expect(found.dependent).toEqual([
      { column: 2, of: [0, 1] },
      { column: 3, of: [] },
      { column: 5, of: [1, 4] },
    ]);
  });

  test("the least squares solution leaves residuals at right angles to every column", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 40 }),
        fc.string(),
        (p, more, seed) => {
          const a = randomMatrix(p + more, p, seed);
          const random = createRandom(`${seed} b`);
          const b = Array.from({ length: p + more }, () => random.normal());
          const { x, problem } = solveLinear(a, b);
          expect(problem).toBeNull();
          const fitted = multiplyVector(a, x ?? []);
          const residuals = Float64Array.from(b, (value, i) => value - (fitted[i] ?? 0));
          for (const value of multiplyVector(transpose(a), residuals))
            expect(Math.abs(value)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a singular system has no solution and says which columns are to blame", () => {
    expect(
      solveLinear(
        matrixFromRows([
          [1, 2],
          [2, 4],
        ]),
        [1, 1],
      ),
    ).toEqual({
      x: null,
      dependent: [1],
      problem: "dependent columns, which follow from earlier ones: 2",
    });
  });
});

describe("symmetric eigenvalues", () => {
  test("of a matrix worked by hand", () => {
    const { values, vectors } = symmetricEigen(
      matrixFromRows([
        [2, 1],
        [1, 2],
      ]),
    );
    expect(values[0]).toBeCloseTo(3, 14);
    expect(values[1]).toBeCloseTo(1, 14);
    expect(Math.abs(vectors.values[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 14);
  });

  test("rebuild a singular matrix", () => {
    const matrix = crossProduct(randomMatrix(4, 8, "eigen"));
    const { values, vectors } = symmetricEigen(matrix);
    const scaled = matrixFromRows(matrixRows(vectors).map((row) => row.map((v, k) => v * (values[k] ?? 0))));
    expect(largestDifference(multiply(scaled, transpose(vectors)), matrix)).toBeLessThan(1e-12);
    expect(values.slice(4).every((value) => Math.abs(value) < 1e-12)).toBe(true);
  });
});
