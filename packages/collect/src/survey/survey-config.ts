import { stageBase } from "@refract/core";
import * as z from "zod";
import { leavingRuleSchema } from "../panel/leaving-rule.ts";
import type { CompileOptions } from "./compile-survey.ts";

export const surveyConfigSchema = z.strictObject({
  ...stageBase,
  type: z.literal("survey"),
  survey: z.string().min(1).describe("Path of the SurveyJS file, beside the study file."),
  scalesStartAt: z
    .union([z.literal("none"), z.int()])
    .optional()
    .describe(
      "Where the handles of all the survey's scales stand at first, whatever the file says; none or a number.",
    ),
  screenOutAfterFailedChecks: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Ends the session of people who fail this many of the survey's attention checks; without it failures are only recorded.",
    ),
  endings: z
    .array(leavingRuleSchema)
    .default([])
    .describe(
      "Who ends here when a page is left or the survey is handed in: the first rule whose conditions all hold counts.",
    ),
});
export type SurveyConfig = z.output<typeof surveyConfigSchema>;

/** How the stage's file is compiled. */
export function optionsOf(config: SurveyConfig, languages: readonly string[]): CompileOptions {
  const { survey, scalesStartAt } = config;
  return { file: survey, languages, ...(scalesStartAt === undefined ? {} : { scalesStartAt }) };
}
