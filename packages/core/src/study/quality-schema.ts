import * as z from "zod";
import { answerConditionSchema } from "./answer-condition.ts";

/** What a study holds submissions against; everything left out is PRISM's. */
export const qualitySchema = z.strictObject({
  conversations: z
    .int()
    .min(0)
    .optional()
    .describe("Conversations a submission needs to be approved; without it those the study plans."),
  timeDeviations: z
    .number()
    .positive()
    .default(3)
    .describe("A time is too short below the mean of all less this many standard deviations."),
  measureDeviations: z
    .number()
    .positive()
    .default(3)
    .describe(
      "Counts and lengths further than this many standard deviations from the mean are worth a look.",
    ),
  notAdult: z
    .array(answerConditionSchema)
    .default([])
    .describe("Answers of people under age, any of which is enough: they are never in the data."),
});
