/** A programming error in the one voice of this package: `comparisons.first[3]: invalid value 7, expected …`. */
export function invalidArgument(name: string, value: unknown, expected: string): RangeError {
  return new RangeError(`${name}: invalid value ${shown(value)}, expected ${expected}`);
}

function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Throws unless `value` is a whole number of at least `minimum`. */
export function requireWhole(name: string, value: number, minimum: number): void {
  if (!Number.isInteger(value) || value < minimum) {
    throw invalidArgument(name, value, `a whole number of at least ${minimum}`);
  }
}

/** Throws unless `value` is finite and above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw invalidArgument(name, value, "a finite number above 0");
}

/** Throws unless `value` is a confidence level: strictly between 0 and 1. */
export function requireLevel(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw invalidArgument(name, value, "a number between 0 and 1");
}

/** Throws unless a length is what it must be. */
export function requireLength(name: string, length: number, expected: number): void {
  if (length !== expected) throw invalidArgument(`${name}.length`, length, String(expected));
}
