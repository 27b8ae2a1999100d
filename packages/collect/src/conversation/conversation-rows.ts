import { hasVisibleText } from "@refract/core";
import { deriveSeed, seedDigest } from "@refract/stats";
import type { AnswerRow, ConversationRow, InteractionRow, RowChange, UtteranceRow } from "@refract/store";
import type { AttemptRecord } from "../stage/model-ask.ts";
import type { StageContext } from "../stage/stage-context.ts";
import { sampleSeed } from "./conversation-asks.ts";
import { tieSeed } from "./conversation-decide.ts";
import type { ConversationEvent } from "./conversation-events.ts";
import {
  type Conversation,
  type ConversationState,
  currentTurn,
  type Slot,
  type Turn,
} from "./conversation-state.ts";
import { touchedField } from "./touched-field.ts";

/** The rows an event changes; unchanged objects are shared between the states, so a comparison finds them. */
export function conversationRows(
  event: ConversationEvent,
  before: ConversationState,
  after: ConversationState,
  at: number,
  stageId: string,
  context: StageContext,
): readonly RowChange[] {
  const rows: RowChange[] = [];
  const conversation = after.conversations.at(-1);
  if (conversation === undefined) return rows;
  const past = before.conversations.at(-1)?.id === conversation.id ? before.conversations.at(-1) : undefined;
  if (
    past === undefined ||
    past.finishedAt !== conversation.finishedAt ||
    past.closedAt !== conversation.closedAt
  ) {
    rows.push({ table: "conversations", row: conversationRow(conversation, stageId, context) });
  }
  const turn = currentTurn(conversation);
  const pastTurn = past?.turns.find((candidate) => candidate.id === turn?.id);
  if (turn !== null && turn !== pastTurn) {
    if (pastTurn === undefined || pastTurn.settledBy !== turn.settledBy) {
      rows.push({ table: "interactions", row: interactionRow(turn, conversation, context) });
    }
    for (const slot of turn.slots) {
      const pastSlot = pastTurn?.slots.find((candidate) => candidate.id === slot.id);
      const isAsBefore =
        slot === pastSlot &&
        pastTurn !== undefined &&
        (pastTurn.chosenSlotId === slot.id) === (turn.chosenSlotId === slot.id) &&
        placeOf(slot, pastTurn) === placeOf(slot, turn);
      if (!isAsBefore) {
        rows.push({ table: "utterances", row: utteranceRow(slot, turn, conversation, context) });
      }
    }
  }
  return [...rows, ...callRows(event, before, at, context), ...answerRows(event, conversation, at, context)];
}

function conversationRow(
  conversation: Conversation,
  stageId: string,
  context: StageContext,
): ConversationRow {
  return {
    id: conversation.id,
    participantId: context.participantId,
    stageId,
    ordinal: conversation.ordinal,
    type: conversation.type,
    startedAt: conversation.startedAt,
    finishedAt: conversation.finishedAt,
    closedAt: conversation.closedAt,
  };
}

function interactionRow(turn: Turn, conversation: Conversation, context: StageContext): InteractionRow {
  return {
    id: turn.id,
    conversationId: conversation.id,
    participantId: context.participantId,
    turn: turn.number,
    prompt: turn.prompt,
    sentAt: turn.sentAt,
    chosenAt: turn.chosenAt,
    settledBy: turn.settledBy,
    verdict: turn.verdict,
    tieSeed: turn.settledBy === "random" ? seedDigest(tieSeed(turn, context)) : null,
  };
}

/** Where a response stands on the page: those left out close up, whichever comes first. */
function placeOf(slot: Slot, turn: Turn): number {
  const place = turn.slots
    .filter((candidate) => candidate.state !== "dropped")
    .findIndex((candidate) => candidate.id === slot.id);
  return place === -1 ? turn.slots.findIndex((candidate) => candidate.id === slot.id) : place;
}

function utteranceRow(
  slot: Slot,
  turn: Turn,
  conversation: Conversation,
  context: StageContext,
): UtteranceRow {
  const model = context.models.find((candidate) => candidate.id === slot.modelId);
  return {
    slotId: slot.id,
    interactionId: turn.id,
    conversationId: conversation.id,
    participantId: context.participantId,
    drawnOrder: turn.slots.indexOf(slot),
    shownOrder: placeOf(slot, turn),
    modelId: slot.modelId,
    text: slot.text,
    missing: slot.state === "complete" ? null : slot.state === "dropped" ? "model-error" : "not-asked",
    score: slot.score,
    touched: slot.trace.touched,
    firstTouchMs: slot.trace.firstTouchMs,
    pathLength: slot.trace.pathLength,
    chosen: turn.chosenSlotId === slot.id,
    askedAt: slot.askedAt,
    completedAt: slot.completedAt,
    firstTextMs: slot.firstTextMs,
    totalMs: slot.totalMs,
    waitedMs: slot.waitedMs,
    drawSeed: slot.stream === "none" ? null : seedDigest(deriveSeed(context.seed, slot.stream)),
    sampleSeed: model === undefined ? null : sampleSeed(slot, model, context),
  };
}

/** Every attempt at a model, the failed ones too, under the model that was asked. */
function callRows(
  event: ConversationEvent,
  before: ConversationState,
  at: number,
  context: StageContext,
): RowChange[] {
  if (event.type !== "slot.completed" && event.type !== "slot.failed") return [];
  const slot = before.conversations
    .at(-1)
    ?.turns.at(-1)
    ?.slots.find((candidate) => candidate.id === event.slotId);
  const model = context.models.find((candidate) => candidate.id === slot?.modelId);
  if (slot === undefined || model === undefined) return [];
  return event.attempts.map((attempt: AttemptRecord) => ({
    table: "calls",
    row: {
      id: seedDigest(deriveSeed(slot.id, event.attempt, attempt.number)),
      participantId: context.participantId,
      slotId: slot.id,
      modelId: model.id,
      reference: model.use,
      attempt: attempt.number,
      outcome: attempt.outcome,
      message: attempt.message,
      httpStatus: attempt.httpStatus,
      finishReason: attempt.finishReason,
      finishDetail: attempt.finishDetail,
      failedText: attempt.failedText,
      reasoning: attempt.reasoning,
      reasoningFrom: attempt.reasoningFrom,
      notSent: attempt.notSent,
      reasoningTokens: attempt.reasoningTokens,
      inputTokens: attempt.inputTokens,
      outputTokens: attempt.outputTokens,
      costUsd: attempt.costUsd,
      firstTextMs: attempt.firstTextMs,
      totalMs: attempt.totalMs,
      waitedMs: attempt.waitedMs,
      at,
    },
  }));
}

function answerRows(
  event: ConversationEvent,
  conversation: Conversation,
  at: number,
  context: StageContext,
): RowChange[] {
  const answer = (
    field: string,
    value: number | string | boolean | null,
    missing: AnswerRow["missing"],
  ): RowChange => ({
    table: "answers",
    row: { participantId: context.participantId, scope: conversation.id, field, value, missing, at },
  });
  switch (event.type) {
    case "attributes.rated":
      return [
        answer(
          `${event.block}.${event.statement}`,
          event.value,
          event.notApplicable ? "not-applicable" : null,
        ),
        ...(event.touched === null
          ? []
          : [answer(touchedField(event.block, event.statement), event.touched, null)]),
      ];
    case "feedback.submitted":
      return [
        !hasVisibleText(event.text)
          ? answer("open_feedback", null, "skipped")
          : answer("open_feedback", event.text, null),
      ];
    default:
      return [];
  }
}
