import type { WordSequence } from "./word-sequence.ts";

/** A gram of words by their numbers, and how often it stands in the texts. */
export interface CountedGram {
  readonly words: readonly number[];
  readonly times: number;
}

/** What stands between two texts in a sequence of words: no gram goes over it. */
export const textEnd = 0;

/**
 * Different grams that are counted whatever they are; with more of them, only those that can be frequent. So many are kept near the
 * processor, and are enough for a bound that few cells reach.
 */
const mostDifferent = 1 << 16;
const cells = 1 << 22;

/**
 * The `listed` most frequent grams of `size` words with their exact numbers, in no order, and all that are as frequent as the last of
 * them. Few of many different grams are frequent, so that counting every one would only take memory: from there on, those counted
 * so far give a bound. Each gram of all texts adds to one of four million cells; one whose cell stays below the bound is not frequent,
 * however many others share the cell. Those that are left are counted.
 *
 * @param sequence numbers of words from 1 on, with `textEnd` between texts
 */
export function frequentGrams(
  sequence: WordSequence,
  size: number,
  listed: number,
  most = mostDifferent,
): readonly CountedGram[] {
  const table = createGramTable(size);
  for (const words of sequence.windows(size - 1)) {
    table.add(words, everyGram);
    if (table.held() > most) return bounded(sequence, size, listed, table.bound(listed));
  }
  return table.atLeast(table.bound(listed));
}

function bounded(
  sequence: WordSequence,
  size: number,
  listed: number,
  bound: number,
): readonly CountedGram[] {
  const sums = new Uint32Array(cells);
  for (const words of sequence.windows(size - 1)) addToCells(sums, words, size);
  const table = createGramTable(size);
  for (const words of sequence.windows(size - 1)) table.add(words, { sums, bound });
  return table.atLeast(table.bound(listed));
}

/** Cells in which grams were added up by their hashes, and what a gram's cell has to reach to be counted. */
interface WantedCells {
  readonly sums: Uint32Array;
  readonly bound: number;
}

/** One cell for all. */
const everyGram: WantedCells = { sums: Uint32Array.of(1), bound: 1 };

function addToCells(sums: Uint32Array, words: Uint32Array, size: number): void {
  for (let place = 0, since = 0; place < words.length; place += 1) {
    since = words[place] === textEnd ? 0 : since + 1;
    if (since < size) continue;
    const cell = hashOf(words, place - size + 1, size) & (cells - 1);
    sums[cell] = (sums[cell] ?? 0) + 1;
  }
}

function hashOf(words: Uint32Array, begin: number, size: number): number {
  let hash = 0;
  for (let place = begin; place < begin + size; place += 1) {
    hash = Math.imul(hash ^ (words[place] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

const fullest = 0.5;

function isGram(words: Uint32Array, at: number, from: Uint32Array, begin: number, size: number): boolean {
  for (let each = 0; each < size; each += 1) if (words[at + each] !== from[begin + each]) return false;
  return true;
}

function createGramTable(size: number) {
  let capacity = 1 << 12;
  let held = 0;
  let words = new Uint32Array(capacity * size);
  let times = new Uint32Array(capacity);
  let hashes = new Int32Array(capacity);

  const grow = (): void => {
    const before = { capacity, words, times, hashes };
    capacity *= 2;
    words = new Uint32Array(capacity * size);
    times = new Uint32Array(capacity);
    hashes = new Int32Array(capacity);
    for (let slot = 0; slot < before.capacity; slot += 1) {
      if (before.times[slot] === 0) continue;
      const hash = before.hashes[slot] ?? 0;
      let free = hash & (capacity - 1);
      while (times[free] !== 0) free = (free + 1) & (capacity - 1);
      times[free] = before.times[slot] ?? 0;
      hashes[free] = hash;
      words.set(before.words.subarray(slot * size, (slot + 1) * size), free * size);
    }
  };
  return {
    held: (): number => held,
    /** Adds the grams of some words whose cells are wanted. */
    add: (from: Uint32Array, { sums, bound }: WantedCells): void => {
      for (let place = 0, since = 0; place < from.length; place += 1) {
        since = from[place] === textEnd ? 0 : since + 1;
        if (since < size) continue;
        const begin = place - size + 1;
        const hash = hashOf(from, begin, size);
        if ((sums[hash & (sums.length - 1)] ?? 0) < bound) continue;
        let slot = hash & (capacity - 1);
        while (times[slot] !== 0 && (hashes[slot] !== hash || !isGram(words, slot * size, from, begin, size)))
          slot = (slot + 1) & (capacity - 1);
        if (times[slot] === 0) {
          held += 1;
          hashes[slot] = hash;
          for (let each = 0; each < size; each += 1) words[slot * size + each] = from[begin + each] ?? 0;
        }
        times[slot] = (times[slot] ?? 0) + 1;
        if (held > capacity * fullest) grow();
      }
    },
    /** How often the last of the `listed` most frequent ones was added, 1 where there are fewer. */
    bound: (listed: number): number => Math.max(1, times.toSorted()[capacity - listed] ?? 0),
    atLeast: (bound: number): readonly CountedGram[] => {
      const found: CountedGram[] = [];
      for (let slot = 0; slot < capacity; slot += 1) {
        const count = times[slot] ?? 0;
        if (count >= bound)
          found.push({ words: [...words.subarray(slot * size, (slot + 1) * size)], times: count });
      }
      return found;
    },
  };
}
