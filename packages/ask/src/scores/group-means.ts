import type { GroupPoints } from "../store/run-store.ts";

export interface GroupMean {
  readonly cluster: string;
  readonly points: number;
}

/** Points by scoring group: the mean over repeats that have points. */
export function groupMeans(rows: Iterable<GroupPoints>): ReadonlyMap<string, GroupMean> {
  const sums = new Map<string, { cluster: string; sum: number; count: number }>();
  for (const { group, cluster, points } of rows) {
    if (points === null) continue;
    const known = sums.get(group);
    if (known === undefined) sums.set(group, { cluster, sum: points, count: 1 });
    else {
      known.sum += points;
      known.count += 1;
    }
  }
  return new Map(
    Array.from(sums, ([group, { cluster, sum, count }]) => [group, { cluster, points: sum / count }]),
  );
}
