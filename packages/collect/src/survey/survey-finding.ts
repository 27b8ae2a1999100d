import type { StudyProblem } from "@refract/core";

/** Something wrong in a survey, at a place of its file. */
export interface SurveyFinding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly severity: StudyProblem["severity"];
  /** Languages of the study in which a text is missing. */
  readonly untranslated?: readonly string[];
}

export function surveyError(path: readonly PropertyKey[], message: string): SurveyFinding {
  return { path, message, severity: "error" };
}
