import * as z from "zod";
import { answerConditionSchema } from "./answer-condition.ts";

/** A sample that is to have the shares of a population, as PRISM had one of the United States and one of the United Kingdom. */
export const sampleSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, { error: "expected a short name such as UK" })
    .describe(
      "Released as included_in_NAME_REP: US and UK in PRISM's fields, another name in a column of its own.",
    ),
  people: z.int().min(1).describe("How many people the sample has."),
  targets: z
    .array(
      z.strictObject({
        field: z.string().min(1).max(200).describe("A field of a survey of the study."),
        shares: z
          .record(z.string().min(1), z.number().nonnegative())
          .describe("By level, of any sum, such as a census's percentages."),
      }),
    )
    .min(1),
  where: z
    .array(answerConditionSchema)
    .default([])
    .describe("Whom the sample is of, such as one locale (study_locale of the link); without it everybody."),
});
export type Sample = z.output<typeof sampleSchema>;

/** Every sample of a study. */
export function samplesOf(study: {
  readonly sample?: Sample | undefined;
  readonly samples: readonly Sample[];
}): readonly Sample[] {
  return study.sample === undefined ? study.samples : [study.sample, ...study.samples];
}
