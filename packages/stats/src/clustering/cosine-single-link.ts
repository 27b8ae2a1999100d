import { invalidArgument } from "../invalid-argument.ts";
import { createDisjointSets, type DisjointSets } from "./disjoint-sets.ts";
import { labelByAppearance } from "./labels.ts";
import { leadingDirections } from "./leading-directions.ts";
import { requireVectors, type Vectors } from "./vectors.ts";

export interface Clusters {
  /** Cluster of each point, numbered from 0 in order of first appearance. */
  readonly labels: Int32Array;
  readonly clusterCount: number;
}

/** Coordinates a look, and looks before a pair is computed in full. */
const look = 8;
const mostLooks = 8;
/** Above what rounding to 32 bits does to a bound. */
const slack = 1e-5;
/** Points a block: two blocks of leading coordinates stay in a core's nearest cache. */
const block = 256;

/**
 * Single-link clusters at a cosine distance: points are together when a chain of steps of distance
 * 1 - cos <= threshold joins them (connected components of that graph). Exact.
 *
 * All pairs are looked at, but most only in a few coordinates: rotated so that leading coordinates hold much of the
 * length, x.y <= head_x.head_y + |tail_x| |tail_y| (Cauchy-Schwarz) settles that two unit vectors are far apart. What is
 * left is computed in full. Extra memory is about 300 bytes a point.
 *
 * A zero vector has no direction: it is as far as 1 from everything.
 *
 * @param threshold 0 up to below 1; 0.05 joins near copies, 0.2 loose paraphrases
 * @throws RangeError for coordinates that are not finite or a threshold out of range
 */
export function cosineSingleLink(vectors: Vectors, threshold: number): Clusters {
  const [clusters] = cosineSingleLinks(vectors, [threshold]);
  if (clusters === undefined) throw new Error("no clusters at one threshold");
  return clusters;
}

/** `cosineSingleLink` at several distances: the vectors are rotated once for all of them. */
export function cosineSingleLinks(vectors: Vectors, thresholds: readonly number[]): readonly Clusters[] {
  const count = requireVectors("vectors", vectors);
  for (const threshold of thresholds) {
    if (!(threshold >= 0 && threshold < 1))
      throw invalidArgument("threshold", threshold, "a number from 0 to below 1");
  }
  const inverseLengths = inverseLengthsOf(vectors, count);
  const heads = projectHeads(vectors, inverseLengths);
  return thresholds.map((threshold) => {
    const sets = createDisjointSets(count);
    joinClosePairs(vectors, inverseLengths, heads, threshold, sets);
    return Object.freeze(labelByAppearance(count, (point) => sets.find(point)));
  });
}

interface Heads {
  /** Leading coordinates of the unit vectors, look by look: those of point i in look l begin at (l * count + i) * 8. */
  readonly coordinates: Float32Array;
  /** Length of what is left after look l of point i, at l * count + i. */
  readonly tails: Float32Array;
  readonly looks: number;
}

function inverseLengthsOf({ values, dimensions }: Vectors, count: number): Float64Array {
  const inverse = new Float64Array(count);
  for (let point = 0; point < count; point += 1) {
    let squares = 0;
    for (let j = point * dimensions; j < (point + 1) * dimensions; j += 1) squares += (values[j] ?? 0) ** 2;
    inverse[point] = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  }
  return inverse;
}

function projectHeads(vectors: Vectors, inverseLengths: Float64Array): Heads {
  const { values, dimensions } = vectors;
  const count = inverseLengths.length;
  const looks = Math.min(mostLooks, Math.ceil(dimensions / look));
  const width = Math.min(dimensions, looks * look);
  const directions = leadingDirections(vectors, inverseLengths, width);
  const coordinates = new Float32Array(count * looks * look);
  const tails = new Float32Array(count * looks);
  for (let point = 0; point < count; point += 1) {
    const scale = inverseLengths[point] ?? 0;
    const start = point * dimensions;
    let left = scale > 0 ? 1 : 0;
    for (let row = 0; row < width; row += 1) {
      let dot = 0;
      const offset = row * dimensions;
      for (let j = 0; j < dimensions; j += 1) dot += (directions[offset + j] ?? 0) * (values[start + j] ?? 0);
      dot *= scale;
      left -= dot * dot;
      const number = Math.floor(row / look);
      coordinates[(number * count + point) * look + (row % look)] = dot;
      tails[number * count + point] = Math.sqrt(Math.max(0, left));
    }
  }
  return { coordinates, tails, looks };
}

