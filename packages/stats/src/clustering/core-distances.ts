import type { Vectors } from "./vectors.ts";

/** Coordinates after which far pairs are given up. */
const firstPart = 6;

/**
 * Squared Euclidean distance of two points, or some number from `limit` up when it is that far: most pairs are, and a
 * few coordinates show it.
 */
export function squaredDistanceWithin(
  { values, dimensions }: Vectors,
  a: number,
  b: number,
  limit: number,
): number {
  const startA = a * dimensions;
  const startB = b * dimensions;
  const middle = Math.min(firstPart, dimensions);
  let sum = 0;
  for (let j = 0; j < middle; j += 1) {
    const difference = (values[startA + j] ?? 0) - (values[startB + j] ?? 0);
    sum += difference * difference;
  }
  if (sum >= limit) return sum;
  for (let j = middle; j < dimensions; j += 1) {
    const difference = (values[startA + j] ?? 0) - (values[startB + j] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

/**
 * Distance of each point to its `neighbours`-th nearest, the point itself being the first. Every pair is measured once;
 * each point has a heap of its nearest so far (8 x neighbours bytes).
 */
export function coreDistances(vectors: Vectors, count: number, neighbours: number): Float64Array {
  const heaps = new Float64Array(count * neighbours).fill(Number.POSITIVE_INFINITY);
  for (let point = 0; point < count; point += 1) {
    const own = point * neighbours;
    replaceLargest(heaps, own, neighbours, 0);
    for (let other = point + 1; other < count; other += 1) {
      const theirs = other * neighbours;
      const worst = heaps[own] ?? 0;
      const theirWorst = heaps[theirs] ?? 0;
      const distance = squaredDistanceWithin(vectors, point, other, Math.max(worst, theirWorst));
      if (distance < worst) replaceLargest(heaps, own, neighbours, distance);
      if (distance < theirWorst) replaceLargest(heaps, theirs, neighbours, distance);
    }
  }
  return Float64Array.from({ length: count }, (_, point) => Math.sqrt(heaps[point * neighbours] ?? 0));
}

/** Puts a smaller value in place of the largest, which a binary max-heap of `size` numbers keeps first. */
function replaceLargest(heaps: Float64Array, start: number, size: number, value: number): void {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= size) break;
    if (child + 1 < size && (heaps[start + child + 1] ?? 0) > (heaps[start + child] ?? 0)) child += 1;
    if ((heaps[start + child] ?? 0) <= value) break;
    heaps[start + place] = heaps[start + child] ?? 0;
    place = child;
  }
  heaps[start + place] = value;
}
