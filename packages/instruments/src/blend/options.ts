import * as z from "zod";

export const blendOptions = z.strictObject({
  /** How words are compared: the best there is for the language, or split at white space. Results of the two are not comparable. */
  normaliser: z.enum(["language", "identity"]).default("language"),
  /** Whose prompt templates: those of the user's copy where it has them, or our own wording. */
  prompts: z.enum(["data", "own"]).default("data"),
  /**
   * How multiple-choice replies are read: `published` takes the first capital letter as the paper's code does, `strict` the option that is stated.
   */
  parsing: z.enum(["published", "strict"]).default("published"),
  /** How many answers people may give to a short-answer question: boxes on their page. */
  people_slots: z.int().min(1).max(10).default(1),
  /** Regions to ask about; all unless named. */
  regions: z.array(z.string()).default([]),
});
export type BlendOptions = z.output<typeof blendOptions>;
