/** One visit of a person, as far as it matters for which of theirs counts. */
export interface PersonVisit {
  /** The same for all visits of one panel id. */
  readonly person: string;
  /** Number of the visit in the study, in order of arrival. */
  readonly ordinal: number;
  readonly isCompleted: boolean;
  /** They agreed and answered something. */
  readonly hasData: boolean;
  /** The researcher refused it. */
  readonly isRejected: boolean;
}

/**
 * Which visit of a person counts instead, by the number of each visit that does not. One person is one set of data: their
 * first completed visit, or the first with data where none was completed. Refused ones never count.
 */
export function repeatedVisits(visits: readonly PersonVisit[]): ReadonlyMap<number, number> {
  const repeated = new Map<number, number>();
  for (const own of Map.groupBy(visits, ({ person }) => person).values()) {
    const eligible = own
      .filter(({ hasData, isRejected }) => hasData && !isRejected)
      .toSorted((a, b) => a.ordinal - b.ordinal);
    const counted = eligible.find(({ isCompleted }) => isCompleted) ?? eligible[0];
    if (counted === undefined) continue;
    for (const { ordinal } of own) if (ordinal !== counted.ordinal) repeated.set(ordinal, counted.ordinal);
  }
  return repeated;
}
