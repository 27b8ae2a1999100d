import type { Numbers } from "../argument-checks.ts";
import { invalidArgument, requireLength, requireWhole } from "../invalid-argument.ts";

export interface Neighbourhood {
  readonly cluster: number;
  /** Records of the cluster, ascending. */
  readonly members: readonly number[];
  /** Distinct authors. */
  readonly authors: number;
}

export interface Neighbourhoods {
  readonly clusters: number;
  /** Clusters of one record. */
  readonly singletons: number;
  /** Clusters of several records by fewer authors than asked for. */
  readonly tooFewAuthors: number;
  /** Clusters of at least 2 records and `minimumAuthors` authors, in order of cluster. */
  readonly neighbourhoods: readonly Neighbourhood[];
  /** Records in neighbourhoods. */
  readonly recordsInside: number;
}

/**
 * Which clusters are neighbourhoods: places where several people said about the same.
 *
 * @param labels cluster of each record, -1 for none
 * @param authors for each record a number that stands for its author
 * @throws RangeError for lists of unequal length or labels that are no clusters
 */
export function neighbourhoods(
  labels: Numbers,
  authors: Numbers,
  options: { readonly minimumAuthors?: number } = {},
): Neighbourhoods {
  const minimumAuthors = options.minimumAuthors ?? 2;
  requireWhole("minimumAuthors", minimumAuthors, 1);
  requireLength("authors", authors.length, labels.length);
  const membersOf = new Map<number, number[]>();
  for (let record = 0; record < labels.length; record += 1) {
    const label = labels[record] ?? Number.NaN;
    if (!Number.isInteger(label) || label < -1) {
      throw invalidArgument(`labels[${record}]`, label, "a cluster's number, or -1 for none");
    }
    if (label < 0) continue;
    const members = membersOf.get(label) ?? [];
    members.push(record);
    membersOf.set(label, members);
  }
  const several = [...membersOf]
    .filter(([, members]) => members.length > 1)
    .map(([cluster, members]) => ({
      cluster,
      members: Object.freeze(members),
      authors: new Set(members.map((record) => authors[record])).size,
    }));
  const inside = several
    .filter((entry) => entry.authors >= minimumAuthors)
    .sort((a, b) => a.cluster - b.cluster);
  return Object.freeze({
    clusters: membersOf.size,
    singletons: membersOf.size - several.length,
    tooFewAuthors: several.length - inside.length,
    neighbourhoods: Object.freeze(inside.map((entry) => Object.freeze(entry))),
    recordsInside: inside.reduce((sum, entry) => sum + entry.members.length, 0),
  });
}
