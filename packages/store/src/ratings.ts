import type { Kysely } from "kysely";
import type { Database } from "./database.ts";
import type { StudyRatings } from "./store.ts";

/** Real (or simulated) people who completed, in order of their end. */
function completed(db: Kysely<Database>, studyId: string, simulated: boolean) {
  return db
    .selectFrom("participants")
    .where("participants.studyId", "=", studyId)
    .where("participants.simulated", "=", simulated)
    .where("participants.test", "=", false)
    .where("participants.status", "=", "completed");
}

export async function completedPeople(
  db: Kysely<Database>,
  studyId: string,
  simulated: boolean,
): Promise<number> {
  const { people } = await completed(db, studyId, simulated)
    .select((select) => select.fn.countAll<number>().as("people"))
    .executeTakeFirstOrThrow();
  return Number(people);
}

/** Ratings and verdicts of the first so many people who completed; those of touched sliders only. */
export async function ratingsOfFirst(
  db: Kysely<Database>,
  whose: { readonly studyId: string; readonly simulated: boolean; readonly first: number },
): Promise<StudyRatings> {
  const last = await completed(db, whose.studyId, whose.simulated)
    .select(["participants.endedAt", "participants.ordinal"])
    .orderBy("participants.endedAt")
    .orderBy("participants.ordinal")
    .offset(Math.max(0, whose.first - 1))
    .limit(1)
    .executeTakeFirst();
  if (last === undefined || last.endedAt === null || whose.first < 1)
    return { people: 0, scores: [], verdicts: [] };
  const { endedAt, ordinal } = last;
  const chosen = completed(db, whose.studyId, whose.simulated)
    .select("participants.id")
    .where((build) =>
      build.or([
        build("participants.endedAt", "<", endedAt),
        build.and([
          build("participants.endedAt", "=", endedAt),
          build("participants.ordinal", "<=", ordinal),
        ]),
      ]),
    );
  const scores = await scoresBy(db).where("participantId", "in", chosen).execute();
  const verdicts = await verdictsBy(db).where("participantId", "in", chosen).execute();
  return { people: whose.first, ...counted(scores, verdicts) };
}

export async function ratingsOfPerson(
  db: Kysely<Database>,
  participantId: string,
): Promise<Omit<StudyRatings, "people">> {
  const scores = await scoresBy(db).where("participantId", "=", participantId).execute();
  const verdicts = await verdictsBy(db).where("participantId", "=", participantId).execute();
  return counted(scores, verdicts);
}

function scoresBy(db: Kysely<Database>) {
  return db
    .selectFrom("utterances")
    .select(["participantId", "modelId", "score"])
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("touched", "=", true)
    .where("score", "is not", null)
    .groupBy(["participantId", "modelId", "score"]);
}

function verdictsBy(db: Kysely<Database>) {
  return db
    .selectFrom("interactions")
    .select(["participantId", "verdict"])
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("verdict", "is not", null)
    .groupBy(["participantId", "verdict"]);
}

function counted(
  scores: readonly { participantId: string; modelId: string; score: number | null; count: number }[],
  verdicts: readonly { participantId: string; verdict: string | null; count: number }[],
): Omit<StudyRatings, "people"> {
  return {
    scores: scores.flatMap(({ score, ...row }) =>
      score === null ? [] : [{ ...row, score, count: Number(row.count) }],
    ),
    verdicts: verdicts.flatMap(({ verdict, ...row }) =>
      verdict === null ? [] : [{ ...row, verdict, count: Number(row.count) }],
    ),
  };
}
