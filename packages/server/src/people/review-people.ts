import {
  type PersonSummary,
  type PersonVisit,
  personSummarizer,
  qualityOptionsOf,
  repeatedVisits,
  reviewSubmissions,
  type SubmissionReview,
  type VisitSummary,
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
  const summaries: VisitSummary[] = [];
  const surveys = new Map<string, number>();
  /** Null for a version that this program can't run: nothing is known of what its people were asked. */
  const readVersion = async (version: number) => {
    const found = await shelf.find(studyId, version);
    return found === null ? null : { ...found, summarize: personSummarizer(found.opened, now) };
  };
  const versions = new Map<number, Awaited<ReturnType<typeof readVersion>>>();
  for await (const record of store.records(studyId, { simulated })) {
    const { id, studyVersion, status } = record.participant;
    const row = rows.get(id);
    // Somebody who came in or withdrew meanwhile is nobody's data yet, or any more.
    if (row === undefined || status === "withdrawn" || !isWanted(row)) continue;
    const version = versions.get(studyVersion) ?? (await readVersion(studyVersion));
    versions.set(studyVersion, version);
    if (version === null) continue;
    ids.push(id);
    visits.push(visitOf(record, row, version.opened));
    const summary = version.summarize(record, row);
    summaries.push(summary);
    if (summary.hasSurvey) surveys.set(row.person, (surveys.get(row.person) ?? 0) + 1);
  }
  const repeated = repeatedVisits(visits);
  const compared = summaries.map((summary, index) => ({
    ...summary,
    surveyEntries: surveys.get(summary.personId) ?? 0,
    repeats: repeated.get(visits[index]?.ordinal ?? 0) ?? null,
  }));
  const [newest] = [...versions].toSorted(([a], [b]) => b - a).flatMap(([, version]) => version ?? []);
  const latest = (await shelf.find(studyId)) ?? newest;
  if (latest === undefined) return new Map();
  const reviews = reviewSubmissions(compared, qualityOptionsOf(latest.opened));
  return new Map(
    ids.flatMap((id, index) => {
      const [review, summary] = [reviews[index], compared[index]];
      return review === undefined || summary === undefined ? [] : [[id, { ...review, summary }] as const];
    }),
  );
}
