import * as z from "zod";

export const normadOptions = z.strictObject({
  /** `strict` reads whole words and counts the rest unparsed; `compat` is the published containment rule. */
  parsing: z.enum(["strict", "compat"]).default("strict"),
  /** What people are shown above a story; models are shown what the variant says, whatever stands here. */
  people_context: z.enum(["none", "country", "value", "cval", "rot"]).default("none"),
  /** New tokens a model may write: 50 in the paper, 20 for its models of 70B. */
  max_tokens: z.int().min(1).default(50),
  /** So many stories of each country, with labels and groups of subaxes mixed, drawn from `sample_seed`; 0 for all. */
  sample_per_country: z.int().min(0).default(0),
  sample_seed: z.string().default("normad"),
});
export type NormadOptions = z.infer<typeof normadOptions>;
