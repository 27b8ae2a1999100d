import type { JsonValue } from "@refract/core";
import type { OwnEntries } from "../stage/stage-life.ts";
import type { ConversationEvent, Draw } from "./conversation-events.ts";

interface Response {
  text: string | null;
  /** The model failed and the response is left out. */
  dropped: boolean;
  score: number | null;
  chosen: boolean;
}

interface Turn {
  readonly id: string;
  readonly prompt: string;
  /** In the order shown: the order of arrival would tell quick models from slow ones. */
  slots: ReadonlyMap<string, Response>;
  verdict: string | null;
}

interface Conversation {
  readonly type: string;
  readonly turns: Turn[];
  readonly attributes: Map<string, number | "not applicable" | null>;
  feedback: string | null;
}

/**
 * A person's conversations with their marks, without the names of models: the study may still be blind. Responses of a
 * turn that is still being answered or shown are left out, since what is here first would tell whose it is.
 */
export function ownConversations(
  events: readonly { readonly event: ConversationEvent }[],
  liveTurnId: string | null,
): OwnEntries {
  const conversations: Conversation[] = [];
  for (const { event } of events) take(conversations, event);
  return conversations.map(({ type, turns, attributes, feedback }) => ({
    type,
    turns: turns.map((turn) => ownTurn(turn, liveTurnId)),
    attributes: Object.fromEntries(attributes),
    feedback,
  }));
}

function take(conversations: Conversation[], event: ConversationEvent): void {
  if (event.type === "conversation.begun") {
    const { conversationType: type } = event;
    conversations.push({ type, turns: [], attributes: new Map(), feedback: null });
    return;
  }
  const conversation = conversations.at(-1);
  if (conversation === undefined) return;
  const turn = conversation.turns.at(-1);
  const change = (slotId: string | null, changed: Partial<Response>) => {
    if (slotId !== null) Object.assign(turn?.slots.get(slotId) ?? {}, changed);
  };
  switch (event.type) {
    case "turn.sent": {
      const { turnId: id, prompt, draw } = event;
      conversation.turns.push({ id, prompt, slots: emptySlots(draw), verdict: null });
      break;
    }
    case "turn.retried":
      if (turn !== undefined) turn.slots = refilled(turn.slots, event.draw);
      break;
    case "slot.completed":
      change(event.slotId, { text: event.text });
      break;
    case "slot.dropped":
      change(event.slotId, { dropped: true });
      break;
    case "slot.rated":
      change(event.slotId, { score: event.score });
      break;
    case "turn.chosen":
      change(event.slotId, { chosen: true });
      break;
    case "verdict.given":
      if (turn !== undefined) turn.verdict = event.verdict;
      change(event.slotId, { chosen: true });
      break;
    case "attributes.rated": {
      const { block, statement, value, notApplicable } = event;
      conversation.attributes.set(`${block}.${statement}`, notApplicable ? "not applicable" : value);
      break;
    }
    case "feedback.saved":
    case "feedback.submitted":
      conversation.feedback = event.text;
      break;
  }
}

function emptySlots({ slots }: Draw): ReadonlyMap<string, Response> {
  return new Map(slots.map(({ id }) => [id, { text: null, dropped: false, score: null, chosen: false }]));
}

/** Another try fills the places of the responses left out. */
function refilled(slots: ReadonlyMap<string, Response>, draw: Draw): ReadonlyMap<string, Response> {
  const fresh = emptySlots(draw).entries();
  return new Map([...slots].map((entry) => (entry[1].dropped ? (fresh.next().value ?? entry) : entry)));
}

function ownTurn({ id, prompt, slots, verdict }: Turn, liveTurnId: string | null): JsonValue {
  const responses = [...slots.values()];
  const isShown = id !== liveTurnId && responses.every(({ text, dropped }) => text !== null || dropped);
  return {
    prompt,
    responses: responses.flatMap(({ text, score, chosen }) =>
      text === null || !isShown ? [] : [{ text, score, chosen }],
    ),
    verdict,
  };
}
