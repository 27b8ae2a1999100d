/**
 * Seeded random numbers with named streams.
 *
 * A seed is text. Every purpose takes its own stream, `random.stream("slot-order")`, so that adding a draw
 * for one purpose never moves the draws of another. The generator is sfc32 (Doty-Humphrey, PractRand) seeded
 * by a 128-bit string hash; it is for experiments, never for secrets.
 */
export interface Random {
  /** Uniform in [0, 1) with 32 random bits. */
  next(): number;
  /** Uniform integer in [0, bound). `bound` is a whole number from 1 to 2^32. */
  integer(bound: number): number;
  /** Normal deviate (Box-Muller); mean 0 and standard deviation 1 unless told. */
  normal(mean?: number, standardDeviation?: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One element, uniformly. Throws on an empty list. */
  pick<T>(items: readonly T[]): T;
  /** A new list in uniformly random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** `count` elements without replacement, in random order; all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
  /** An independent generator for a named purpose. Does not advance this one. */
  stream(name: string): Random;
}

/** Joins the parts of a seed so that no two different lists of parts give the same text. */
export function deriveSeed(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts.map(String));
}

/** 32 hexadecimal digits from a seed; a stable public name for a thing that was derived from it. */
export function seedDigest(seed: string): string {
  return hash128(seed)
    .map((word) => word.toString(16).padStart(8, "0"))
    .join("");
}

/** A whole number from 0 to 2^31 - 1 from a seed, for interfaces that take integer seeds. */
export function seedInteger(seed: string): number {
  return (hash128(seed)[0] ?? 0) >>> 1;
}

export function createRandom(seed: string): Random {
  let [a, b, c, d] = hash128(seed);
  const word = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) word();

  const next = (): number => word() / 2 ** 32;
  const integer = (bound: number): number => {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`bound: invalid value ${bound}, expected a whole number from 1 to 2^32`);
    }
    let value = word();
    // Rejection keeps every value equally likely, whatever the bound. Few values are near enough to the end to be looked at.
    if (value >= 2 ** 32 - bound) {
      const limit = 2 ** 32 - (2 ** 32 % bound);
      while (value >= limit) value = word();
    }
    // the remainder, exactly: a quotient below 2^32 is never rounded up to a whole number; `%` takes ten times as long
    return value - Math.floor(value / bound) * bound;
  };
  const shuffle = <T>(items: readonly T[]): T[] => {
    const result = [...items];
    for (let last = result.length - 1; last > 0; last -= 1) {
      const other = integer(last + 1);
      const held = result[last] as T;
      result[last] = result[other] as T;
      result[other] = held;
    }
    return result;
  };
  return {
    next,
    integer,
    shuffle,
    normal: (mean = 0, standardDeviation = 1) => {
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      return mean + standardDeviation * radius * Math.cos(2 * Math.PI * next());
    },
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError("pick: the list is empty, expected at least one element");
      return items[integer(items.length)] as T;
    },
    sample: (items, count) => shuffle(items).slice(0, count),
    stream: (name) => createRandom(deriveSeed(seed, name)),
  };
}

/** 128-bit hash of a text's UTF-16 units (multiply-xor mixing over four lanes). */
function hash128(text: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ unit, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ unit, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ unit, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ unit, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  return [(h1 ^ h2 ^ h3 ^ h4) >>> 0, (h2 ^ h1) >>> 0, (h3 ^ h1) >>> 0, (h4 ^ h1) >>> 0];
}
