import * as z from "zod";

const attemptRecordSchema = z.object({
  number: z.int(),
  outcome: z.string(),
  message: z.string().nullable(),
  httpStatus: z.int().nullable(),
  // Logs of earlier versions lack what has a default.
  finishReason: z.string().nullable().default(null),
  finishDetail: z.string().nullable().default(null),
  failedText: z.string().nullable().default(null),
  reasoning: z.string().nullable().default(null),
  reasoningFrom: z.enum(["text", "server"]).nullable().default(null),
  notSent: z.array(z.string()).readonly().default([]),
  reasoningTokens: z.number().nullable().default(null),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  costUsd: z.number().nullable(),
  firstTextMs: z.number().nullable(),
  totalMs: z.number(),
  waitedMs: z.number().nullable().default(null),
});

const traceSchema = z.object({
  touched: z.boolean(),
  firstTouchMs: z.number().min(0).max(1e9).nullable(),
  pathLength: z.number().min(0).max(1e9),
});

/** The slots of a turn as they were drawn: who answers where, and who stands in when one fails. */
const drawSchema = z.object({
  /** Name of the random stream that decided it. */
  stream: z.string(),
  slots: z.array(z.object({ id: z.string(), modelId: z.string() })).min(1),
  reserve: z.array(z.string()),
});

/** Everything that happens in a conversation stage. What was decided at random is in the event that it decided. */
export const conversationEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("practice.finished") }),
  z.object({
    type: z.literal("conversation.begun"),
    conversationId: z.string(),
    conversationType: z.string(),
    // Logs of earlier versions lack what has a default.
    openMs: z.number().nullable().default(null),
  }),
  z.object({ type: z.literal("turn.sent"), turnId: z.string(), prompt: z.string(), draw: drawSchema }),
  z.object({ type: z.literal("turn.retried"), draw: drawSchema }),
  z.object({
    type: z.literal("slot.completed"),
    slotId: z.string(),
    attempt: z.int(),
    text: z.string(),
    attempts: z.array(attemptRecordSchema),
  }),
  z.object({
    type: z.literal("slot.failed"),
    slotId: z.string(),
    attempt: z.int(),
    reason: z.string(),
    attempts: z.array(attemptRecordSchema),
  }),
  z.object({ type: z.literal("slot.reassigned"), slotId: z.string(), modelId: z.string() }),
  z.object({ type: z.literal("slot.dropped"), slotId: z.string() }),
  z.object({ type: z.literal("slot.rated"), slotId: z.string(), score: z.int(), trace: traceSchema }),
  z.object({
    type: z.literal("turn.chosen"),
    slotId: z.string(),
    settledBy: z.enum(["score", "asked", "random"]),
  }),
  z.object({ type: z.literal("verdict.given"), verdict: z.string(), slotId: z.string().nullable() }),
  z.object({ type: z.literal("conversation.finished") }),
  z.object({
    type: z.literal("attributes.rated"),
    block: z.string(),
    statement: z.string(),
    value: z.int().nullable(),
    notApplicable: z.boolean(),
    touched: z.boolean().nullable().default(null),
  }),
  z.object({ type: z.literal("attributes.submitted") }),
  z.object({ type: z.literal("feedback.saved"), text: z.string() }),
  z.object({ type: z.literal("feedback.submitted"), text: z.string() }),
  z.object({ type: z.literal("stage.ended") }),
]);
export type ConversationEvent = z.output<typeof conversationEventSchema>;
export type Draw = z.output<typeof drawSchema>;

const promptSchema = z.string().max(1_000_000);

/** What a browser may send. */
export const conversationCommandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("practice.finished") }),
  z.strictObject({
    type: z.literal("conversation.begun"),
    conversationType: z.string(),
    prompt: promptSchema,
    openMs: z.number().min(0).max(1e12).optional(),
  }),
  z.strictObject({ type: z.literal("turn.sent"), prompt: promptSchema }),
  z.strictObject({ type: z.literal("turn.retried") }),
  z.strictObject({ type: z.literal("slot.rated"), slotId: z.string(), score: z.int(), trace: traceSchema }),
  z.strictObject({ type: z.literal("turn.chosen"), slotId: z.string().nullable() }),
  z.strictObject({ type: z.literal("verdict.given"), verdict: z.string() }),
  z.strictObject({ type: z.literal("conversation.finished") }),
  z.strictObject({
    type: z.literal("attributes.rated"),
    block: z.string(),
    statement: z.string(),
    value: z.int().nullable(),
    notApplicable: z.boolean(),
  }),
  z.strictObject({ type: z.literal("attributes.submitted") }),
  z.strictObject({ type: z.literal("feedback.saved"), text: z.string() }),
  z.strictObject({ type: z.literal("feedback.submitted"), text: z.string() }),
  z.strictObject({ type: z.literal("stage.ended") }),
]);
