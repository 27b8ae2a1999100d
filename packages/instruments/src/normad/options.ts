import * as z from "zod";

export const normadOptions = z.strictObject({
  /** `strict` reads whole words and counts the rest unparsed; `compat` is the published containment rule. */
  parsing: z.enum(["strict", "compat"]).default("strict"),
  /** What people are shown above a story; models are shown what the variant says, whatever stands here. */
  people_context: z.enum(["none", "country", "value", "cval", "rot"]).default("none"),
});
export type NormadOptions = z.infer<typeof normadOptions>;
