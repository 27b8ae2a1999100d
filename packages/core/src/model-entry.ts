import * as z from "zod";

/** Sampling settings every provider understands; a provider drops what its wire has no word for and says so. */
export const samplingParametersSchema = z
  .strictObject({
    temperature: z.number().min(0).max(2).optional(),
    topP: z.number().min(0).max(1).optional(),
    topK: z.number().int().min(0).optional(),
    maxTokens: z.number().int().min(1).max(1_000_000).optional(),
    minTokens: z.number().int().min(0).optional(),
    presencePenalty: z.number().min(-2).max(2).optional(),
    frequencyPenalty: z.number().min(-2).max(2).optional(),
    stop: z.array(z.string().min(1)).max(8).optional(),
    seed: z.number().int().optional(),
  })
  .readonly();
export type SamplingParameters = z.infer<typeof samplingParametersSchema>;

/** A model reference: `provider:model`, or an OpenAI-wire server as `http://host/v1#model`. */
export const modelReferenceSchema = z.string().regex(/^([a-z][a-z0-9-]*:\S+|https?:\/\/\S+#\S+)$/, {
  error: "expected provider:model (openai:gpt-…, ollama:…, demo:plain) or http://host/v1#model",
});

/** What a release says of a model (PRISM `models.jsonl`, spec prism-collection, "Models"). */
export const modelDescriptionSchema = z.strictObject({
  longName: z.string().min(1).optional(),
  shortName: z.string().min(1).optional(),
  longcode: z.string().min(1).optional(),
  family: z.string().min(1).optional(),
  provider: z.string().min(1).optional(),
  access: z.enum(["Commercial", "Open Access"]).optional(),
  kind: z.enum(["Chat", "Instruct"]).optional(),
  link: z.string().optional(),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

/** A model of a study's pool, spelled out. */
const modelSpecificationSchema = z.strictObject({
  id: z.string().min(1).max(120).regex(/^\S+$/, { error: "expected a name without blanks" }),
  use: modelReferenceSchema,
  parameters: samplingParametersSchema.optional(),
  /** Replaces the study's instruction text for this model. */
  instruction: z.string().optional(),
  description: modelDescriptionSchema.optional(),
});

export type ModelEntry = z.output<typeof modelSpecificationSchema>;

/** A model of the pool: a bare reference (whose id is the reference) or a specification. */
export const modelEntrySchema = z.union([
  modelReferenceSchema.transform((use): ModelEntry => ({ id: use, use })),
  modelSpecificationSchema,
]);

/** True for models that are scripted text (`demo:…`). */
export function isDemoModel(entry: Pick<ModelEntry, "use">): boolean {
  return entry.use.startsWith("demo:");
}
