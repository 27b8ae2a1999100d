import * as z from "zod";

export const globalMmluOptions = z.strictObject({
  /** `annotated` keeps the questions labelled CS or CA ("MA" in the paper). Lite is a folder of its own, read in full. */
  subset: z.enum(["full", "annotated"]).default("full"),
  /** Worked examples from dev rows of the same subject and language. */
  shots: z.number().int().min(0).max(5).default(5),
  /** Resource level by language code, such as {"en":"high"}; a table of the user's own, since none could be verified. */
  resources: z.record(z.string(), z.enum(["high", "mid", "low"])).default({}),
});
export type GlobalMmluOptions = z.infer<typeof globalMmluOptions>;
