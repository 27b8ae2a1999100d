import { invalidArgument } from "../invalid-argument.ts";
import { entry, type Matrix } from "../linear-algebra/matrix.ts";

export interface Merge {
  /** Two nodes, the smaller number first: 0 to n - 1 are items, n + m is what merge m made. */
  readonly first: number;
  readonly second: number;
  /** Largest distance between members of both. */
  readonly height: number;
  readonly size: number;
}

export interface CompleteLinkage {
  /** n - 1 merges, heights ascending. */
  readonly merges: readonly Merge[];
  /** The items so that every merged group stands together; the order in which to show a correlation table. */
  readonly order: readonly number[];
}

/**
 * Agglomerative clustering with complete linkage, for small tables (time grows with the cube of the items).
 *
 * @param distances symmetric, 0 on the diagonal, not negative; for correlations r use 1 - r or 1 - |r|. Only the part
 * above the diagonal is read
 * @throws RangeError for a table that isn't square or has distances that are negative or not finite
 */
export function completeLinkage(distances: Matrix): CompleteLinkage {
  const count = distances.rows;
  if (distances.columns !== count) {
    throw invalidArgument("distances", `${count} x ${distances.columns}`, "a square table");
  }
  const between = new Map<number, Map<number, number>>();
  for (let i = 0; i < count; i += 1) {
    const row = new Map<number, number>();
    for (let j = i + 1; j < count; j += 1) {
      const distance = entry(distances, i, j);
      if (!(distance >= 0 && distance < Number.POSITIVE_INFINITY)) {
        throw invalidArgument(`distances row ${i}, column ${j}`, distance, "a finite number of at least 0");
      }
      row.set(j, distance);
    }
    between.set(i, row);
  }
  const distanceOf = (a: number, b: number): number => between.get(Math.min(a, b))?.get(Math.max(a, b)) ?? 0;
  const members = new Map(Array.from({ length: count }, (_, item) => [item, [item]]));
  const merges: Merge[] = [];
  while (between.size > 1) {
    const [first, second, height] = closestPair(between);
    const node = count + merges.length;
    const rest = [...between.keys()].filter((other) => other !== first && other !== second);
    const farthest = rest.map(
      (other) => [other, Math.max(distanceOf(first, other), distanceOf(second, other))] as const,
    );
    for (const row of between.values()) {
      row.delete(first);
      row.delete(second);
    }
    between.delete(first);
    between.delete(second);
    for (const [other, distance] of farthest) between.get(other)?.set(node, distance);
    between.set(node, new Map());
    const joined = [...(members.get(first) ?? []), ...(members.get(second) ?? [])];
    members.set(node, joined);
    merges.push(Object.freeze({ first, second, height, size: joined.length }));
  }
  const root = count + merges.length - 1;
  return Object.freeze({
    merges: Object.freeze(merges),
    order: Object.freeze(members.get(count === 0 ? -1 : root) ?? []),
  });
}

/** The first of the closest pairs; rows lead to later nodes only. */
function closestPair(between: ReadonlyMap<number, ReadonlyMap<number, number>>): [number, number, number] {
  let closest: [number, number, number] = [0, 0, Number.POSITIVE_INFINITY];
  for (const [first, row] of between) {
    for (const [second, distance] of row) {
      if (distance < closest[2]) closest = [first, second, distance];
    }
  }
  return closest;
}
