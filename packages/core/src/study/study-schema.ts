import * as z from "zod";
import { languageTagSchema, localizedTextSchema } from "../localized-text.ts";
import { modelEntrySchema, samplingParametersSchema } from "../model-entry.ts";
import { panelCodeSchema, panelSchema } from "./panel/panel-schema.ts";
import { paymentSchema } from "./payment-schema.ts";
import { qualitySchema } from "./quality-schema.ts";
import { daySchema, momentSchema, quotaSchema, screeningSchema } from "./recruitment-schema.ts";
import { sampleSchema } from "./sample-schema.ts";

const slugSchema = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/, { error: "expected lower-case letters, digits and hyphens" });

/** How a study treats somebody who comes back (UX, Land). */
const returningPolicies = ["resume", "restart", "block"] as const;

export const entrySchema = z
  .strictObject({
    returning: z
      .enum(returningPolicies)
      .default("resume")
      .describe("What happens when somebody comes back: resume where they were, restart, or block."),
    panel: panelSchema.optional(),
    completionCode: panelCodeSchema
      .optional()
      .describe("One code for everybody who completes; without it every person gets their own."),
    devices: z
      .enum(["any", "desktop"])
      .default("any")
      .describe("desktop: people at telephones and tablets are asked to open the link on a computer."),
    timeLimitMinutes: z
      .number()
      .positive()
      .optional()
      .describe("After so many minutes the panel counts an unfinished submission as timed out."),
    maximumPeople: z.int().min(1).optional().describe("The earlier name of participants."),
  })
  .prefault({});

/** Everything of a study file except its stages, whose schemas come from the stage definitions. */
const studyFields = {
  refract: z.literal(1).describe("The version of this file format."),
  id: slugSchema.describe("Short name of the study; part of its link."),
  title: localizedTextSchema,
  description: localizedTextSchema.optional(),
  organisation: localizedTextSchema.optional().describe("Who asks."),
  contact: localizedTextSchema.optional().describe("Whom to write to with questions."),
  pay: localizedTextSchema.optional(),
  durationMinutes: z.number().positive().max(1440).optional(),
  participants: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Places. One is taken by consent, and is free again when the person withdraws, is screened out, or is returned, rejected or released with `refract people`.",
    ),
  sample: sampleSchema
    .optional()
    .describe(
      "A sample that is to have the shares of a population; people are counted into it as they come.",
    ),
  samples: z
    .array(sampleSchema)
    .default([])
    .describe("Several of these, such as one of each country; each says in where whom it is of."),
  languages: z
    .array(languageTagSchema)
    .min(1)
    .superRefine((languages, context) => {
      for (const [index, language] of languages.entries())
        if (languages.indexOf(language) < index)
          context.addIssue({
            code: "custom",
            path: [index],
            message: `"${language}" is there already, expected each language once`,
          });
    })
    .default(["en"])
    .describe("Languages on offer; the first is the default."),
  seed: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Root of every random choice. Without it the study draws one when it is first served and stores it.",
    ),
  entry: entrySchema,
  screening: z
    .array(screeningSchema)
    .default([])
    .describe("Who is not asked for, by answers: they are screened out, with the panel's code for it."),
  quotas: z
    .array(quotaSchema)
    .default([])
    .describe(
      "How many people of each kind take part. Who finds theirs full is turned away as full, at the first page that decides; simulated people fill quotas of their own.",
    ),
  launch: momentSchema
    .optional()
    .describe("Nobody who came in before is in the data. A day begins at midnight UTC."),
  payment: paymentSchema.optional().describe("What people are paid and what the panel charges."),
  withdrawUntil: daySchema
    .optional()
    .describe("The last day on which people can withdraw by themselves; without it always."),
  quality: qualitySchema
    .prefault({})
    .describe("What `refract people --quality` and `refract export` hold submissions against."),
  models: z.array(modelEntrySchema).default([]).describe("The pool of models."),
  instruction: z
    .string()
    .default("")
    .describe("Instruction text put before every conversation unless a model has its own."),
  parameters: samplingParametersSchema
    .default({})
    .describe("Sampling settings of all models unless a model has its own."),
  budget: z
    .strictObject({
      capUsd: z
        .number()
        .nonnegative()
        .describe("New model calls stop when this much has been spent or reserved."),
    })
    .optional(),
  dataset: z
    .strictObject({
      licence: z.string().default("CC-BY-4.0"),
      modelTextLicence: z.string().default("other"),
      citation: z.string().optional(),
      motivation: z.string().optional(),
      intendedUse: z.string().optional(),
      collection: z.string().optional(),
      ethics: z.string().optional(),
      maintenance: z.string().optional(),
      studyLocale: z.string().optional(),
    })
    .prefault({})
    .describe("Answers for the dataset card."),
};

const stageIdSchema = slugSchema.describe("Unique name of the stage; stored with every answer.");

/** The part all stages share. */
export const stageBase = { id: stageIdSchema, title: localizedTextSchema.optional() };

/** A stage's schema: a strict object with a literal `type`. */
export type StageSchema = z.ZodObject<typeof stageBase & { type: z.ZodLiteral<string> }>;

/** The whole schema over the given stage schemas. */
export function createStudySchema(stages: readonly [StageSchema, ...StageSchema[]]) {
  return z
    .strictObject({
      ...studyFields,
      stages: z.array(z.discriminatedUnion("type", [...stages] as [StageSchema, ...StageSchema[]])).min(1),
    })
    .check((context) => {
      const study = context.value;
      reportRepeats(
        study.stages.map((stage) => stage.id),
        "stages",
        context.issues,
        context.value,
      );
      reportRepeats(
        study.models.map((model) => model.id),
        "models",
        context.issues,
        context.value,
      );
      reportTwoNames(study, context.issues);
    });
}

/** A setting that was renamed still works by its earlier name, and is given once. */
function reportTwoNames(
  study: Pick<z.output<z.ZodObject<typeof studyFields>>, "participants" | "entry">,
  issues: z.core.$ZodRawIssue[],
): void {
  const { panel, maximumPeople, completionCode } = study.entry;
  const twice = [
    [maximumPeople, study.participants, ["entry", "maximumPeople"], "participants"],
    [
      panel?.completionUrl,
      panel?.addresses?.completed,
      ["entry", "panel", "completionUrl"],
      "entry.panel.addresses.completed",
    ],
    [completionCode, panel?.codes?.completed, ["entry", "completionCode"], "entry.panel.codes.completed"],
  ] as const;
  for (const [earlier, now, path, name] of twice) {
    if (earlier === undefined || now === undefined) continue;
    const message = `is set as ${name} too, expected one of the two`;
    issues.push({ code: "custom", path: [...path], message, input: earlier });
  }
}

/** How many people may take part; null without a limit. */
export function placesOf(study: {
  readonly participants?: number | undefined;
  readonly entry: { readonly maximumPeople?: number | undefined };
}): number | null {
  return study.participants ?? study.entry.maximumPeople ?? null;
}

export type Study = z.output<ReturnType<typeof createStudySchema>>;
export type StageConfig = Study["stages"][number];

function reportRepeats(
  ids: readonly string[],
  list: string,
  issues: z.core.$ZodRawIssue[],
  input: unknown,
): void {
  ids.forEach((id, index) => {
    const first = ids.indexOf(id);
    if (first < index) {
      issues.push({
        code: "custom",
        path: [list, index, "id"],
        message: `"${id}" is used by ${list}[${first}] already, expected a unique id`,
        input,
      });
    }
  });
}
