import type { Numbers } from "../argument-checks.ts";
import { invalidArgument, requireLength, requireLevel, requireWhole } from "../invalid-argument.ts";
import type { Random } from "../random.ts";
import { quantiles } from "../summaries/quantiles.ts";
import { expectedEntropyBits } from "./expected-entropy.ts";
import { createLevelCounter, type LevelCounter } from "./level-counter.ts";

/** One attribute of the records: a level's number for each, 0 and up (a refused answer is a level too). */
export type LevelCodes = Numbers;

export interface ChanceEntropiesOptions {
  /** Group sizes to work out, each at least 2. */
  readonly sizes: readonly number[];
  /** Samples a size. Default 100, as in PRISM; an empirical band wants 1,000 or more. */
  readonly samples?: number;
  /** Share of samples inside the empirical band. Default 0.99. */
  readonly level?: number;
  readonly random: Random;
}

/** What groups of one size look like when drawn at random from all records. */
export interface ChanceEntropies {
  readonly size: number;
  /** Exact expected entropy, bits, an attribute. */
  readonly expected: readonly number[];
  /** Mean entropy of the samples, bits, an attribute: the published estimate of the same. */
  readonly sampledMeans: readonly number[];
  /** Standard deviation (divisor: samples) over the samples of the sum of entropies of all attributes, bits. */
  readonly sumDeviation: number;
  /**
   * Range holding `level` of the samples' sums of adjusted entropies (H - E) / E. Null when an attribute has one level
   * only, so that E is 0.
   */
  readonly adjustedBand: readonly [number, number] | null;
}

/**
 * Entropies of random groups: samples with replacement from all records, all attributes of a record together.
 *
 * Source: Kirk et al. (2024), The PRISM Alignment Dataset, on local neighbourhoods; the exact expectation and the
 * empirical band are ours.
 *
 * @param attributes those that are summed up, each with one code a record
 * @throws RangeError for attributes of unequal length, codes that aren't whole numbers from 0, sizes below 2
 */
export function chanceEntropies(
  attributes: readonly LevelCodes[],
  options: ChanceEntropiesOptions,
): readonly ChanceEntropies[] {
  const samples = options.samples ?? 100;
  const level = options.level ?? 0.99;
  requireWhole("samples", samples, 1);
  requireLevel("level", level);
  const records = requireAttributes(attributes);
  if (records === 0) throw invalidArgument("attributes[0]", "empty", "at least one record");
  const counters = attributes.map(createLevelCounter);
  const sharesOf = counters.map((counter) => counter.totals());
  return Object.freeze(
    options.sizes.map((size) => {
      requireWhole("a size", size, 2);
      const expected = sharesOf.map((shares) => expectedEntropyBits(shares, size));
      const random = options.random.stream(`groups of ${size}`);
      return Object.freeze({
        size,
        expected: Object.freeze(expected),
        ...sampleGroups(counters, expected, { records, size, samples, level, random }),
      });
    }),
  );
}

function sampleGroups(
  counters: readonly LevelCounter[],
  expected: readonly number[],
  plan: { records: number; size: number; samples: number; level: number; random: Random },
) {
  const { records, size, samples, level, random } = plan;
  const members = new Int32Array(size);
  const totals = counters.map(() => 0);
  const sums = new Float64Array(samples);
  const adjusted = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample += 1) {
    for (let place = 0; place < size; place += 1) members[place] = random.integer(records);
    for (const [attribute, counter] of counters.entries()) {
      const bits = counter.entropyBits(members);
      const chance = expected[attribute] ?? 0;
      totals[attribute] = (totals[attribute] ?? 0) + bits;
      sums[sample] = (sums[sample] ?? 0) + bits;
      adjusted[sample] = (adjusted[sample] ?? 0) + (bits - chance) / chance;
    }
  }
  const mean = sums.reduce((sum, value) => sum + value, 0) / samples;
  const variance = sums.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples;
  const tail = (1 - level) / 2;
  const [low = 0, high = 0] = expected.includes(0) ? [] : quantiles(adjusted, [tail, 1 - tail]);
  return {
    sampledMeans: Object.freeze(totals.map((total) => total / samples)),
    sumDeviation: Math.sqrt(variance),
    adjustedBand: expected.includes(0) ? null : Object.freeze([low, high] as const),
  };
}

/** The number of records, after checking that all attributes speak of the same. */
export function requireAttributes(attributes: readonly LevelCodes[]): number {
  const records = attributes[0]?.length;
  if (records === undefined) throw invalidArgument("attributes", "empty", "at least one attribute");
  for (const [index, codes] of attributes.entries()) {
    requireLength(`attributes[${index}]`, codes.length, records);
    for (let record = 0; record < records; record += 1) {
      const code = codes[record] ?? Number.NaN;
      if (!Number.isInteger(code) || code < 0) {
        throw invalidArgument(`attributes[${index}][${record}]`, code, "a level's number, 0 or above");
      }
    }
  }
  return records;
}
