import { conditionHolds, type Study } from "@refract/core";
import type { ParticipantRecord, PersonRow } from "@refract/store";
import { plannedConversations } from "../conversation/conversation-config.ts";
import { conversationConfigs } from "../conversation/conversation-configs.ts";
import { touchedField } from "../conversation/touched-field.ts";
import { surveyFinishedAt, surveyStartedAt } from "../release/survey-end.ts";
import type { OpenedStudy } from "../session/open-study.ts";
import { preferNotToSay } from "../simulation/population.ts";
import type { PersonVisit } from "./counted-visits.ts";
import { measureTexts, type PersonSummary, type VisitSummary } from "./person-summary.ts";
import type { QualityOptions } from "./quality-signals.ts";

/** What a study's submissions are held against. */
export function qualityOptionsOf(opened: OpenedStudy): QualityOptions {
  const { quality } = opened.study;
  const [talk] = conversationConfigs(opened);
  return {
    conversations: quality.conversations ?? (talk === undefined ? 0 : plannedConversations(talk).planned),
    asksSurvey: opened.stages.some(({ part }) => part === "questions"),
    timeDeviations: quality.timeDeviations,
    measureDeviations: quality.measureDeviations,
    desktopOnly: opened.study.entry.devices === "desktop",
  };
}

/** What decides which of a person's visits counts. */
export function visitOf(
  record: ParticipantRecord,
  { person, decision }: PersonRow,
  opened: OpenedStudy,
): PersonVisit {
  const { ordinal, status, consentedAt } = record.participant;
  const hasFinished =
    finishedSurveyAt(opened, record) !== null ||
    record.conversations.some(({ closedAt }) => closedAt !== null) ||
    record.responses.some(({ answeredAt }) => answeredAt !== null);
  return {
    person,
    ordinal,
    isCompleted: status === "completed",
    hasData: consentedAt !== null && hasFinished,
    isRejected: decision?.kind === "reject",
  };
}

/**
 * Reads the rows of one visit for quality control; whether another visit of theirs counts, and how often they stand in the survey, takes
 * everybody's.
 *
 * @param now Epoch milliseconds; who is inside longer than the panel's limit has timed out.
 */
export function personSummarizer(
  opened: OpenedStudy,
  now: number,
): (record: ParticipantRecord, row: PersonRow) => VisitSummary {
  const { study } = opened;
  const texts = new Set(opened.stages.flatMap((stage) => stage.sentences(opened.setting)));
  const starts = attributeStarts(opened);
  return (record, { person, submission, decision }) => {
    const { participant, answers, utterances } = record;
    const { enteredAt, endedAt, status } = participant;
    const completed = record.conversations.filter(({ closedAt }) => closedAt !== null);
    const surveyEnd = finishedSurveyAt(opened, record);
    const turns = completed.map(
      ({ id }) => record.interactions.filter(({ conversationId }) => conversationId === id).length,
    );
    const known = Object.fromEntries(
      answers.map(({ field, value, missing }) => [
        field,
        missing === null ? { value, missing } : { value: null, missing },
      ]),
    );
    const words = answers.flatMap(({ field, value }) =>
      texts.has(field) && typeof value === "string" ? [value] : [],
    );
    const marked = new Set(
      answers.flatMap(({ scope, field }) =>
        /_touched\./.test(field) ? [JSON.stringify([scope, field])] : [],
      ),
    );
    return {
      personId: person,
      submission,
      status: statusOf(participant.status, decision?.kind ?? null, timeIsUp(study, enteredAt, now)),
      consented: participant.consentedAt !== null,
      isAdult: !study.quality.notAdult.some((condition) => conditionHolds(condition, known)),
      totalSeconds: status === "completed" && endedAt !== null ? (endedAt - enteredAt) / 1000 : null,
      surveySeconds: surveyEnd === null ? null : (surveyEnd - surveyStartedAt(opened, record)) / 1000,
      hasSurvey: surveyFinishedAt(opened, answers) !== null,
      surveyFinished: surveyEnd !== null,
      conversations: completed.length,
      responses: record.responses.filter(({ answeredAt }) => answeredAt !== null).length,
      onPhone: answers.some(
        ({ scope, field, value }) =>
          scope === "entry" && field === "operating_system" && (value === "Android" || value === "iOS"),
      ),
      completionCodeIsRight: null,
      preferNotToSay: refusedQuestions(record),
      untouchedSliders:
        utterances.filter(({ touched, score }) => score !== null && !touched).length +
        answers.filter(({ field, value }) => /_touched\./.test(field) && value === false).length +
        answers.filter(
          ({ scope, field, value }) =>
            value !== null &&
            starts.get(field)?.at === value &&
            !marked.has(JSON.stringify([scope, starts.get(field)?.touched])),
        ).length,
      texts: measureTexts(words, participant.language),
      ...spreadOf(turns),
    };
  };
}