function joinClosePairs(
  vectors: Vectors,
  inverseLengths: Float64Array,
  heads: Heads,
  threshold: number,
  sets: DisjointSets,
): void {
  const count = inverseLengths.length;
  const atLeast = 1 - threshold - slack;
  // Points that may still be close to the one looked at, and their dot products so far.
  const left = new Int32Array(block);
  const dots = new Float64Array(block);
  for (let blockA = 0; blockA < count; blockA += block) {
    const endA = Math.min(count, blockA + block);
    for (let blockB = blockA; blockB < count; blockB += block) {
      const endB = Math.min(count, blockB + block);
      for (let a = blockA; a < endA; a += 1) {
        let found = 0;
        for (let b = Math.max(blockB, a + 1); b < endB; b += 1) {
          left[found] = b;
          dots[found] = 0;
          found += 1;
        }
        for (let number = 0; number < heads.looks && found > 0; number += 1) {
          found = lookOnce(heads, number, count, a, left, dots, found, atLeast);
        }
        for (let place = 0; place < found; place += 1) {
          const b = left[place] ?? 0;
          if (sets.find(a) === sets.find(b)) continue;
          const cosine = dotProduct(vectors, a, b) * (inverseLengths[a] ?? 0) * (inverseLengths[b] ?? 0);
          // 1e-12: equal vectors are at distance 0, whatever rounding says.
          if (1 - cosine <= threshold + 1e-12) sets.join(a, b);
        }
      }
    }
  }
}

/**
 * Adds eight coordinates to the dot products and keeps, in place, the points that a bound does not yet rule out. No
 * branch hangs on the data: a mispredicted one would cost more than the multiplications.
 */
function lookOnce(
  { coordinates, tails }: Heads,
  number: number,
  count: number,
  a: number,
  left: Int32Array,
  dots: Float64Array,
  found: number,
  atLeast: number,
): number {
  const row = number * count;
  const place = (row + a) * look;
  const a0 = coordinates[place] ?? 0;
  const a1 = coordinates[place + 1] ?? 0;
  const a2 = coordinates[place + 2] ?? 0;
  const a3 = coordinates[place + 3] ?? 0;
  const a4 = coordinates[place + 4] ?? 0;
  const a5 = coordinates[place + 5] ?? 0;
  const a6 = coordinates[place + 6] ?? 0;
  const a7 = coordinates[place + 7] ?? 0;
  const tail = tails[row + a] ?? 0;
  let kept = 0;
  for (let index = 0; index < found; index += 1) {
    const b = left[index] ?? 0;
    const other = (row + b) * look;
    const dot =
      (dots[index] ?? 0) +
      (a0 * (coordinates[other] ?? 0) +
        a1 * (coordinates[other + 1] ?? 0) +
        a2 * (coordinates[other + 2] ?? 0) +
        a3 * (coordinates[other + 3] ?? 0)) +
      (a4 * (coordinates[other + 4] ?? 0) +
        a5 * (coordinates[other + 5] ?? 0) +
        a6 * (coordinates[other + 6] ?? 0) +
        a7 * (coordinates[other + 7] ?? 0));
    left[kept] = b;
    dots[kept] = dot;
    kept += Number(dot + tail * (tails[row + b] ?? 0) >= atLeast);
  }
  return kept;
}

function dotProduct({ values, dimensions }: Vectors, a: number, b: number): number {
  const startA = a * dimensions;
  const startB = b * dimensions;
  let sum = 0;
  for (let j = 0; j < dimensions; j += 1) sum += (values[startA + j] ?? 0) * (values[startB + j] ?? 0);
  return sum;
}
