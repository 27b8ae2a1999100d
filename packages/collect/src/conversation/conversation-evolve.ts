import type { ConversationConfig } from "./conversation-config.ts";
import type { ConversationEvent, Draw } from "./conversation-events.ts";
import {
  type Conversation,
  type ConversationState,
  isClosed,
  type Slot,
  type Turn,
  untouched,
} from "./conversation-state.ts";

/** The state after an event. Total: whatever was decided applies. */
export function evolveConversation(
  state: ConversationState,
  event: ConversationEvent,
  at: number,
  config: ConversationConfig,
): ConversationState {
  switch (event.type) {
    case "practice.finished":
      return { ...state, practiceDone: true, openedAt: at };
    case "conversation.begun":
      return { ...state, conversations: [...state.conversations, newConversation(event, state, at, config)] };
    case "turn.sent":
      return updateConversation(state, (conversation) => ({
        ...conversation,
        turns: [
          ...conversation.turns,
          {
            id: event.turnId,
            number: conversation.turns.length,
            prompt: event.prompt,
            sentAt: at,
            slots: newSlots(event.draw, at),
            reserve: event.draw.reserve,
            retries: 0,
            failure: null,
            chosenSlotId: null,
            chosenAt: null,
            settledBy: null,
            verdict: null,
          },
        ],
      }));
    case "turn.retried":
      return updateTurn(state, (turn) => ({
        ...turn,
        slots: refillSlots(turn, newSlots(event.draw, at)),
        reserve: event.draw.reserve,
        retries: turn.retries + 1,
        failure: null,
      }));
    case "slot.completed": {
      const last = event.attempts.at(-1);
      return updateSlot(state, event.slotId, (slot) => ({
        ...slot,
        state: "complete",
        text: event.text,
        completedAt: at,
        firstTextMs: last?.firstTextMs ?? null,
        totalMs: last?.totalMs ?? null,
        waitedMs: waitedWith(slot, event.attempts),
      }));
    }
    case "slot.failed": {
      const failed = updateTurn(state, (turn) => ({ ...turn, failure: event.reason }));
      return updateSlot(failed, event.slotId, (slot) => ({
        ...slot,
        waitedMs: waitedWith(slot, event.attempts),
      }));
    }
    case "slot.reassigned":
      return updateTurn(state, (turn) => ({
        ...turn,
        reserve: turn.reserve.filter((modelId) => modelId !== event.modelId),
        slots: turn.slots.map((slot) =>
          slot.id === event.slotId
            ? { ...slot, modelId: event.modelId, attempt: slot.attempt + 1, askedAt: at }
            : slot,
        ),
      }));
    case "slot.dropped":
      return updateSlot(state, event.slotId, (slot) => ({ ...slot, state: "dropped" }));
    case "slot.rated":
      return updateSlot(state, event.slotId, (slot) => ({ ...slot, score: event.score, trace: event.trace }));
    case "turn.chosen":
      return updateTurn(state, (turn) => ({
        ...turn,
        chosenSlotId: event.slotId,
        chosenAt: at,
        settledBy: event.settledBy,
      }));
    case "verdict.given":
      return updateTurn(state, (turn) => ({
        ...turn,
        chosenSlotId: event.slotId,
        chosenAt: at,
        settledBy: "verdict",
        verdict: event.verdict,
      }));
    case "conversation.finished":
      return openNextPage(
        updateConversation(state, (conversation) => closedIfDone({ ...conversation, finishedAt: at }, at)),
        at,
      );
    case "attributes.rated":
      return updateConversation(state, (conversation) => ({
        ...conversation,
        attributes: {
          ...conversation.attributes,
          [event.block]: {
            ...conversation.attributes[event.block],
            [event.statement]: { value: event.value, notApplicable: event.notApplicable },
          },
        },
      }));
    case "attributes.submitted":
      return openNextPage(
        updateConversation(state, (conversation) =>
          closedIfDone({ ...conversation, attributesDone: true }, at),
        ),
        at,
      );
    case "feedback.saved":
      return updateConversation(state, (conversation) => ({ ...conversation, feedback: event.text }));
    case "feedback.submitted":
      return openNextPage(
        updateConversation(state, (conversation) =>
          closedIfDone({ ...conversation, feedback: event.text, feedbackDone: true }, at),
        ),
        at,
      );
    case "stage.ended":
      return { ...state, ended: true };
  }
}

function closedIfDone(conversation: Conversation, at: number): Conversation {
  return isClosed(conversation) ? { ...conversation, closedAt: at } : conversation;
}

/**
 * Questions the study does not ask count as answered. The page was opened as long ago as the browser says, but not before the last
 * answer was handed in: time in which no page was open is no part of the conversation.
 */
function newConversation(
  event: Extract<ConversationEvent, { type: "conversation.begun" }>,
  state: ConversationState,
  at: number,
  config: ConversationConfig,
): Conversation {
  return {
    id: event.conversationId,
    ordinal: state.conversations.length + 1,
    type: event.conversationType,
    startedAt:
      event.openMs === null ? state.openedAt : Math.max(state.openedAt, Math.round(at - event.openMs)),
    finishedAt: null,
    closedAt: null,
    turns: [],
    attributes: {},
    attributesDone: config.attributes.length === 0,
    feedback: "",
    feedbackDone: config.feedback === undefined,
  };
}

function newSlots(draw: Draw, at: number): Slot[] {
  return draw.slots.map(({ id, modelId }) => ({
    id,
    modelId,
    attempt: 0,
    stream: draw.stream,
    state: "pending",
    text: null,
    score: null,
    trace: untouched,
    askedAt: at,
    completedAt: null,
    firstTextMs: null,
    totalMs: null,
    waitedMs: null,
  }));
}

/** What a slot has waited with these calls: a model that stands in for another goes on where that one left off. */
function waitedWith(
  { waitedMs }: Slot,
  attempts: readonly { readonly waitedMs: number | null }[],
): number | null {
  return attempts.reduce(
    (sum, attempt) => (attempt.waitedMs === null ? sum : (sum ?? 0) + attempt.waitedMs),
    waitedMs,
  );
}

/** New slots in the places of those left out; what is there stays. */
function refillSlots(turn: Turn, fresh: readonly Slot[]): Slot[] {
  const next = fresh.values();
  return turn.slots.map((slot) => (slot.state === "dropped" ? (next.next().value ?? slot) : slot));
}

/** The next conversation's page opens when this one's last question is answered. */
function openNextPage(state: ConversationState, at: number): ConversationState {
  return { ...state, openedAt: at };
}

function updateConversation(
  state: ConversationState,
  change: (conversation: Conversation) => Conversation,
): ConversationState {
  const last = state.conversations.length - 1;
  return {
    ...state,
    conversations: state.conversations.map((conversation, index) =>
      index === last ? change(conversation) : conversation,
    ),
  };
}

function updateTurn(state: ConversationState, change: (turn: Turn) => Turn): ConversationState {
  return updateConversation(state, (conversation) => {
    const last = conversation.turns.length - 1;
    return {
      ...conversation,
      turns: conversation.turns.map((turn, index) => (index === last ? change(turn) : turn)),
    };
  });
}

function updateSlot(state: ConversationState, id: string, change: (slot: Slot) => Slot): ConversationState {
  return updateTurn(state, (turn) => ({
    ...turn,
    slots: turn.slots.map((slot) => (slot.id === id ? change(slot) : slot)),
  }));
}
