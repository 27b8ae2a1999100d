import { normalQuantile, normalTwoSided } from "../distributions/normal.ts";
import { studentTQuantile, studentTTwoSided } from "../distributions/student-t.ts";
import { entry, type Matrix } from "../linear-algebra/matrix.ts";

/** An estimate with what follows from its standard error; null where the fit's `problem` says why. */
export interface Estimate {
  readonly estimate: number | null;
  readonly standardError: number | null;
  /** estimate / standard error. */
  readonly statistic: number | null;
  /** Two-sided, of 0. */
  readonly pValue: number | null;
  readonly interval: readonly [number, number] | null;
}

export interface Coefficient extends Estimate {
  readonly name: string;
}

/** A column that was left out because it follows from others. */
export interface DroppedColumn {
  readonly name: string;
  /** Columns it is a combination of; none when it is all zeros. */
  readonly of: readonly string[];
}

/** What tests on any fitted model need. */
export interface FittedCoefficients {
  /** One for each column of the design; nulls for dropped columns. */
  readonly coefficients: readonly Coefficient[];
  readonly dropped: readonly DroppedColumn[];
  /** Of the estimates of `covarianceNames`; null when there is none. */
  readonly covariance: Matrix | null;
  readonly covarianceNames: readonly string[];
  /** Of Student's t for tests and intervals; null when they are normal. */
  readonly degreesOfFreedom: number | null;
  /** Confidence level of the intervals. */
  readonly level: number;
  /** Why something is null, as a sentence. */
  readonly problem: string | null;
}

export function estimateWith(
  estimate: number,
  standardError: number | null,
  degreesOfFreedom: number | null,
  level: number,
): Estimate {
  if (standardError === null) {
    return { estimate, standardError: null, statistic: null, pValue: null, interval: null };
  }
  if (!(standardError > 0)) {
    return { estimate, standardError, statistic: null, pValue: null, interval: null };
  }
  const statistic = estimate / standardError;
  const tail = 1 - (1 - level) / 2;
  const quantile =
    degreesOfFreedom === null ? normalQuantile(tail) : studentTQuantile(tail, degreesOfFreedom);
  return {
    estimate,
    standardError,
    statistic,
    pValue:
      degreesOfFreedom === null ? normalTwoSided(statistic) : studentTTwoSided(statistic, degreesOfFreedom),
    interval: Object.freeze([estimate - quantile * standardError, estimate + quantile * standardError]),
  };
}

/** Sets the estimates of the kept columns among all columns; the others and missing ones are null. */
export function coefficientTable(
  names: readonly string[],
  kept: readonly number[],
  estimates: ArrayLike<number> | null,
  covariance: Matrix | null,
  degreesOfFreedom: number | null,
  level: number,
): readonly Coefficient[] {
  return Object.freeze(
    names.map((name, column) => {
      const place = kept.indexOf(column);
      const estimate = place === -1 ? undefined : estimates?.[place];
      if (estimate === undefined) {
        return Object.freeze({
          name,
          estimate: null,
          standardError: null,
          statistic: null,
          pValue: null,
          interval: null,
        });
      }
      const standardError =
        covariance === null ? null : Math.sqrt(Math.max(0, entry(covariance, place, place)));
      return Object.freeze({ name, ...estimateWith(estimate, standardError, degreesOfFreedom, level) });
    }),
  );
}
