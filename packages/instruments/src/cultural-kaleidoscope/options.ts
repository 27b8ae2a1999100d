import * as z from "zod";

export const kaleidoscopeOptions = z.strictObject({
  /** Our column names -> those of the user's file. */
  columns: z.record(z.string(), z.string()).default({}),
  /** Decoding of the tested models: temperature 0, or each server's own default. */
  decoding: z.enum(["zero", "default"]).default("zero"),
  /** Preference prompts that are nearly a test question: an error as those that equal one, or told. */
  near_duplicates: z.enum(["refuse", "tell"]).default("refuse"),
  /** For people: so many replies of each culture are labelled, drawn from `label_seed`; 0 for all. */
  label_sample: z.int().min(0).default(0),
  label_seed: z.string().default("labels"),
});
export type KaleidoscopeOptions = z.output<typeof kaleidoscopeOptions>;
