import type { Vectors } from "@refract/stats";

/** Rows of vectors, in the order of `places`. */
export function takePoints({ values, dimensions }: Vectors, places: readonly number[]): Vectors {
  const taken = new Float32Array(places.length * dimensions);
  for (const [row, place] of places.entries()) {
    taken.set(values.subarray(place * dimensions, (place + 1) * dimensions), row * dimensions);
  }
  return { values: taken, dimensions };
}
