import * as z from "zod";

/** Fields that this program writes itself: what was asked, of which model, and how the answer comes. */
const fieldOfBody = /^(?!(?:model|messages|stream|stream_options|n)$)[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const bodyFieldRule = "expected a field other than model, messages, stream, stream_options and n";

/** How hard a reasoning model is to think before it answers, in the words vendors share. */
const reasoningEfforts = ["none", "minimal", "low", "medium", "high", "xhigh"] as const;

/**
 * What is done about reasoning that a model writes into its text (`<think>…</think>` and its kin): `separate` keeps it apart,
 * `text` leaves it as ordinary text, `unopened` says that answers begin inside the reasoning, so that nothing is text before the
 * closing tag. Without it, `separate`.
 */
const reasoningTagRules = ["separate", "text", "unopened"] as const;

/**
 * Settings of a request. A provider drops what its wire has no word for and says so. `null` leaves a setting out that a study or
 * an instrument states for all models.
 */
export const samplingParametersSchema = z
  .strictObject({
    temperature: z.number().min(0).max(2).nullable().optional(),
    topP: z.number().min(0).max(1).nullable().optional(),
    topK: z.number().int().min(0).nullable().optional(),
    maxTokens: z.number().int().min(1).max(1_000_000).nullable().optional(),
    minTokens: z.number().int().min(0).nullable().optional(),
    presencePenalty: z.number().min(-2).max(2).nullable().optional(),
    frequencyPenalty: z.number().min(-2).max(2).nullable().optional(),
    stop: z.array(z.string().min(1)).max(8).nullable().optional(),
    seed: z.number().int().nullable().optional(),
    reasoningEffort: z.enum(reasoningEfforts).nullable().optional(),
    /** The field that carries `maxTokens`, for servers that know one of the two only. */
    tokenLimitField: z.enum(["max_tokens", "max_completion_tokens"]).nullable().optional(),
    /** Further fields of the request's body, in the server's own words; the settings above can't be replaced by them. */
    body: z
      .record(z.string().regex(fieldOfBody, { error: bodyFieldRule }), z.json())
      .nullable()
      .optional(),
    reasoningTags: z.enum(reasoningTagRules).nullable().optional(),
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
  /** What the provider does unasked, as its documentation says; nobody can find it out by asking. */
  defaultParameters: samplingParametersSchema.optional(),
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
