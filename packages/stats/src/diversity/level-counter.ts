import type { Numbers } from "../argument-checks.ts";

/** Counts levels of one attribute among some records, again and again, without clearing a long list each time. */
export interface LevelCounter {
  /** Entropy, bits, of the levels among `members` (numbers of records, repeats count). 0 for none. */
  entropyBits(members: ArrayLike<number>): number;
  /** How many of all records have each level. */
  totals(): Float64Array;
}

/** @param codes a level's number for each record, 0 and up, checked by the caller */
export function createLevelCounter(codes: Numbers): LevelCounter {
  let levels = 0;
  for (let record = 0; record < codes.length; record += 1)
    levels = Math.max(levels, (codes[record] ?? 0) + 1);
  const counts = new Int32Array(levels);
  return Object.freeze({
    entropyBits(members: ArrayLike<number>): number {
      const size = members.length;
      let seen = 0;
      // sum c log2 c, taken as the difference each further member makes.
      let concentration = 0;
      for (let place = 0; place < size; place += 1) {
        const level = codes[members[place] ?? 0] ?? 0;
        const count = (counts[level] ?? 0) + 1;
        counts[level] = count;
        if (count === 1) seen += 1;
        concentration += count * Math.log2(count) - (count > 1 ? (count - 1) * Math.log2(count - 1) : 0);
      }
      for (let place = 0; place < size; place += 1) counts[codes[members[place] ?? 0] ?? 0] = 0;
      return seen <= 1 ? 0 : Math.log2(size) - concentration / size;
    },
    totals(): Float64Array {
      const totals = new Float64Array(levels);
      for (let record = 0; record < codes.length; record += 1) {
        const level = codes[record] ?? 0;
        totals[level] = (totals[level] ?? 0) + 1;
      }
      return totals;
    },
  });
}
