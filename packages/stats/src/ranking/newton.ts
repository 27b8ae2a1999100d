import { factorInPlace, solveInPlace } from "../linear-algebra/cholesky-in-place.ts";

/** A concave function with gradient and negative Hessian in fixed arrays that `evaluate` fills. */
export interface ConcaveFunction<Data> {
  readonly size: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
  evaluate(data: Data, parameters: Float64Array): number;
}

export interface NewtonOutcome {
  readonly converged: boolean;
  /** Newton steps taken. */
  readonly iterations: number;
  /** Largest absolute entry of the gradient at the end. */
  readonly gradientNorm: number;
  readonly value: number;
}

export interface NewtonSettings {
  /** Stops after a full step whose largest entry is at most this. The error left is about its square. */
  readonly tolerance: number;
  readonly maximumIterations: number;
}

/**
 * Newton's method with halved steps whenever the function would fall. Improves `parameters` in place; leaves gradient and
 * information at the last of them. `step` is working space. Allocates only its outcome.
 */
export function maximizeByNewton<Data>(
  target: ConcaveFunction<Data>,
  data: Data,
  parameters: Float64Array,
  step: Float64Array,
  settings: NewtonSettings,
): NewtonOutcome {
  const { size, gradient, information } = target;
  let value = target.evaluate(data, parameters);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < settings.maximumIterations) {
    if (!factorInPlace(information, size)) break;
    step.set(gradient);
    solveInPlace(information, size, step);
    const length = largest(step);
    if (!Number.isFinite(length)) break;
    const before = value;
    // what rounding alone can take away
    const slack = 1e-12 * (1 + Math.abs(before));
    let share = 1;
    move(parameters, step, 1);
    value = target.evaluate(data, parameters);
    while (!(value >= before - slack) && share > 1e-10) {
      move(parameters, step, -share / 2);
      share /= 2;
      value = target.evaluate(data, parameters);
    }
    iterations += 1;
    converged = share === 1 && length <= settings.tolerance;
  }
  return { converged, iterations, gradientNorm: largest(gradient), value };
}

function move(parameters: Float64Array, step: Float64Array, share: number): void {
  for (let place = 0; place < parameters.length; place += 1) {
    parameters[place] = (parameters[place] ?? 0) + share * (step[place] ?? 0);
  }
}

function largest(values: Float64Array): number {
  let result = 0;
  for (let place = 0; place < values.length; place += 1) {
    const size = Math.abs(values[place] ?? 0);
    // NaN must come through
    if (!(size <= result)) result = size;
  }
  return result;
}
