import * as z from "zod";
import { answerConditionSchema } from "./answer-condition.ts";

/** People who are not asked for, whichever survey of the study asks what tells. */
export const screeningSchema = z.strictObject({
  when: z
    .array(answerConditionSchema)
    .min(1)
    .describe(
      "All must hold. The visit ends at the first page of a survey by which all are known; study_id and study_locale of the link are known from the start.",
    ),
});

/** How many people of each kind a study takes. */
export const quotaSchema = z.strictObject({
  field: z.string().min(1).max(200).describe("A field of a survey, or study_locale or study_id of the link."),
  people: z
    .record(z.string().min(1), z.int().min(0))
    .refine((people) => Object.keys(people).length > 0, { error: "expected at least one level" })
    .describe("By level. A level that is not named has no limit."),
  where: z
    .array(answerConditionSchema)
    .default([])
    .describe("Whom the quota is for, such as one locale; without it everybody."),
});
export type Quota = z.output<typeof quotaSchema>;

/** A day such as 2027-01-31. */
export const daySchema = z.iso.date({ error: "expected a day such as 2027-01-31" });

/** A day, or a moment of one with its distance from UTC. */
export const momentSchema = z.union([daySchema, z.iso.datetime({ offset: true })], {
  error: "expected a day such as 2027-01-31, or a moment such as 2027-01-31T09:00:00Z",
});
