import { createRandom } from "../random.ts";
import type { Vectors } from "./vectors.ts";

/** Vectors looked at to find the directions; any orthonormal ones would be right, better ones only save time. */
const sampleSize = 512;
const rounds = 6;

/**
 * Orthonormal directions along which unit vectors are longest, roughly: orthogonal iteration with a sample's second moments
 * (Golub & Van Loan 2013, section 8.2.4).
 *
 * @param inverseLengths 1 / length of each vector, 0 for a zero vector
 * @returns `count` rows of `dimensions` numbers
 */
export function leadingDirections(
  { values, dimensions }: Vectors,
  inverseLengths: Float64Array,
  count: number,
): Float64Array {
  const points = inverseLengths.length;
  const step = Math.max(1, Math.ceil(points / sampleSize));
  const random = createRandom("leading directions");
  const basis = Float64Array.from({ length: count * dimensions }, () => random.normal());
  orthonormalize(basis, count, dimensions);
  for (let round = 0; round < rounds; round += 1) {
    const next = new Float64Array(count * dimensions);
    for (let point = 0; point < points; point += step) {
      const scale = (inverseLengths[point] ?? 0) ** 2;
      const start = point * dimensions;
      for (let row = 0; row < count; row += 1) {
        const offset = row * dimensions;
        let dot = 0;
        for (let j = 0; j < dimensions; j += 1) dot += (basis[offset + j] ?? 0) * (values[start + j] ?? 0);
        dot *= scale;
        for (let j = 0; j < dimensions; j += 1) {
          next[offset + j] = (next[offset + j] ?? 0) + dot * (values[start + j] ?? 0);
        }
      }
    }
    // A direction the sample doesn't reach stays as it was: still orthonormal, still right.
    for (let index = 0; index < next.length; index += 1) {
      basis[index] = (next[index] ?? 0) + 1e-9 * (basis[index] ?? 0);
    }
    orthonormalize(basis, count, dimensions);
  }
  return basis;
}

/** Gram-Schmidt, twice, in place. */
function orthonormalize(basis: Float64Array, count: number, dimensions: number): void {
  for (let row = 0; row < count; row += 1) {
    const vector = basis.subarray(row * dimensions, (row + 1) * dimensions);
    for (let pass = 0; pass < 2; pass += 1) {
      for (let other = 0; other < row; other += 1) {
        const direction = basis.subarray(other * dimensions, (other + 1) * dimensions);
        let dot = 0;
        for (let j = 0; j < dimensions; j += 1) dot += (vector[j] ?? 0) * (direction[j] ?? 0);
        for (let j = 0; j < dimensions; j += 1) vector[j] = (vector[j] ?? 0) - dot * (direction[j] ?? 0);
      }
      const length = Math.hypot(...vector);
      for (let j = 0; j < dimensions; j += 1) vector[j] = (vector[j] ?? 0) / length;
    }
  }
}
