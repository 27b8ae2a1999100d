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
 * that overlap enough share one of their first |A| - ⌈threshold |A|⌉ + 1 members. Pairs that are together already are not
 * compared, so that many copies of one text cost little.
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
  const indexOf = new Map<number, number[]>();
  const seenBy = new Int32Array(ordered.length).fill(-1);
  for (const [place, { members, record }] of ordered.entries()) {
    const prefix = members.length - leastWhole(threshold * members.length) + 1;
    for (let position = 0; position < prefix; position += 1) {
      const member = members[position] ?? -1;
      const known = indexOf.get(member) ?? [];
      for (const other of known) {
        if (seenBy[other] === place) continue;
        seenBy[other] = place;
        const second = ordered[other];
        if (second === undefined || second.members.length < threshold * members.length - slack) continue;
        if (joined.find(record) === joined.find(second.record)) continue;
        if (overlapsEnough(members, second.members, threshold)) joined.join(record, second.record);
      }
      known.push(place);
      indexOf.set(member, known);
    }
  }
  return Object.freeze(labelByAppearance(sets.length, (record) => joined.find(record)));
}

/** Products such as 0.7 x 10 lie a rounding error beside the whole number meant. */
const slack = 1e-9;

function leastWhole(value: number): number {
  return Math.ceil(value - slack);
}

interface OneSet {
  readonly record: number;
  readonly members: readonly number[];
}

/** The different sets that are not empty, each by its first record; equal ones are joined. */
function distinctSets(sets: readonly Numbers[], joined: ReturnType<typeof createDisjointSets>): OneSet[] {
  const firstOf = new Map<string, number>();
  const distinct: OneSet[] = [];
  for (const [record, set] of sets.entries()) {
    const members = [...new Set(Array.from(set))].sort((a, b) => a - b);
    for (const member of members) {
      if (!Number.isInteger(member) || member < 0)
        throw invalidArgument(`sets[${record}]`, member, "whole numbers from 0");
    }
    if (members.length === 0) continue;
    const key = members.join(" ");
    const first = firstOf.get(key);
    if (first === undefined) {
      firstOf.set(key, record);
      distinct.push({ record, members });
    } else joined.join(first, record);
  }
  return distinct;
}

/** Members become ranks, the rarest first; sets come by size, the smallest first. */
function rarestFirst(sets: readonly OneSet[]): OneSet[] {
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
      members: members.map((member) => rank.get(member) ?? 0).sort((a, b) => a - b),
    }))
    .sort((a, b) => a.members.length - b.members.length || a.record - b.record);
}

/** |A ∩ B| >= t / (1 + t) (|A| + |B|), which is |A ∩ B| / |A ∪ B| >= t. */
function overlapsEnough(a: readonly number[], b: readonly number[], threshold: number): boolean {
  const wanted = leastWhole((threshold / (1 + threshold)) * (a.length + b.length));
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
