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
});
export type PanelPreset = z.output<typeof presetSchema>;

export const panelPresets: Readonly<Record<PanelPresetId, PanelPreset>> = Object.freeze(
  z.record(z.enum(panelPresetIds), presetSchema).parse(presets),
);
