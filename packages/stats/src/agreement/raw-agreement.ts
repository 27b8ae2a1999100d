import type { Outcome } from "../outcome.ts";
import { type Ratings, requireRatings } from "./ratings.ts";

interface RawAgreementFigures {
  /** Share of rater pairs that gave the same value, a mean over units (each unit counts once). Null with a problem. */
  readonly meanPairAgreement: number;
  /** Share of rater pairs that gave the same value, all pairs of all units together. Null with a problem. */
  readonly pooledPairAgreement: number;
  /** Share of units on which all raters gave the same value. Null with a problem. */
  readonly unanimous: number;
  /** Units with at least two values. */
  readonly unitCount: number;
}

export type RawAgreement = Outcome<
  RawAgreementFigures,
  "meanPairAgreement" | "pooledPairAgreement" | "unanimous"
>;

/**
 * How often raters say the same, with no correction for chance.
 *
 * @param ratings one row a unit, one column a rater; null is missing; units with fewer than two values are left out
 * @throws RangeError for values that are not finite
 */
export function rawAgreement(ratings: Ratings): RawAgreement {
  requireRatings("ratings", ratings);
  let unitCount = 0;
  let sumOfShares = 0;
  let agreeing = 0;
  let pairs = 0;
  let unanimous = 0;
  for (const row of ratings) {
    const values = row.filter((value) => value !== null);
    if (values.length < 2) continue;
    const counts = new Map<number, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    const unitPairs = (values.length * (values.length - 1)) / 2;
    let unitAgreeing = 0;
    for (const count of counts.values()) unitAgreeing += (count * (count - 1)) / 2;
    unitCount += 1;
    sumOfShares += unitAgreeing / unitPairs;
    agreeing += unitAgreeing;
    pairs += unitPairs;
    if (counts.size === 1) unanimous += 1;
  }
  if (unitCount === 0) {
    const without = { meanPairAgreement: null, pooledPairAgreement: null, unanimous: null };
    return Object.freeze({ ...without, unitCount, problem: "no unit has two ratings" });
  }
  return Object.freeze({
    meanPairAgreement: sumOfShares / unitCount,
    pooledPairAgreement: agreeing / pairs,
    unanimous: unanimous / unitCount,
    unitCount,
    problem: null,
  });
}
