import { invalidArgument, requireWhole } from "../invalid-argument.ts";

/** Points row by row: coordinate j of point i is `values[i * dimensions + j]`. */
export interface Vectors {
  readonly values: Float32Array | Float64Array;
  /** Coordinates a point, at least 1. */
  readonly dimensions: number;
}

/** The number of points; throws unless they are whole and all coordinates finite. */
export function requireVectors(name: string, { values, dimensions }: Vectors): number {
  requireWhole(`${name}.dimensions`, dimensions, 1);
  if (values.length % dimensions !== 0) {
    throw invalidArgument(`${name}.values.length`, values.length, `a multiple of ${dimensions}`);
  }
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) throw invalidArgument(`${name}.values[${index}]`, value, "a finite number");
  }
  return values.length / dimensions;
}
