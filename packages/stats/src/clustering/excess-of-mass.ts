import type { CondensedTree } from "./condensed-tree.ts";

/**
 * The clusters, none inside another, with the greatest total stability. The root is never one: a whole data set is
 * not a cluster.
 *
 * Source: Campello et al. (2015), section 5 (excess of mass).
 */
export function selectByExcessOfMass({ clusters }: CondensedTree): ReadonlySet<number> {
  const best = clusters.map((cluster) => cluster.stability);
  const keep = clusters.map(() => true);
  for (let cluster = clusters.length - 1; cluster > 0; cluster -= 1) {
    const children = clusters[cluster]?.children ?? [];
    const below = children.reduce((sum, child) => sum + (best[child] ?? 0), 0);
    if (children.length > 0 && below > (best[cluster] ?? 0)) {
      keep[cluster] = false;
      best[cluster] = below;
    }
  }
  const selected = new Set<number>();
  const open = [...(clusters[0]?.children ?? [])];
  for (let cluster = open.pop(); cluster !== undefined; cluster = open.pop()) {
    if (keep[cluster]) selected.add(cluster);
    else open.push(...(clusters[cluster]?.children ?? []));
  }
  return selected;
}
