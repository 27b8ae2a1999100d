import { squaredDistanceWithin } from "./core-distances.ts";
import type { Vectors } from "./vectors.ts";

export interface SpanningEdge {
  readonly first: number;
  readonly second: number;
  readonly distance: number;
}

/**
 * Minimum spanning tree under the mutual reachability distance max(core a, core b, |a - b|), edges in ascending order of
 * distance. Prim's algorithm over all pairs without storing them; a pair whose core distances alone are no improvement
 * is passed over unmeasured, which is most of them.
 *
 * Source: Campello, Moulavi & Sander (2013), PAKDD, section 3.
 */
export function mutualReachabilityTree(vectors: Vectors, core: Float64Array): readonly SpanningEdge[] {
  const count = core.length;
  const waiting = Int32Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 1);
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const link = new Int32Array(count);
  const edges: SpanningEdge[] = [];
  let current = 0;
  for (let left = waiting.length; left > 0; left -= 1) {
    const currentCore = core[current] ?? 0;
    let bestPlace = 0;
    let best = Number.POSITIVE_INFINITY;
    for (let place = 0; place < left; place += 1) {
      const point = waiting[place] ?? 0;
      let reach = nearest[point] ?? 0;
      const floor = Math.max(currentCore, core[point] ?? 0);
      if (floor < reach) {
        const squared = squaredDistanceWithin(vectors, current, point, reach * reach);
        if (squared < reach * reach) {
          reach = Math.max(floor, Math.sqrt(squared));
          nearest[point] = reach;
          link[point] = current;
        }
      }
      if (reach < best) {
        best = reach;
        bestPlace = place;
      }
    }
    const next = waiting[bestPlace] ?? 0;
    waiting[bestPlace] = waiting[left - 1] ?? 0;
    edges.push({ first: link[next] ?? 0, second: next, distance: best });
    current = next;
  }
  return edges.sort((a, b) => a.distance - b.distance);
}