/**
 * When the survey was finished. A visit that ended by what was answered, and before anything else was done, ended in the survey: its answers
 * are kept, but nobody was in the study (spec prism-collection, "Cleaning": unfinished ones are no data).
 */
function finishedSurveyAt(opened: OpenedStudy, record: ParticipantRecord): number | null {
  const { participant, answers, conversations, responses } = record;
  const hasGoneOn =
    conversations.some(({ closedAt }) => closedAt !== null) ||
    responses.some(({ answeredAt }) => answeredAt !== null);
  const isOpenOrDone = participant.status === "active" || participant.status === "completed";
  return hasGoneOn || isOpenOrDone ? surveyFinishedAt(opened, answers) : null;
}

function statusOf(
  status: ParticipantRecord["participant"]["status"],
  decision: string | null,
  isTimedOut: boolean,
): PersonSummary["status"] {
  if (decision === "return") return "returned";
  if (status === "completed") return "awaiting-review";
  if (status !== "active") return "ended-early";
  return isTimedOut ? "timed-out" : "under-way";
}

function timeIsUp({ entry }: Study, enteredAt: number, now: number): boolean {
  return entry.timeLimitMinutes !== undefined && now - enteredAt > entry.timeLimitMinutes * 60_000;
}

/**
 * Questions and items that were refused: a choice that says so, which PRISM has among its levels and the row keeps as the value, or the
 * reason of a missing one. A question of several columns (each choice of a checkbox) was refused once.
 */
function refusedQuestions({ answers, responses }: ParticipantRecord): number {
  const refused = answers.filter(
    ({ value, missing }) =>
      missing === "prefer-not-to-say" ||
      (typeof value === "string" && value.trim().toLowerCase() === preferNotToSay.toLowerCase()),
  );
  const questions = new Set(refused.map(({ scope, field }) => JSON.stringify([scope, field.split(".")[0]])));
  return questions.size + responses.filter(({ missing }) => missing === "prefer-not-to-say").length;
}

/**
 * Where the handles of attribute sliders stand at first, by field, and the field that says whether they were touched. Answers of before have no such
 * field: there a stored value may be an untouched one.
 */
function attributeStarts(
  opened: OpenedStudy,
): ReadonlyMap<string, { readonly at: number; readonly touched: string }> {
  return new Map(
    conversationConfigs(opened).flatMap(({ attributes }) =>
      attributes.flatMap(({ id, startAt, statements }) =>
        startAt === "none"
          ? []
          : statements.map(
              (statement) =>
                [`${id}.${statement.id}`, { at: startAt, touched: touchedField(id, statement.id) }] as const,
            ),
      ),
    ),
  );
}

/** Mean and standard deviation (n - 1) of turns. */
function spreadOf(turns: readonly number[]): Pick<PersonSummary, "meanTurns" | "deviationOfTurns"> {
  if (turns.length === 0) return { meanTurns: null, deviationOfTurns: null };
  const mean = turns.reduce((sum, count) => sum + count, 0) / turns.length;
  if (turns.length === 1) return { meanTurns: mean, deviationOfTurns: null };
  const squares = turns.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return { meanTurns: mean, deviationOfTurns: Math.sqrt(squares / (turns.length - 1)) };
}
