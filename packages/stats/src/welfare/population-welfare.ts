import type { Numbers } from "../argument-checks.ts";
import { entry, type Matrix } from "../linear-algebra/matrix.ts";
import { requirePeople } from "./draw-panels.ts";

export interface PopulationWelfare {
  /** Mean known score of each column over the population; null where none of them has a score. */
  readonly welfare: readonly (number | null)[];
  /** Members with a known score, a column. */
  readonly known: readonly number[];
}

/**
 * What each model means to a population: the mean of its members' known scores.
 *
 * @param scores people x models, NaN where missing
 * @param people rows of the table
 * @throws RangeError for an empty population or people outside the table
 */
export function populationWelfare(scores: Matrix, people: Numbers): PopulationWelfare {
  requirePeople("people", people, scores.rows);
  const known = new Array<number>(scores.columns).fill(0);
  const sums = new Float64Array(scores.columns);
  for (let index = 0; index < people.length; index += 1) {
    for (let column = 0; column < scores.columns; column += 1) {
      const score = entry(scores, people[index] ?? 0, column);
      if (Number.isNaN(score)) continue;
      sums[column] = (sums[column] ?? 0) + score;
      known[column] = (known[column] ?? 0) + 1;
    }
  }
  return Object.freeze({
    welfare: Object.freeze(known.map((count, column) => (count === 0 ? null : (sums[column] ?? 0) / count))),
    known: Object.freeze(known),
  });
}
