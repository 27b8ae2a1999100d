import * as z from "zod";

export const kornatOptions = z.strictObject({
  /** What items with a majority score in N-SVA: their share, or 1 for the majority's side (from memory which the paper took). */
  nsva_majority_items: z.enum(["share", "one_hot"]).default("share"),
  /** Items whose templates tie: score 0 and are counted, or the mean of the tied answers. */
  ties: z.enum(["zero", "mean"]).default("zero"),
  /** What wins over templates: the answer most of them gave, or one that more than half of them gave. */
  majority: z.enum(["most", "half"]).default("most"),
  /** Groups of fewer respondents have no shares of their own, since they would be those of somebody. */
  smallest_group: z.int().min(2).default(10),
  /** Our column names -> those of the user's file. */
  columns: z.record(z.string(), z.string()).default({}),
  /** With a dataset of our own: a survey field whose levels are populations with shares of their own. */
  population: z.string().optional(),
});
export type KornatOptions = z.output<typeof kornatOptions>;
