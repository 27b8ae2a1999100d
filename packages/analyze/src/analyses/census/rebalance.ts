import { cellShares, createRandom, drawQuotas, quotaTargets } from "@refract/stats";
import { type CensusCounts, cellOf, censusCells, ethnicityOfPerson } from "./census-cells.ts";

/** One person of a country's sample. */
export interface SampledPerson {
  readonly userId: string;
  readonly age: string;
  readonly gender: string;
  readonly ethnicity: string;
}

/** One cell of census and sample. */
export interface RebalancedCell {
  readonly people: number;
  /** Share of the census, 0-1; null when the census counts nobody. */
  readonly census: number | null;
  readonly sampled: number;
  /** Share of those in a cell, 0-1; null when nobody is. */
  readonly sample: number | null;
  readonly target: number;
  readonly drawn: number;
}

export interface Rebalanced {
  readonly cells: readonly RebalancedCell[];
  /** People of the census in a cell. */
  readonly adults: number;
  /** People of the sample in a cell, and those in none. */
  readonly inCells: number;
  readonly outside: number;
  readonly drawnIds: readonly string[];
}

/** People asked for; the rule of one more a cell asks for some more (spec prism-analysis, section 6). */
export const wantedPeople = 300;

/**
 * Holds a sample against a census and draws people so that cells are as in the census: floor(share x 300) + 1 of each
 * cell without replacement, or everyone. Null when the census counts nobody.
 */
export function rebalance(
  people: readonly SampledPerson[],
  census: CensusCounts,
  seed: string,
): Rebalanced | null {
  const population = cellShares(census.cells, censusCells.length, census.people);
  if (population.shares === null) return null;
  const cells = people.map((person) =>
    cellOf(person.age, ethnicityOfPerson(person.ethnicity), person.gender),
  );
  const sample = cellShares(cells, censusCells.length);
  const targets = quotaTargets(population.shares, wantedPeople);
  const draw = drawQuotas(cells, targets, createRandom(seed));
  return {
    cells: censusCells.map((_, cell) => ({
      people: population.totals[cell] ?? 0,
      census: population.shares?.[cell] ?? null,
      sampled: sample.totals[cell] ?? 0,
      sample: sample.shares?.[cell] ?? null,
      target: targets[cell] ?? 0,
      drawn: draw.drawn[cell] ?? 0,
    })),
    adults: population.total,
    inCells: sample.total,
    outside: people.length - sample.total,
    drawnIds: draw.records.flatMap((record) => people[record]?.userId ?? []),
  };
}
