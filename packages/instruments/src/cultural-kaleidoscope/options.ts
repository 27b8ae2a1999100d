import * as z from "zod";

export const kaleidoscopeOptions = z.strictObject({
  /** Our column names -> those of the user's file. */
  columns: z.record(z.string(), z.string()).default({}),
});
export type KaleidoscopeOptions = z.output<typeof kaleidoscopeOptions>;
