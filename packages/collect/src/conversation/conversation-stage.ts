import { fieldName, type StudyProblem } from "@refract/core";
import { converse } from "../simulation/converse.ts";
import { defineStage } from "../stage/define-stage.ts";
import type { StageCheckContext } from "../stage/stage-context.ts";
import { studyFileName } from "../study-file-name.ts";
import { conversationAsks } from "./conversation-asks.ts";
import { type ConversationConfig, conversationConfigSchema } from "./conversation-config.ts";
import { decideConversation, receiveAnswer } from "./conversation-decide.ts";
import { conversationDesign } from "./conversation-design.ts";
import {
  type ConversationEvent,
  conversationCommandSchema,
  conversationEventSchema,
} from "./conversation-events.ts";
import { evolveConversation } from "./conversation-evolve.ts";
import { liveConversation } from "./conversation-live.ts";
import { ownConversations } from "./conversation-own.ts";
import { presentConversation, slotLabel } from "./conversation-present.ts";
import { conversationRows } from "./conversation-rows.ts";
import {
  type ConversationState,
  closedConversations,
  currentConversation,
  currentTurn,
  phaseOf,
  shownSlots,
} from "./conversation-state.ts";
import type { ConversationCommand, ConversationStageView } from "./conversation-view.ts";
import { reviewConversations } from "./review-conversations.ts";

/** Live, blind conversations with several models: PRISM's stage 2, and pair arenas. */
export const conversationStage = defineStage<
  ConversationConfig,
  ConversationState,
  ConversationCommand,
  ConversationEvent,
  ConversationStageView
>({
  type: "conversation",
  part: "work",
  configSchema: conversationConfigSchema,
  commandSchema: conversationCommandSchema,
  eventSchema: conversationEventSchema,
  check: checkPool,
  review: reviewConversations,
  sentences: ({ feedback }) => (feedback === undefined ? [] : ["open_feedback"]),
  initial: (config, context) => ({
    practiceDone: config.practice === undefined,
    ended: false,
    openedAt: context.enteredAt,
    conversations: [],
  }),
  decide: decideConversation,
  receive: (state, report, config) => receiveAnswer(state, report, config),
  evolve: (state, event, at, config) => evolveConversation(state, event, at, config),
  isComplete: (state, config) => phaseOf(state, config) === "done",
  asks: conversationAsks,
  openTurn: (state) => {
    const conversation = currentConversation(state);
    const turn = conversation === null ? null : currentTurn(conversation);
    if (turn === null) return null;
    const slots = turn.slots.filter((slot) => slot.state !== "dropped");
    return {
      id: turn.id,
      sentAt: turn.sentAt,
      slots: slots.map(({ id, attempt, text }) => ({ id, attempt, text })),
    };
  },
  pacing: ({ streaming, charactersPerSecond, atOnceAfterSeconds }) => ({
    streaming,
    charactersPerSecond,
    atOnceAfterMs: atOnceAfterSeconds * 1000,
  }),
  view: presentConversation,
  live: liveConversation,
  rows: (event, before, after, at, config, context) =>
    conversationRows(event, before, after, at, config.id, context),
  summary: (state, config) => ({
    conversations: closedConversations(state),
    revealed:
      config.judge.kind === "verdict" && config.judge.reveal
        ? state.conversations.map((conversation) => ({
            conversation: conversation.ordinal,
            models: conversation.turns
              .slice(0, 1)
              .flatMap(shownSlots)
              .map((slot, index) => ({ label: slotLabel(index), model: slot.modelId })),
          }))
        : [],
  }),
  own: { section: "conversations", empty: [], counts: "conversations", gather: ownConversations },
  release: (config, setting) => ({ conversations: conversationDesign(config, setting) }),
  simulate: converse,
});

/** The pool must hold every model that is named, and enough for an opening turn. */
function checkPool(config: ConversationConfig, { models, locate }: StageCheckContext): StudyProblem[] {
  const problem = (path: readonly PropertyKey[], message: string): StudyProblem => ({
    file: studyFileName,
    ...locate(path),
    field: `stage ${config.id}: ${fieldName(path)}`,
    message,
    severity: "error",
  });
  const known = models.map((model) => model.id);
  const unknown = (config.models ?? []).flatMap((id, index) =>
    known.includes(id)
      ? []
      : [problem(["models", index], `unknown model "${id}", expected one of ${known.join(", ")}`)],
  );
  const poolSize = new Set(config.models ?? known).size;
  if (poolSize < config.opening.models) {
    return [
      ...unknown,
      problem(
        ["opening", "models"],
        `invalid value ${config.opening.models}, expected at most the ${poolSize} models of the pool`,
      ),
    ];
  }
  return unknown;
}
