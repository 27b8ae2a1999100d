import type { Numbers } from "../argument-checks.ts";
import type { Matrix } from "../linear-algebra/matrix.ts";
import { jackknifeCovariance } from "./cluster-jackknife.ts";
import { countUsedClusters, numberClusters } from "./clusters.ts";
import type { IndependentDesign } from "./independent-design.ts";
import {
  type CovarianceChoice,
  clusterCorrection,
  clusterSandwich,
  leverages,
  rowSandwich,
  scaleMatrix,
} from "./robust-covariance.ts";

export interface CovarianceOutcome {
  readonly covariance: Matrix | null;
  readonly clusters: number | null;
  readonly problem: string | null;
}

/** Covariance of least squares estimates; with weights, of the rows times the roots of their weights. */
export function leastSquaresCovariance(
  independent: IndependentDesign,
  residuals: Float64Array,
  bread: Matrix,
  spread: { readonly rows: number; readonly residual: number },
  choice: CovarianceChoice,
  weights: Numbers | undefined,
): CovarianceOutcome {
  const { matrix } = independent;
  const { rows } = spread;
  const columns = matrix.columns;
  const none = (problem: string, clusters: number | null = null): CovarianceOutcome => ({
    covariance: null,
    clusters,
    problem,
  });
  const done = (covariance: Matrix, clusters: number | null = null): CovarianceOutcome => ({
    covariance,
    clusters,
    problem: null,
  });
  if (rows <= columns) return none("no degrees of freedom are left for errors");
  const scores = residuals.map(
    (residual, row) => residual * (weights === undefined ? 1 : (weights[row] ?? 0)),
  );
  switch (choice.kind) {
    case "classical":
      return done(scaleMatrix(bread, spread.residual / (rows - columns)));
    case "HC0":
      return done(rowSandwich(matrix, scores, bread));
    case "HC1":
      return done(scaleMatrix(rowSandwich(matrix, scores, bread), rows / (rows - columns)));
    case "HC2":
    case "HC3": {
      const pulls = leverages(matrix, independent.factor.triangle, weights);
      const full = pulls.findIndex((pull) => pull > 1 - 1e-10);
      if (full !== -1) {
        return none(`row ${full + 1} alone determines a coefficient, so ${choice.kind} has no value for it`);
      }
      const power = choice.kind === "HC2" ? 0.5 : 1;
      const adjusted = scores.map((score, row) => score / (1 - (pulls[row] ?? 0)) ** power);
      return done(rowSandwich(matrix, adjusted, bread));
    }
    case "CR3": {
      const clusters = numberClusters(choice.clusters, matrix.rows, "clusters");
      const used = countUsedClusters(clusters, weights);
      if (used < 2) return none("one cluster: cluster-robust errors need at least two", used);
      const left = jackknifeCovariance(matrix, residuals, clusters, { weights });
      return left === null ? none("the columns are nearly dependent", used) : done(left, used);
    }
    case "CR0":
    case "CR1": {
      const clusters = numberClusters(choice.clusters, matrix.rows, "clusters");
      const used = countUsedClusters(clusters, weights);
      if (used < 2) return none("one cluster: cluster-robust errors need at least two", used);
      const plain = clusterSandwich(matrix, scores, bread, clusters);
      if (choice.kind === "CR0") return done(plain, used);
      return done(scaleMatrix(plain, clusterCorrection(used, rows, columns)), used);
    }
    default:
      return choice satisfies never;
  }
}
