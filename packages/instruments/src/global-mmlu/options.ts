import * as z from "zod";

export const globalMmluOptions = z.strictObject({
  /** `annotated` keeps the questions labelled CS or CA ("MA" in the paper). Lite is a folder of its own, read in full. */
  subset: z.enum(["full", "annotated"]).default("full"),
  /** Worked examples from dev rows of the same subject and language. */
  shots: z.number().int().min(0).max(5).default(5),
  /** Resource level by language code, such as {"en":"high"}; a table of the user's own, since none could be verified. */
  resources: z.record(z.string(), z.enum(["high", "mid", "low"])).default({}),
  /** The instruction and answer cue by language code, for languages that are not to be asked in English. */
  instructions: z
    .record(z.string(), z.strictObject({ instruction: z.string(), cue: z.string() }))
    .default({}),
  /** Models with one accuracy share the best rank, or are told apart by their accuracy on all questions. */
  rank_ties: z.enum(["shared", "full"]).default("shared"),
});
export type GlobalMmluOptions = z.infer<typeof globalMmluOptions>;
