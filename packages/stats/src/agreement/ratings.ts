import { invalidArgument } from "../invalid-argument.ts";

/** One row a unit (item, subject), one column a rater; null where a rater gave no value. */
export type Ratings = readonly (readonly (number | null)[])[];

/** Throws unless every value is null or a finite number. */
export function requireRatings(name: string, ratings: Ratings): void {
  for (const [row, values] of ratings.entries()) {
    for (const [column, value] of values.entries()) {
      if (value !== null && !Number.isFinite(value)) {
        throw invalidArgument(`${name}[${row}][${column}]`, value, "a finite number or null");
      }
    }
  }
}
