import { invalidArgument } from "./invalid-argument.ts";

/** A list of numbers, plain or typed. */
export type Numbers = ArrayLike<number>;

/** Refuses NaN and infinities. */
export function requireFinite(name: string, values: Numbers): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === undefined || !Number.isFinite(value)) {
      throw invalidArgument(`${name}[${index}]`, value, "a finite number");
    }
  }
}

/** Refuses lists shorter than `least`. */
export function requireAtLeast(name: string, values: ArrayLike<unknown>, least: number): void {
  if (values.length < least) throw invalidArgument(`${name}.length`, values.length, `at least ${least}`);
}

/** Weights are finite and not negative, and at least one is positive. */
export function requireWeights(name: string, weights: Numbers, expected: number): void {
  if (weights.length !== expected) {
    throw invalidArgument(`${name}.length`, weights.length, String(expected));
  }
  let total = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index];
    if (weight === undefined || !Number.isFinite(weight) || weight < 0) {
      throw invalidArgument(`${name}[${index}]`, weight, "a number >= 0");
    }
    total += weight;
  }
  if (!(total > 0)) throw invalidArgument(name, "all 0", "at least one above 0");
}

/** Refuses what is no probability; 0 and 1 are allowed. */
export function requireProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw invalidArgument(name, value, "a number from 0 to 1");
}

/** Degrees of freedom: above 0, infinity allowed. */
export function requireDegreesOfFreedom(name: string, value: number): void {
  if (!(value > 0)) throw invalidArgument(name, value, "a number above 0");
}
