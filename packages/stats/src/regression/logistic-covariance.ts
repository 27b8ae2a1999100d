import type { Matrix } from "../linear-algebra/matrix.ts";
import { countUsedClusters, numberClusters } from "./clusters.ts";
import type { CovarianceOutcome } from "./least-squares-covariance.ts";
import { clusterCorrection, clusterSandwich, rowSandwich, scaleMatrix } from "./robust-covariance.ts";

/** As for least squares, without HC2 and HC3. */
export type LogisticCovarianceChoice =
  | { readonly kind: "classical" | "HC0" | "HC1" }
  | { readonly kind: "CR0" | "CR1"; readonly clusters: ArrayLike<string | number> };

/** Covariance of logistic estimates from weighted residuals and the inverse information; `used` is 1 for rows that count, else 0. */
export function logisticCovariance(
  matrix: Matrix,
  residuals: Float64Array,
  bread: Matrix | null,
  used: Float64Array,
  choice: LogisticCovarianceChoice = { kind: "classical" },
): CovarianceOutcome {
  if (bread === null) {
    return {
      covariance: null,
      clusters: null,
      problem: "the information matrix is singular at the estimates",
    };
  }
  const { columns } = matrix;
  const rows = used.reduce((sum, value) => sum + value, 0);
  switch (choice.kind) {
    case "classical":
      return { covariance: bread, clusters: null, problem: null };
    case "HC0":
    case "HC1": {
      const factor = choice.kind === "HC0" ? 1 : rows / (rows - columns);
      if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) {
        return { covariance: null, clusters: null, problem: "no degrees of freedom are left for errors" };
      }
      return {
        covariance: scaleMatrix(rowSandwich(matrix, residuals, bread), factor),
        clusters: null,
        problem: null,
      };
    }
    case "CR0":
    case "CR1": {
      const clusters = numberClusters(choice.clusters, matrix.rows, "clusters");
      const count = countUsedClusters(clusters, used);
      if (count < 2 || rows <= columns) {
        const problem =
          count < 2
            ? "one cluster: cluster-robust errors need at least two"
            : "no degrees of freedom are left for errors";
        return { covariance: null, clusters: count, problem };
      }
      const plain = clusterSandwich(matrix, residuals, bread, clusters);
      const covariance =
        choice.kind === "CR0" ? plain : scaleMatrix(plain, clusterCorrection(count, rows, columns));
      return { covariance, clusters: count, problem: null };
    }
    default:
      return choice satisfies never;
  }
}
