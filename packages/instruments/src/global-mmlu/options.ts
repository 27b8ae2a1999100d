import * as z from "zod";

export const globalMmluOptions = z.strictObject({
  /** `annotated` keeps the questions labelled CS or CA ("MA" in the paper). Lite is a folder of its own, read in full. */
  subset: z.enum(["full", "annotated"]).default("full"),
  /** Worked examples from dev rows of the same subject and language. */
  shots: z.number().int().min(0).max(5).default(5),
});
export type GlobalMmluOptions = z.infer<typeof globalMmluOptions>;
