import type { Numbers } from "../argument-checks.ts";
import { invalidArgument } from "../invalid-argument.ts";
import { type ChanceEntropies, type LevelCodes, requireAttributes } from "./chance-entropies.ts";
import { createLevelCounter } from "./level-counter.ts";

/** Where a group's summed adjusted entropy lies against what chance gives. */
export type BandPosition = "above" | "within" | "below";

export interface GroupEntropy {
  readonly size: number;
  /** Bits, an attribute. */
  readonly bits: readonly number[];
  /** (H - E) / E, an attribute; null where the attribute has one level among all records. */
  readonly adjusted: readonly (number | null)[];
  /** Sum of the adjusted values ("intersectional"); null when one of them is. */
  readonly adjustedSum: number | null;
  /** Attributes on which all members are alike. */
  readonly uniformAttributes: number;
  /** Null when adjustedSum is. */
  readonly position: BandPosition | null;
}

export interface GroupEntropiesOptions {
  /**
   * `published`: E is the samples' mean and the band is ±2.56 sumDeviation / sqrt(size) round 0. It sets the deviation of
   * raw sums against relative values; kept to reproduce figures. `corrected` (the default): E is exact and the band
   * is the range of random groups' own adjusted sums.
   */
  readonly mode?: "corrected" | "published";
}

/**
 * How mixed groups (neighbourhoods) are on several attributes, against random groups of the same size.
 *
 * @param groups for each group the numbers of its records, at least 2
 * @param attributes as handed to `chanceEntropies`, in the same order
 * @param chance from `chanceEntropies`, with every size that occurs
 * @throws RangeError for a group below 2 records, a record that isn't there, or a size that `chance` lacks
 */
export function groupEntropies(
  groups: readonly Numbers[],
  attributes: readonly LevelCodes[],
  chance: readonly ChanceEntropies[],
  options: GroupEntropiesOptions = {},
): readonly GroupEntropy[] {
  const records = requireAttributes(attributes);
  const counters = attributes.map(createLevelCounter);
  const published = options.mode === "published";
  const chanceOf = new Map(chance.map((entry) => [entry.size, entry]));
  return Object.freeze(
    groups.map((members, index) => {
      const random = chanceOf.get(members.length);
      if (members.length < 2 || random === undefined) {
        throw invalidArgument(
          `groups[${index}].length`,
          members.length,
          `one of the sizes worked out: ${[...chanceOf.keys()].join(", ")}`,
        );
      }
      requireMembers(`groups[${index}]`, members, records);
      const bits = counters.map((counter) => counter.entropyBits(members));
      const expected = published ? random.sampledMeans : random.expected;
      const adjusted = bits.map((value, attribute) => {
        const level = expected[attribute] ?? 0;
        return level === 0 ? null : (value - level) / level;
      });
      const adjustedSum = sumUnlessNull(adjusted);
      const reach = (2.56 * random.sumDeviation) / Math.sqrt(members.length);
      const band = published ? ([-reach, reach] as const) : random.adjustedBand;
      return Object.freeze({
        size: members.length,
        bits: Object.freeze(bits),
        adjusted: Object.freeze(adjusted),
        adjustedSum,
        uniformAttributes: bits.filter((value) => value === 0).length,
        position: adjustedSum === null || band === null ? null : positionOf(adjustedSum, band),
      });
    }),
  );
}

function sumUnlessNull(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

function positionOf(value: number, [low, high]: readonly [number, number]): BandPosition {
  if (value > high) return "above";
  return value < low ? "below" : "within";
}

function requireMembers(name: string, members: Numbers, records: number): void {
  for (let place = 0; place < members.length; place += 1) {
    const record = members[place] ?? Number.NaN;
    if (!Number.isInteger(record) || record < 0 || record >= records) {
      throw invalidArgument(`${name}[${place}]`, record, `a record's number, 0 to ${records - 1}`);
    }
  }
}
