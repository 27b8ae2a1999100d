import type { AnswerRow, ParticipantRecord } from "@refract/store";
import type { OpenedStage } from "../session/open-study.ts";

/** The stages of a study, as far as it matters here. */
interface Parts {
  readonly stages: readonly Pick<OpenedStage, "id" | "part">[];
}

/**
 * When a person handed the study's survey in: the last of the surveys before its first conversation or task. What a later
 * survey asks comes after hours of other work, so its end is no end of the survey. A study whose surveys all come later has
 * the end of its first one. Null while it is not handed in.
 */
export function surveyFinishedAt(
  study: Parts,
  answers: readonly Pick<AnswerRow, "scope" | "at">[],
): number | null {
  const { surveys } = countedSurveys(study);
  const ends = answers.flatMap(({ scope, at }) => (surveys.has(scope) ? [at] : []));
  return ends.length === 0 ? null : Math.max(...ends);
}

/**
 * When that survey began: with the visit, or, in a study whose surveys all come later, with the end of what came before it, since the hours of
 * conversations and tasks are no part of it.
 */
export function surveyStartedAt(
  study: Parts,
  { participant, answers, conversations, responses }: ParticipantRecord,
): number {
  const { surveys, isFirst } = countedSurveys(study);
  if (isFirst) return participant.enteredAt;
  const end = surveyFinishedAt(study, answers) ?? Number.POSITIVE_INFINITY;
  const before = [
    ...answers.flatMap(({ scope, at }) => (surveys.has(scope) ? [] : [at])),
    ...conversations.map(({ closedAt }) => closedAt ?? 0),
    ...responses.map(({ answeredAt }) => answeredAt ?? 0),
  ];
  return Math.max(participant.enteredAt, ...before.filter((at) => at <= end));
}

function countedSurveys({ stages }: Parts): {
  readonly surveys: ReadonlySet<string>;
  readonly isFirst: boolean;
} {
  const firstWork = stages.findIndex(({ part }) => part === "work");
  const surveys = stages.flatMap(({ part, id }, index) => (part === "questions" ? [{ id, index }] : []));
  const opening = surveys.filter(({ index }) => firstWork === -1 || index < firstWork);
  const isFirst = opening.length > 0 || surveys.length === 0;
  const counted = isFirst ? opening : surveys.slice(0, 1);
  return { surveys: new Set(counted.map(({ id }) => id)), isFirst };
}
