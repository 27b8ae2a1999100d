import * as z from "zod";

export const normadOptions = z.strictObject({
  /** `strict` reads whole words and counts the rest unparsed; `compat` is the published containment rule. */
  parsing: z.enum(["strict", "compat"]).default("strict"),
});
export type NormadOptions = z.infer<typeof normadOptions>;
