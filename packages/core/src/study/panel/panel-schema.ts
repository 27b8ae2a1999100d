import * as z from "zod";
import { endings } from "./ending.ts";
import { panelPresetIds } from "./panel-presets.ts";

const parameterSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9_]+$/, { error: "expected letters, digits and underscores" });

const addressSchema = z
  .url({ protocol: /^https?$/, error: "expected an address that begins with http:// or https://" })
  .max(2000);

/** A code a person may copy or a panel may read from an address. */
export const panelCodeSchema = z.string().max(64).regex(/^\S+$/, { error: "expected a code without blanks" });

const perEnding = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({
    completed: value.optional(),
    declined: value.optional(),
    screenedOut: value.optional(),
    full: value.optional(),
    failedCheck: value.optional(),
  });

/** How a recruiting panel sends people and gets them back. What is left out comes from the preset that `use` names. */
export const panelSchema = z.strictObject({
  use: z
    .enum(panelPresetIds)
    .optional()
    .describe("A preset: the panel's parameters, its way of paying and what it needs."),
  idParameter: parameterSchema
    .optional()
    .describe(
      "Query parameter of the link that holds the panel's id of the person; stored encrypted and never exported. Without a preset PROLIFIC_PID.",
    ),
  idCase: z
    .enum(["sensitive", "insensitive"])
    .optional()
    .describe("Whether two ids that differ in upper and lower case only are two people."),
  studyParameter: parameterSchema
    .optional()
    .describe("Query parameter that names the recruitment study (released as study_id)."),
  sessionParameter: parameterSchema
    .optional()
    .describe("Query parameter that names this one submission; stored encrypted and never exported."),
  localeParameter: parameterSchema
    .optional()
    .describe("Query parameter that names the locale (released as study_locale)."),
  parameters: z
    .array(parameterSchema)
    .max(20)
    .optional()
    .describe(
      "Further query parameters to hand back in addresses, as {name}; stored encrypted and never exported.",
    ),
  testIds: z
    .array(z.string().min(1).max(100))
    .max(100)
    .optional()
    .describe(
      "Parts of panel ids of your own tests and previews: whoever has one is a test person, who is counted nowhere and never exported.",
    ),
  required: z.boolean().optional().describe("Whether the link must carry a panel id."),
  completionUrl: addressSchema.optional().describe("The earlier name of addresses.completed."),
  addresses: perEnding(addressSchema)
    .optional()
    .describe(
      "Where people go, by how they ended. {code}, {id}, {study}, {session}, {locale} and the names of the link's parameters are filled in.",
    ),
  codes: perEnding(panelCodeSchema)
    .optional()
    .describe("The codes the panel knows, one for everybody who ended this way."),
  externalQuestion: z
    .boolean()
    .optional()
    .describe(
      "MTurk's external question: MTurk's page shows the study inside itself, and the study's last page submits the task. Only with use: mturk.",
    ),
  serverCredit: addressSchema
    .optional()
    .describe(
      "SONA's server-side completion URL, with survey_code={id}: the server calls it after the end, so that credit does not depend on the person's browser. Only with use: sona.",
    ),
  paid: z
    .array(z.enum(endings))
    .optional()
    .describe("Endings that are paid for, so that people are told. Without it only completed."),
});
export type PanelSettings = z.output<typeof panelSchema>;
