import {
  type PersonSummary,
  type PersonVisit,
  personSummarizer,
  qualityOptionsOf,
  repeatedVisits,
  reviewSubmissions,
  type SubmissionReview,
  visitOf,
} from "@refract/collect";
import type { PersonRow, SimulatedChoice, Store } from "@refract/store";
import type { StudyShelf } from "../sessions/study-shelf.ts";

export interface PersonReview extends SubmissionReview {
  readonly summary: PersonSummary;
}

export interface ReviewOptions {
  readonly store: Store;
  readonly shelf: StudyShelf;
  readonly studyId: string;
  readonly simulated: SimulatedChoice;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Everybody of the study, where they were read already. */
  readonly people?: readonly PersonRow[];
  /** Whether a person belongs to those that are looked at; everybody unless told. */
  readonly isWanted?: (person: PersonRow) => boolean;
}

/**
 * Everybody who has not withdrawn, held against the whole study: quality signals, advice, and whether they are in the data.
 * Memory grows by some numbers a person; what people said is read one person at a time.
 */
export async function reviewPeople({
  store,
  shelf,
  studyId,
  simulated,
  now,
  isWanted = () => true,
  ...given
}: ReviewOptions): Promise<ReadonlyMap<string, PersonReview>> {
  const rows = new Map(
    (given.people ?? (await store.people(studyId))).map((row) => [row.participant.id, row]),
  );
  const visits: PersonVisit[] = [];
  const ids: string[] = [];
  const summaries: Omit<PersonSummary, "repeats">[] = [];
  const summarizers = new Map<number, ReturnType<typeof personSummarizer>>();
  for await (const record of store.records(studyId, { simulated })) {
    const { id, studyVersion, status } = record.participant;
    const row = rows.get(id);
    // Somebody who came in or withdrew meanwhile is nobody's data yet, or any more.
    if (row === undefined || status === "withdrawn" || !isWanted(row)) continue;
    const opened = await shelf.opened(studyId, studyVersion);
    const summarize = summarizers.get(studyVersion) ?? personSummarizer(opened, now);
    summarizers.set(studyVersion, summarize);
    ids.push(id);
    visits.push(visitOf(record, row, opened));
    summaries.push(summarize(record, row));
  }
  const repeated = repeatedVisits(visits);
  const compared = summaries.map((summary, index) => ({
    ...summary,
    repeats: repeated.get(visits[index]?.ordinal ?? 0) ?? null,
  }));
  const { opened } = await shelf.get(studyId);
  const reviews = reviewSubmissions(compared, qualityOptionsOf(opened));
  return new Map(
    ids.flatMap((id, index) => {
      const [review, summary] = [reviews[index], compared[index]];
      return review === undefined || summary === undefined ? [] : [[id, { ...review, summary }] as const];
    }),
  );
}
