import * as z from "zod";
import presets from "./panel-presets.json" with { type: "json" };

export const panelPresetIds = ["prolific", "sona", "connect", "mturk"] as const;
export type PanelPresetId = (typeof panelPresetIds)[number];

/** What is known of a panel: data, in `panel-presets.json`. Every value can be replaced in a study file. */
const presetSchema = z.strictObject({
  title: z.string(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      role: z.enum(["id", "study", "session"]),
      /** What the panel fills in where it stands in a link; null where there is no such word. */
      placeholder: z.string().nullable(),
    }),
  ),
  /** Whether the panel adds its parameters to a bare link by itself. */
  addsParameters: z.boolean(),
  /** Whether nobody can be paid without an id. */
  required: z.boolean(),
  idCase: z.enum(["sensitive", "insensitive"]),
  /** Where everybody goes back to; null where the address belongs to one study. */
  address: z.string().nullable(),
  /** What such an address looks like, for messages. */
  addressForm: z.string().nullable(),
  /** How the panel learns that somebody is to be paid. */
  paysBy: z.enum(["fixed-code", "address", "address-or-code", "own-code"]),
  /** In studies of so many minutes the panel asks for so many failed checks before a rejection; null where it asks nothing. */
  failedChecks: z.strictObject({ fromMinutes: z.number().positive(), atLeast: z.int().min(1) }).nullable(),
  /** How the panel shows a study inside a page of its own; null where it doesn't. */
  externalQuestion: z
    .strictObject({
      /** Origins whose pages may show the study in a frame. */
      frames: z.array(z.string()).readonly(),
      /** The parameter that says to which of the panel's servers the task is submitted. */
      submitParameter: z.string(),
      submitOrigins: z.array(z.string()).readonly(),
      submitPath: z.string(),
      /** What stands for the submission's id while somebody looks at the task and has not accepted it. */
      preview: z.string(),
    })
    .nullable(),
  /** The only form in which a server asks this panel to credit a person; null where there is no such call. */
  serverCredit: z
    .strictObject({
      /** Ends of host names, each with its dot. */
      hosts: z.array(z.string()).readonly(),
      path: z.string(),
      parameters: z.array(z.string()).readonly(),
      /** The one of them that names the person. */
      idParameter: z.string(),
      form: z.string(),
    })
    .nullable(),
});
export type PanelPreset = z.output<typeof presetSchema>;

export const panelPresets: Readonly<Record<PanelPresetId, PanelPreset>> = Object.freeze(
  z.record(z.enum(panelPresetIds), presetSchema).parse(presets),
);
