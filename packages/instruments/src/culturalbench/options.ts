import * as z from "zod";

export const culturalBenchOptions = z.strictObject({
  /** Leave out questions whose column `contested` is true: an option had 2 or 3 of 5 votes (the paper leaves open what follows). */
  drop_contested: z.boolean().default(false),
});
export type CulturalBenchOptions = z.infer<typeof culturalBenchOptions>;
