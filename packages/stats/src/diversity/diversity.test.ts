import { describe, expect, test } from "vitest";
import {
  chanceEntropies,
  createRandom,
  entropyBits,
  expectedEntropyBits,
  groupEntropies,
  standardScores,
} from "../index.ts";
import fixture from "./fixtures/diversity.json" with { type: "json" };

describe("expected entropy of random groups", () => {
  test.each(fixture.exact)("agrees with scipy's binomial at size $size", ({ size, bits }) => {
    expect(expectedEntropyBits(fixture.shares, size)).toBeCloseTo(bits, 9);
  });

  test("is 1 bit times the chance of two different draws at size 2", () => {
    expect(expectedEntropyBits([1, 1, 2], 2)).toBeCloseTo(1 - (1 / 16 + 1 / 16 + 1 / 4), 12);
  });

  test("is 0 for one draw or one level, and nears the entropy of the shares", () => {
    expect(expectedEntropyBits([3, 2], 1)).toBeCloseTo(0, 12);
    expect(expectedEntropyBits([0, 5], 10)).toBe(0);
    // counts of PRISM's item on entropy
    expect(entropyBits([47, 52, 1]).bits).toBeCloseTo(1.0689707760528673, 14);
    expect(expectedEntropyBits([47, 52, 1], 5000)).toBeCloseTo(1.06897, 3);
  });

  test("is what samples show, with their spread, for attributes that go together", () => {
    const sizes = fixture.simulated.map(({ size }) => size);
    const ours = chanceEntropies(fixture.attributes, {
      sizes,
      samples: 20_000,
      level: 0.9,
      random: createRandom("entropy"),
    });
    for (const [index, theirs] of fixture.simulated.entries()) {
      const row = ours[index];
      for (const [attribute, mean] of theirs.means.entries()) {
        expect(row?.expected[attribute]).toBeCloseTo(mean, 2);
        expect(Math.abs((row?.sampledMeans[attribute] ?? 0) / mean - 1)).toBeLessThan(0.02);
      }
      expect(Math.abs((row?.sumDeviation ?? 0) / theirs.sumDeviation - 1)).toBeLessThan(0.03);
      expect(row?.adjustedBand?.[0]).toBeCloseTo(theirs.band[0] ?? Number.NaN, 1);
      expect(row?.adjustedBand?.[1]).toBeCloseTo(theirs.band[1] ?? Number.NaN, 1);
    }
  });

  test("of one size is not moved by other sizes", () => {
    const run = (sizes: readonly number[]) =>
      chanceEntropies(fixture.attributes, { sizes, samples: 10, random: createRandom("1") });
    expect(run([2, 3, 4])[1]).toEqual(run([3])[0]);
  });

  test("leaves out the band when an attribute has one level only", () => {
    const [row] = chanceEntropies(
      [
        [0, 1, 0, 1],
        [0, 0, 0, 0],
      ],
      { sizes: [2], random: createRandom("1") },
    );
    expect(row).toMatchObject({ expected: [0.5, 0], adjustedBand: null });
  });

  test("refuses groups of one, unequal attributes and codes that are no levels", () => {
    const random = createRandom("1");
    expect(() => chanceEntropies([[0, 1]], { sizes: [1], random })).toThrow("a size: invalid value 1");
    expect(() => chanceEntropies([[0, 1], [0]], { sizes: [2], random })).toThrow(
      "attributes[1].length: invalid value 1, expected 2",
    );
    expect(() => chanceEntropies([[0, -1]], { sizes: [2], random })).toThrow(
      "attributes[0][1]: invalid value -1, expected a level's number, 0 or above",
    );
  });
});

describe("entropies of groups", () => {
  const attributes = [
    [0, 0, 1, 1],
    [0, 1, 2, 3],
  ];
  // E at size 2: 0.5 bit for two even levels, 0.75 bit for four.
  const chance = [
    {
      size: 2,
      expected: [0.5, 0.75],
      sampledMeans: [0.4, 0.8],
      sumDeviation: 1,
      adjustedBand: [-1.5, 1.2] as const,
    },
  ];

  test("are adjusted by the exact expectation and placed in the band of random groups", () => {
    const [alike, mixed] = groupEntropies(
      [
        [0, 0],
        [1, 2],
      ],
      attributes,
      chance,
    );
    expect(alike).toEqual({
      size: 2,
      bits: [0, 0],
      adjusted: [-1, -1],
      adjustedSum: -2,
      uniformAttributes: 2,
      position: "below",
    });
    expect(mixed?.bits).toEqual([1, 1]);
    expect(mixed?.adjustedSum).toBeCloseTo(1 + 1 / 3, 12);
    expect(mixed?.position).toBe("above");
  });

  test("in the published mode use the samples' means and ±2.56 sd / sqrt(k)", () => {
    const [group] = groupEntropies([[1, 2]], attributes, chance, { mode: "published" });
    // (1 - 0.4) / 0.4 + (1 - 0.8) / 0.8 = 1.75, band ±1.81
    expect(group?.adjustedSum).toBeCloseTo(1.75, 12);
    expect(group?.position).toBe("within");
    expect(groupEntropies([[0, 1]], attributes, chance, { mode: "published" })[0]).toMatchObject({
      adjustedSum: expect.closeTo(-1 + 0.25, 12),
      uniformAttributes: 1,
      position: "within",
    });
  });

  test("stay null where an attribute has one level among all records", () => {
    const flat = [{ ...(chance[0] ?? expect.fail()), expected: [0.5, 0], adjustedBand: null }];
    expect(
      groupEntropies(
        [[0, 2]],
        [
          [0, 0, 1, 1],
          [5, 5, 5, 5],
        ],
        flat,
      )[0],
    ).toMatchObject({
      adjusted: [1, null],
      adjustedSum: null,
      position: null,
      uniformAttributes: 1,
    });
  });

  test("refuse a size that was not worked out and records that aren't there", () => {
    expect(() => groupEntropies([[0, 1, 2]], attributes, chance)).toThrow(
      "groups[0].length: invalid value 3, expected one of the sizes worked out: 2",
    );
    expect(() => groupEntropies([[0, 9]], attributes, chance)).toThrow(
      "groups[0][1]: invalid value 9, expected a record's number, 0 to 3",
    );
  });
});

test("standard scores of the opening ratings 90, 60, 40, 38 are PRISM's", () => {
  const expected = [1.3671, 0.1243, -0.7043, -0.7871];
  for (const [index, z] of standardScores([90, 60, 40, 38]).entries()) {
    expect(z).toBeCloseTo(expected[index] ?? Number.NaN, 4);
  }
});
