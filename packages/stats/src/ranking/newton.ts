import { factorInPlace, solveInPlace } from "../linear-algebra/cholesky-in-place.ts";

/** A concave sum of log-probabilities of softmax choices, in fixed arrays that `evaluate` fills. */
export interface ConcaveFunction<Data> {
  readonly size: number;
  readonly gradient: Float64Array;
  /** Negative Hessian, row-major, lower triangle. Left alone by `evaluate` without `withInformation`. */
  readonly information: Float64Array;
  evaluate(data: Data, parameters: Float64Array, withInformation: boolean): void;
  /** The most that a step changes log odds between outcomes of any choice, or an upper limit of it. */
  reach(step: Float64Array): number;
}

/** What a search works in. `factored`: the function's `information` holds a Cholesky factor that may be used. */
export interface NewtonWork {
  readonly step: Float64Array;
  factored: boolean;
}

export interface NewtonSettings {
  /** Stops when the largest error left in a parameter is estimated at this or less. */
  readonly tolerance: number;
  /** Largest number of steps. */
  readonly maximumIterations: number;
}

export interface NewtonOutcome {
  readonly converged: boolean;
  readonly iterations: number;
  /** Whether `information` was filled anew. */
  readonly refactored: boolean;
}

/** A step by an old factor is kept while each is at most this share of the one before. */
const CONTRACTION = 0.25;
/** After a longer step the factor has changed too much to be worth another try. */
const NEAR = 0.5;

/**
 * Newton's method for softmax likelihoods, from anywhere, without a line search: along a step that changes log odds by d the curvature
 * changes by at most e^d, so a step shortened to log(1 + d) / d always climbs (Sun and Tran-Dinh 2019, theorem 2). Near the top the
 * factor of an earlier point or of similar data serves on, as long as steps shrink fast.
 *
 * Improves `parameters` in place. Allocates only its outcome.
 */
export function maximizeByNewton<Data>(
  target: ConcaveFunction<Data>,
  data: Data,
  parameters: Float64Array,
  work: NewtonWork,
  { tolerance, maximumIterations }: NewtonSettings,
): NewtonOutcome {
  const { size, gradient, information } = target;
  const { step } = work;
  let refactored = false;
  let iterations = 0;
  let previous = Infinity;
  while (iterations < maximumIterations) {
    const fresh = !work.factored;
    target.evaluate(data, parameters, fresh);
    if (fresh) {
      refactored = true;
      if (!factorInPlace(information, size)) return { converged: false, iterations, refactored };
      work.factored = true;
    }
    step.set(gradient);
    solveInPlace(information, size, step);
    const length = largestEntry(step);
    const reach = target.reach(step);
    if (!fresh && !(length <= CONTRACTION * previous && reach <= 1)) {
      work.factored = false;
      previous = Infinity;
      continue;
    }
    if (!Number.isFinite(length)) return { converged: false, iterations, refactored };
    const share = reach > 1 ? Math.log1p(reach) / reach : 1;
    for (let place = 0; place < size; place += 1) {
      parameters[place] = (parameters[place] ?? 0) + share * (step[place] ?? 0);
    }
    iterations += 1;
    // quadratic after a step of its own factor, else linear at the rate seen
    const left = fresh ? length * reach : (length * length) / (previous - length);
    if (share === 1 && left <= tolerance && (fresh || previous < Infinity)) {
      return { converged: true, iterations, refactored };
    }
    if (length === 0) return { converged: true, iterations, refactored };
    if (reach > NEAR) work.factored = false;
    previous = length;
  }
  return { converged: false, iterations, refactored };
}

/** Largest absolute value; NaN comes through. */
export function largestEntry(values: Float64Array): number {
  let result = 0;
  for (let place = 0; place < values.length; place += 1) {
    const size = Math.abs(values[place] ?? 0);
    if (!(size <= result)) result = size;
  }
  return result;
}

/** Largest minus smallest of the first `count` values and 0. */
export function spreadOf(values: Float64Array, count: number): number {
  let smallest = 0;
  let largest = 0;
  for (let place = 0; place < count; place += 1) {
    const value = values[place] ?? 0;
    if (value < smallest) smallest = value;
    if (!(value <= largest)) largest = value;
  }
  return largest - smallest;
}
