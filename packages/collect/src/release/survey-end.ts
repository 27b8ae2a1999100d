import type { Study } from "@refract/core";
import type { AnswerRow } from "@refract/store";

/**
 * When a person handed the study's survey in: the last of the surveys before its first conversation or task. What a later
 * survey asks comes after hours of other work, so its end is no end of the survey. A study whose surveys all come later has
 * the end of its first one. Null while it is not handed in.
 */
export function surveyFinishedAt(
  { stages }: Pick<Study, "stages">,
  answers: readonly Pick<AnswerRow, "scope" | "at">[],
): number | null {
  const firstWork = stages.findIndex(({ type }) => type === "conversation" || type === "task");
  const surveys = stages.flatMap(({ type, id }, index) => (type === "survey" ? [{ id, index }] : []));
  const opening = surveys.filter(({ index }) => firstWork === -1 || index < firstWork);
  const counted = new Set((opening.length > 0 ? opening : surveys.slice(0, 1)).map(({ id }) => id));
  const ends = answers.flatMap(({ scope, at }) => (counted.has(scope) ? [at] : []));
  return ends.length === 0 ? null : Math.max(...ends);
}
