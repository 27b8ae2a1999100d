import {
  type Coefficient,
  fitLeastSquares,
  type LeastSquaresFit,
  type NamedMatrix,
  wildClusterTests,
} from "@refract/stats";

/** From this many people on Student's t is as good as draws. */
const manyPeople = 200;

/** Least squares with errors by leaving out each person, and tests that hold for few people. */
export interface ClusteredSlopes {
  readonly fit: LeastSquaresFit;
  readonly coefficients: readonly Coefficient[];
  /** Whether p and intervals are from draws (wild cluster bootstrap) or from Student's t. */
  readonly isDrawn: boolean;
}

/** Below 200 people p-values and intervals are those of `wildClusterTests`; from there on Student's t of people - 1 degrees of freedom. */
export function clusteredSlopes(
  design: NamedMatrix,
  response: Float64Array,
  people: readonly string[],
  options: { readonly seed: string; readonly draws?: number },
): ClusteredSlopes {
  const fit = fitLeastSquares(design, response, { covariance: { kind: "CR3", clusters: people } });
  if (fit.problem !== null || (fit.clusters ?? 0) >= manyPeople)
    return { fit, coefficients: fit.coefficients, isDrawn: false };
  const tests = new Map(wildClusterTests(design, response, people, options).map((test) => [test.name, test]));
  const coefficients = fit.coefficients.map(
    (own): Coefficient => ({
      ...own,
      pValue: tests.get(own.name)?.pValue ?? null,
      interval: tests.get(own.name)?.interval ?? null,
    }),
  );
  return { fit, coefficients, isDrawn: true };
}
