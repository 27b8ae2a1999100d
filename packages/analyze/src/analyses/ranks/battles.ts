import {
  type ClusteredComparisons,
  type ComparisonCells,
  clusterComparisons,
  comparisonCells,
} from "@refract/stats";

/**
 * Battles counted by person, pair and outcome: columns of one entry each. Models and people are whole numbers, the places
 * of their names.
 */
export interface Battles {
  /** Models with at least one battle, by name. */
  readonly models: readonly string[];
  /** People with at least one battle, by id. */
  readonly people: readonly string[];
  readonly person: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Seen from `first`: 1 it won, 0 it lost, 0.5 a tie. */
  readonly score: Float64Array;
  readonly count: Float64Array;
}

/** All battles, clustered by person; `weights` has one a person. */
export function clusteredBattles(
  battles: Battles,
  weights: Float64Array | null = null,
): ClusteredComparisons {
  return clusterComparisons(
    {
      itemCount: battles.models.length,
      first: battles.first,
      second: battles.second,
      score: battles.score,
      weight:
        weights === null
          ? battles.count
          : battles.count.map((count, row) => count * (weights[battles.person[row] ?? 0] ?? 0)),
    },
    battles.person,
  );
}

/** The battles of some people, who are numbered anew; all models stay, also those without a battle. */
export function battlesOf(battles: Battles, isKept: (person: number) => boolean): Battles {
  const place = new Map<number, number>();
  for (let person = 0; person < battles.people.length; person += 1) {
    if (isKept(person)) place.set(person, place.size);
  }
  const rows: number[] = [];
  for (let row = 0; row < battles.person.length; row += 1) {
    if (place.has(battles.person[row] ?? -1)) rows.push(row);
  }
  const column = (values: Float64Array) => {
    const result = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at += 1) result[at] = values[rows[at] ?? 0] ?? 0;
    return result;
  };
  return {
    models: battles.models,
    people: battles.people.filter((_, person) => place.has(person)),
    person: Float64Array.from(rows, (row) => place.get(battles.person[row] ?? -1) ?? 0),
    first: column(battles.first),
    second: column(battles.second),
    score: column(battles.score),
    count: column(battles.count),
  };
}

/**
 * Counts the battles of panels of people, again and again: rows are sorted by person once.
 *
 * @returns cells of the battles of some people, who may stand there more than once
 */
export function panelCounter(battles: Battles): (panel: readonly number[]) => ComparisonCells {
  const order = Int32Array.from(battles.person.keys()).sort(
    (one, other) => (battles.person[one] ?? 0) - (battles.person[other] ?? 0) || one - other,
  );
  const start = new Int32Array(battles.people.length + 1);
  for (const person of battles.person) start[person + 1] = (start[person + 1] ?? 0) + 1;
  for (let person = 0; person < battles.people.length; person += 1)
    start[person + 1] = (start[person + 1] ?? 0) + (start[person] ?? 0);
  const sorted = (values: Float64Array) => {
    const result = new Float64Array(order.length);
    for (let place = 0; place < order.length; place += 1) result[place] = values[order[place] ?? 0] ?? 0;
    return result;
  };
  const [first, second, score, count] = [battles.first, battles.second, battles.score, battles.count].map(
    sorted,
  );
  return (panel) => {
    const rows = panel.reduce((sum, person) => sum + (start[person + 1] ?? 0) - (start[person] ?? 0), 0);
    const column = (values: Float64Array = new Float64Array()) => {
      const result = new Float64Array(rows);
      let place = 0;
      for (const person of panel) {
        const own = values.subarray(start[person] ?? 0, start[person + 1] ?? 0);
        result.set(own, place);
        place += own.length;
      }
      return result;
    };
    return comparisonCells({
      itemCount: battles.models.length,
      first: column(first),
      second: column(second),
      score: column(score),
      weight: column(count),
    });
  };
}

/** Number of battles, and of those that nobody won. */
export function battleTotals({ count, score }: Battles): { readonly battles: number; readonly ties: number } {
  let battles = 0;
  let ties = 0;
  for (let row = 0; row < count.length; row += 1) {
    const times = count[row] ?? 0;
    battles += times;
    if (score[row] === 0.5) ties += times;
  }
  return { battles, ties };
}
