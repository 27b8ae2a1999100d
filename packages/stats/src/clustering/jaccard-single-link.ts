import type { Numbers } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";
import type { Clusters } from "./cosine-single-link.ts";
import { createDisjointSets } from "./disjoint-sets.ts";
import { labelByAppearance } from "./labels.ts";

/**
 * Single-link clusters of sets by token overlap: sets are together when a chain of steps of Jaccard similarity
 * |A ∩ B| / |A ∪ B| >= threshold joins them. Exact.
 *
 * Candidates come from an index of prefixes (Bayardo, Ma and Srikant 2007): with members in order of rarity, two sets
 * that overlap enough share one of the first |A| - ⌈threshold |A|⌉ + 1 members of the larger and of the first
 * |B| - ⌈2 threshold / (1 + threshold) |B|⌉ + 1 of the smaller. What stands after the first shared member bounds the overlap (Xiao
 * et al. 2008). Pairs that are together already are not compared, so that many copies of one text cost little.
 *
 * An empty set has no overlap with anything.
 *
 * @param sets for each record the whole numbers that stand for its members; a member named twice counts once
 * @param threshold above 0 up to 1
 * @throws RangeError for members that are no whole numbers from 0, or a threshold out of range
 */
export function jaccardSingleLink(sets: readonly Numbers[], threshold: number): Clusters {
  if (!(threshold > 0 && threshold <= 1)) {
    throw invalidArgument("threshold", threshold, "a number above 0 up to 1");
  }
  const joined = createDisjointSets(sets.length);
  const ordered = rarestFirst(distinctSets(sets, joined));
  const sizes = Int32Array.from(ordered, ({ members }) => members.length);
  const records = Int32Array.from(ordered, ({ record }) => record);
  /** By the sum of two sizes: how many members have to be shared. */
  const wantedOf = Int32Array.from({ length: 2 * (sizes.at(-1) ?? 0) + 1 }, (_, sum) =>
    leastWhole(leastShare(threshold) * sum),
  );
  const indexOf: IndexEntry[] = [];
  const seenBy = new Int32Array(ordered.length).fill(-1);
  for (const [place, { members, record }] of ordered.entries()) {
    const size = members.length;
    const prefix = size - leastWhole(threshold * size) + 1;
    const indexed = size - leastWhole(leastShare(threshold) * 2 * size) + 1;
    for (let position = 0; position < prefix; position += 1) {
      const member = members[position] ?? 0;
      indexOf[member] ??= { places: [], positions: [], first: 0 };
      const entry = indexOf[member];
      const { places, positions } = entry;
      // sets come by size: those that are too small for this one are too small for all that follow
      while (entry.first < places.length && (sizes[places[entry.first] ?? 0] ?? 0) < threshold * size - slack)
        entry.first += 1;
      for (let known = entry.first; known < places.length; known += 1) {
        const other = places[known] ?? 0;
        if (seenBy[other] === place) continue;
        seenBy[other] = place;
        const otherSize = sizes[other] ?? 0;
        const wanted = wantedOf[size + otherSize] ?? 0;
        const left = Math.min(size - position, otherSize - (positions[known] ?? 0));
        if (left < wanted || joined.find(record) === joined.find(records[other] ?? 0)) continue;
        const second = ordered[other];
        if (second !== undefined && overlapsEnough(members, second.members, wanted))
          joined.join(record, second.record);
      }
      if (position >= indexed) continue;
      places.push(place);
      positions.push(position);
    }
  }
  return Object.freeze(labelByAppearance(sets.length, (record) => joined.find(record)));
}

/** Sets with a member in their prefix, by size, and where it stands in each; those before `first` are too small by now. */
interface IndexEntry {
  readonly places: number[];
  readonly positions: number[];
  first: number;
}

/** Products such as 0.7 x 10 lie a rounding error beside the whole number meant. */
const slack = 1e-9;

function leastWhole(value: number): number {
  return Math.ceil(value - slack);
}

/** |A ∩ B| >= t / (1 + t) (|A| + |B|), which is |A ∩ B| / |A ∪ B| >= t. */
function leastShare(threshold: number): number {
  return threshold / (1 + threshold);
}

interface OneSet<Members> {
  readonly record: number;
  readonly members: Members;
}

/** The different sets that are not empty, each by its first record; equal ones are joined. */
function distinctSets(
  sets: readonly Numbers[],
  joined: ReturnType<typeof createDisjointSets>,
): OneSet<Float64Array>[] {
  /** Places in `distinct` by a hash of their members. */
  const placesOf = new Map<number, number[]>();
  const distinct: OneSet<Float64Array>[] = [];
  for (const [record, set] of sets.entries()) {
    const members = sortedMembers(set, record);
    if (members.length === 0) continue;
    const hash = hashOf(members);
    const places = placesOf.get(hash) ?? [];
    const known = places.find((place) => areEqual(distinct[place]?.members ?? members, members));
    if (known === undefined) {
      places.push(distinct.length);
      placesOf.set(hash, places);
      distinct.push({ record, members });
    } else joined.join(distinct[known]?.record ?? record, record);
  }
  return distinct;
}

/** Different members in their order. */
function sortedMembers(set: Numbers, record: number): Float64Array {
  const sorted = new Float64Array(set.length);
  for (let place = 0; place < set.length; place += 1) {
    const member = set[place] ?? -1;
    if (!Number.isInteger(member) || member < 0)
      throw invalidArgument(`sets[${record}]`, member, "whole numbers from 0");
    sorted[place] = member;
  }
  sorted.sort();
  let kept = 0;
  for (let place = 0; place < sorted.length; place += 1) {
    const member = sorted[place] ?? 0;
    if (kept > 0 && sorted[kept - 1] === member) continue;
    sorted[kept] = member;
    kept += 1;
  }
  return kept === sorted.length ? sorted : sorted.slice(0, kept);
}

/** Equal members have equal hashes; members from 2^32 on count by their remainder. */
function hashOf(members: Float64Array): number {
  let hash = members.length;
  for (let place = 0; place < members.length; place += 1) {
    hash = Math.imul(hash ^ (members[place] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function areEqual(one: Float64Array, other: Float64Array): boolean {
  if (one.length !== other.length) return false;
  for (let place = 0; place < one.length; place += 1) if (one[place] !== other[place]) return false;
  return true;
}

/** Members become ranks, the rarest first; sets come by size, the smallest first. */
function rarestFirst(sets: readonly OneSet<Float64Array>[]): OneSet<Int32Array>[] {
  const times = new Map<number, number>();
  for (const { members } of sets)
    for (const member of members) times.set(member, (times.get(member) ?? 0) + 1);
  const rank = new Map(
    [...times]
      .sort(([a, before], [b, after]) => before - after || a - b)
      .map(([member], place) => [member, place]),
  );
  return sets
    .map(({ record, members }) => ({
      record,
      members: Int32Array.from(members, (member) => rank.get(member) ?? 0).sort(),
    }))
    .sort((a, b) => a.members.length - b.members.length || a.record - b.record);
}

/** Whether two sets share as many members as wanted. */
function overlapsEnough(a: Int32Array, b: Int32Array, wanted: number): boolean {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (shared + Math.min(a.length - i, b.length - j) < wanted) return false;
    const first = a[i] ?? 0;
    const second = b[j] ?? 0;
    if (first === second) {
      shared += 1;
      i += 1;
      j += 1;
    } else if (first < second) i += 1;
    else j += 1;
  }
  return shared >= wanted;
}
