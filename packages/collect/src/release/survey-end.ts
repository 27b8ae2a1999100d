import type { Study } from "@refract/core";
import type { AnswerRow, ParticipantRecord } from "@refract/store";

/**
 * When a person handed the study's survey in: the last of the surveys before its first conversation or task. What a later
 * survey asks comes after hours of other work, so its end is no end of the survey. A study whose surveys all come later has
 * the end of its first one. Null while it is not handed in.
 */
export function surveyFinishedAt(
  study: Pick<Study, "stages">,
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
  study: Pick<Study, "stages">,
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

function countedSurveys({ stages }: Pick<Study, "stages">): {
  readonly surveys: ReadonlySet<string>;
  readonly isFirst: boolean;
} {
  const firstWork = stages.findIndex(({ type }) => type === "conversation" || type === "task");
  const surveys = stages.flatMap(({ type, id }, index) => (type === "survey" ? [{ id, index }] : []));
  const opening = surveys.filter(({ index }) => firstWork === -1 || index < firstWork);
  const isFirst = opening.length > 0 || surveys.length === 0;
  const counted = isFirst ? opening : surveys.slice(0, 1);
  return { surveys: new Set(counted.map(({ id }) => id)), isFirst };
}
