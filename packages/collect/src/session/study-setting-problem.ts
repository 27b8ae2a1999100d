import type { StudyProblem } from "@refract/core";

/** What is wrong with a setting of the whole study. */
export interface StudySettingProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly severity?: StudyProblem["severity"];
}
