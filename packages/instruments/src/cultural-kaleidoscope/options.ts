import * as z from "zod";

export const kaleidoscopeOptions = z.strictObject({
  /** Our column names -> those of the user's file. */
  columns: z.record(z.string(), z.string()).default({}),
  /** For people: so many replies of each culture are labelled, drawn from `label_seed`; 0 for all. */
  label_sample: z.int().min(0).default(0),
  label_seed: z.string().default("labels"),
});
export type KaleidoscopeOptions = z.output<typeof kaleidoscopeOptions>;
