import { modelName } from "./model-records.ts";
import type { ModelRegister } from "./model-register.ts";
import type { ReleaseResponse, ReleaseTurn } from "./release-source.ts";
import { releasedInstant, releasedText } from "./release-text.ts";
import type { SlotRecord } from "./side-records.ts";

/** The responses of a turn that people saw, in the order shown: PRISM drops the failed ones. */
export function answeredSlots(turn: ReleaseTurn): readonly ReleaseResponse[] {
  return turn.responses
    .filter((response) => response.text !== null)
    .toSorted((a, b) => a.shownOrder - b.shownOrder || a.drawnOrder - b.drawnOrder);
}

/** One row of `slots.jsonl`. */
export function slotRecord(
  turn: ReleaseTurn,
  response: ReleaseResponse,
  utteranceId: string | null,
  place: { readonly interactionId: string; readonly conversationId: string; readonly userId: string },
  models: ModelRegister,
): SlotRecord {
  const nameOf = (id: string) => modelName(models.model(id));
  const last = response.attempts.at(-1);
  const earlier = new Set(response.attempts.map((attempt) => attempt.modelId));
  earlier.delete(response.modelId);
  return {
    utterance_id: utteranceId,
    interaction_id: place.interactionId,
    conversation_id: place.conversationId,
    user_id: place.userId,
    slot_id: response.slotId,
    model_name: nameOf(response.modelId),
    drawn_order: response.drawnOrder,
    shown_order: response.shownOrder,
    settled_by: turn.settledBy,
    tie_seed: turn.tieSeed,
    draw_seed: response.drawSeed,
    sample_seed: response.sampleSeed,
    touched: response.touched,
    first_touch_ms: response.firstTouchMs,
    path_length: response.pathLength,
    asked_at: releasedInstant(response.askedAt),
    completed_at: response.completedAt === null ? null : releasedInstant(response.completedAt),
    first_text_ms: response.firstTextMs,
    total_ms: response.totalMs,
    waited_ms: response.waitedMs,
    attempts: response.attempts.length,
    failures: response.attempts.map((attempt) => attempt.outcome).filter((outcome) => outcome !== "ok"),
    replaced_models: [...earlier].map(nameOf),
    input_tokens: last?.inputTokens ?? null,
    output_tokens: last?.outputTokens ?? null,
    reasoning_tokens: last?.reasoningTokens ?? null,
    finish_reason: last?.finishReason ?? null,
    truncated: response.text !== null && last?.finishReason === "length",
    reasoning: last?.reasoning == null ? null : releasedText(last.reasoning),
    reasoning_from: last?.reasoningFrom ?? null,
    failed_texts: response.attempts
      .filter((attempt) => attempt.outcome !== "ok")
      .map((attempt) => releasedText(attempt.failedText ?? "")),
    not_sent: last?.notSent ?? [],
    missing: response.missing ?? (response.text === null ? "model-error" : null),
  };
}
