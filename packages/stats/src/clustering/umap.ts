import { UMAP } from "umap-js";
import { invalidArgument, requireWhole } from "../invalid-argument.ts";
import type { Outcome } from "../outcome.ts";
import type { Random } from "../random.ts";
import { requireVectors, type Vectors } from "./vectors.ts";

export interface UmapOptions {
  /** Dimensions of the result. Default 2; PRISM clusters in 20. */
  readonly components?: number;
  /** Default 15. */
  readonly neighbours?: number;
  /** How close points may lie in the result: above 0 to look at, 0 (the default) to cluster. */
  readonly minimumDistance?: number;
  /** Default `cosine`. */
  readonly metric?: "cosine" | "euclidean";
  /** Passes of the layout. By size unless given: 500 up to 2,500 points, 200 above 7,500. */
  readonly epochs?: number;
  readonly random: Random;
}

interface UmapResultFigures {
  /** Point by point, `components` numbers each. Null when there are no more points than neighbours. */
  readonly points: Vectors;
}

export type UmapResult = Outcome<UmapResultFigures, "points">;

/**
 * Uniform manifold approximation and projection, by umap-js: nearby points stay nearby in a few dimensions.
 *
 * Limits to know before reading anything into a picture:
 * - only the nearest neighbours count: sizes of groups, gaps between them and far distances mean nothing;
 * - the layout starts at random places, not at a spectral one as in the Python package, so groups lie elsewhere and can
 *   break up more often; labels of clusters found afterwards differ from published ones even with the same embeddings;
 * - neighbours are found approximately; the same seed gives the same result on one machine, but rounding of
 *   elementary functions may make it differ between machines;
 * - several thousand points take tens of seconds; the call does not return in between.
 *
 * Source: McInnes, Healy & Melville (2018), arXiv 1802.03426.
 *
 * @throws RangeError for coordinates that are not finite or options out of range
 */
export function umap(vectors: Vectors, options: UmapOptions): UmapResult {
  const { components = 2, neighbours = 15, minimumDistance = 0, metric = "cosine", epochs, random } = options;
  requireWhole("components", components, 1);
  requireWhole("neighbours", neighbours, 2);
  if (!(minimumDistance >= 0 && minimumDistance < 1)) {
    throw invalidArgument("minimumDistance", minimumDistance, "a number from 0 to below 1");
  }
  if (epochs !== undefined) requireWhole("epochs", epochs, 1);
  const count = requireVectors("vectors", vectors);
  if (count <= neighbours) {
    return Object.freeze({
      points: null,
      problem: `${count} points are too few for ${neighbours} neighbours each`,
    });
  }
  const stream = random.stream("umap");
  const projection = new UMAP({
    nComponents: components,
    nNeighbors: neighbours,
    minDist: minimumDistance,
    distanceFn: metric === "cosine" ? unitCosineDistance : euclideanDistance,
    random: () => stream.next(),
    ...(epochs === undefined ? {} : { nEpochs: epochs }),
  });
  const rows = projection.fit(metric === "cosine" ? unitRows(vectors, count) : plainRows(vectors, count));
  const values = new Float64Array(count * components);
  for (const [index, row] of rows.entries()) values.set(row, index * components);
  return Object.freeze({ points: Object.freeze({ values, dimensions: components }), problem: null });
}

function plainRows({ values, dimensions }: Vectors, count: number): number[][] {
  return Array.from({ length: count }, (_, point) =>
    Array.from(values.subarray(point * dimensions, (point + 1) * dimensions)),
  );
}

/** Rows of length 1, so that the search trees, which split space by straight planes, sort by angle too. */
function unitRows(vectors: Vectors, count: number): number[][] {
  return plainRows(vectors, count).map((row) => {
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return length > 0 ? row.map((value) => value / length) : row;
  });
}

/** 1 - cosine of vectors of length 1 (or 0, which is at 1 from everything). */
function unitCosineDistance(a: readonly number[], b: readonly number[]): number {
  let dot = 0;
  for (let j = 0; j < a.length; j += 1) dot += (a[j] ?? 0) * (b[j] ?? 0);
  return Math.max(0, 1 - dot);
}

function euclideanDistance(a: readonly number[], b: readonly number[]): number {
  let squares = 0;
  for (let j = 0; j < a.length; j += 1) squares += ((a[j] ?? 0) - (b[j] ?? 0)) ** 2;
  return Math.sqrt(squares);
}
