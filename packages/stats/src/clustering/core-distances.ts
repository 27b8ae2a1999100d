import type { Vectors } from "./vectors.ts";

/** Squared Euclidean distance of two points. */
export function squaredDistance({ values, dimensions }: Vectors, a: number, b: number): number {
  const startA = a * dimensions;
  const startB = b * dimensions;
  let sum = 0;
  for (let j = 0; j < dimensions; j += 1) {
    const difference = (values[startA + j] ?? 0) - (values[startB + j] ?? 0);
    sum += difference * difference;
  }
  return sum;
}

/**
 * Distance of each point to its `neighbours`-th nearest, the point itself being the first. All pairs are looked at;
 * a heap of the nearest so far keeps that cheap.
 */
export function coreDistances(vectors: Vectors, count: number, neighbours: number): Float64Array {
  const core = new Float64Array(count);
  const heap = new Float64Array(neighbours);
  for (let point = 0; point < count; point += 1) {
    heap.fill(Number.POSITIVE_INFINITY);
    let worst = Number.POSITIVE_INFINITY;
    for (let other = 0; other < count; other += 1) {
      const distance = squaredDistance(vectors, point, other);
      if (distance < worst) {
        replaceLargest(heap, distance);
        worst = heap[0] ?? 0;
      }
    }
    core[point] = Math.sqrt(worst);
  }
  return core;
}

/** Puts a smaller value in place of the largest, which a binary max-heap keeps first. */
function replaceLargest(heap: Float64Array, value: number): void {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] ?? 0) > (heap[child] ?? 0)) child += 1;
    if ((heap[child] ?? 0) <= value) break;
    heap[place] = heap[child] ?? 0;
    place = child;
  }
  heap[place] = value;
}
