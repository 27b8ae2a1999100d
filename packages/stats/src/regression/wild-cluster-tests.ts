import { type Numbers, requireFinite } from "../argument-checks.ts";
import { requireLength, requireLevel } from "../invalid-argument.ts";
import { solveUpper } from "../linear-algebra/independent-columns.ts";
import { multiplyVector } from "../linear-algebra/matrix.ts";
import { createRandom } from "../random.ts";
import { numberClusters } from "./clusters.ts";
import type { NamedMatrix } from "./design-matrix.ts";
import { independentDesign } from "./independent-design.ts";
import { type WildStatistics, wildStatistics } from "./wild-clusters.ts";

export interface WildClusterOptions {
  readonly seed: string;
  /** 999 unless told. */
  readonly draws?: number;
  /** Confidence level, 0.95 unless told. */
  readonly level?: number;
}

/** Test and interval of one coefficient; null where it was left out or has no error. */
export interface WildClusterTest {
  readonly name: string;
  /** Two-sided, of 0: the share of draws, the data itself counted in, with a t at least as large. */
  readonly pValue: number | null;
  /** All values that the same test would not reject. Null also where so few clusters reject none. */
  readonly interval: readonly [number, number] | null;
}

/** A distance of this many errors ends the search for the end of an interval. */
const farthest = 1e4;

/**
 * The wild cluster bootstrap of each coefficient of least squares, see `wildStatistics`; for some dozens of clusters, where Student's t
 * with errors by leaving out clusters still rejects too often.
 *
 * @param design n rows; dependent columns are left out as by `fitLeastSquares`
 * @param clusters cluster of each row
 */
export function wildClusterTests(
  design: NamedMatrix,
  response: Numbers,
  clusters: ArrayLike<string | number>,
  options: WildClusterOptions,
): readonly WildClusterTest[] {
  const { seed, draws = 999, level = 0.95 } = options;
  requireLevel("level", level);
  requireFinite("design", design.matrix.values);
  requireFinite("response", response);
  requireLength("response", response.length, design.matrix.rows);
  const numbered = numberClusters(clusters, design.matrix.rows, "clusters");
  const { matrix, kept, factor } = independentDesign(design, [response]);
  const estimates = solveUpper(factor.triangle, factor.projections[0] ?? []);
  const residuals = multiplyVector(matrix, estimates).map((value, row) => (response[row] ?? 0) - value);
  return design.names.map((name, place) => {
    const column = kept.indexOf(place);
    const random = createRandom(seed).stream(name);
    const found =
      column === -1
        ? null
        : wildStatistics({ matrix, residuals, clusters: numbered, column }, { random, draws });
    if (found === null) return Object.freeze({ name, pValue: null, interval: null });
    const estimate = estimates[column] ?? 0;
    const lower = reach(found, 1, 1 - level);
    const upper = reach(found, -1, 1 - level);
    return Object.freeze({
      name,
      pValue: shareAsLarge(found, estimate),
      interval:
        lower === null || upper === null
          ? null
          : Object.freeze([estimate - lower, estimate + upper] as const),
    });
  });
}

function shareAsLarge({ standardError, size, draws }: WildStatistics, distance: number): number {
  // draws that give every cluster its own sign back are the data itself, but for rounding
  const own = Math.abs(distance / standardError) * (1 - 1e-9);
  let count = 1;
  for (let draw = 0; draw < draws; draw += 1) if (size(draw, distance) >= own) count += 1;
  return count / (draws + 1);
}

/** How far from the estimate a hypothesis can be and not be rejected; null where none is rejected. */
function reach(found: WildStatistics, direction: 1 | -1, least: number): number | null {
  const isKept = (errors: number) => shareAsLarge(found, direction * errors * found.standardError) > least;
  let inside = 0;
  let outside = 1;
  while (isKept(outside)) {
    inside = outside;
    outside *= 1.4;
    if (outside > farthest) return null;
  }
  for (let step = 0; step < 24; step += 1) {
    const middle = (inside + outside) / 2;
    if (isKept(middle)) inside = middle;
    else outside = middle;
  }
  return inside * found.standardError;
}
