import { createRandom, deriveSeed, seedDigest } from "@refract/stats";
import type { StageContext } from "../stage/stage-context.ts";
import type { ConversationConfig } from "./conversation-config.ts";
import type { Draw } from "./conversation-events.ts";
import { type Conversation, shownSlots, type Turn } from "./conversation-state.ts";

/** The opening: the pool in seeded order, the first ones answer, the others stand in (spec, stage 2.2). */
export function drawOpening(conversationId: string, config: ConversationConfig, context: StageContext): Draw {
  const stream = `opening-${conversationId}-0`;
  const order = shuffledPool(stream, config, context);
  const drawn = order.slice(0, config.opening.models);
  return {
    stream,
    slots: drawn.map((modelId, index) => ({ id: slotId(conversationId, 0, index, 0), modelId })),
    reserve: order.slice(config.opening.models),
  };
}

function shuffledPool(stream: string, config: ConversationConfig, context: StageContext): string[] {
  const pool = config.models ?? context.models.map((model) => model.id);
  return createRandom(deriveSeed(context.seed, stream)).shuffle(pool);
}

/** Later turns: samples of the winner's model, or every model once more (spec, stage 2.4). */
export function drawNext(conversation: Conversation, number: number, config: ConversationConfig): Draw {
  const previous = conversation.turns[number - 1];
  if (previous === undefined) throw new Error("a later turn needs one before it");
  const modelIds =
    config.continuation.with === "all"
      ? shownSlots(previous).map((slot) => slot.modelId)
      : Array.from({ length: config.continuation.samples }, () => chosenModel(previous));
  return {
    stream: "none",
    slots: modelIds.map((modelId, index) => ({ id: slotId(conversation.id, number, index, 0), modelId })),
    reserve: [],
  };
}

/** Another try fills the places left out: in the opening with models that are not there yet, later with the same ones. */
export function drawAgain(
  conversationId: string,
  turn: Turn,
  config: ConversationConfig,
  context: StageContext,
): Draw {
  const retry = turn.retries + 1;
  const places = turn.slots.flatMap((slot, index) => (slot.state === "dropped" ? [{ slot, index }] : []));
  const idAt = (index: number) => slotId(conversationId, turn.number, index, retry);
  if (turn.number > 0) {
    const slots = places.map(({ slot, index }) => ({ id: idAt(index), modelId: slot.modelId }));
    return { stream: "none", slots, reserve: [] };
  }
  const stream = `opening-${conversationId}-${retry}`;
  const taken = shownSlots(turn).map((slot) => slot.modelId);
  const order = shuffledPool(stream, config, context).filter((modelId) => !taken.includes(modelId));
  return {
    stream,
    slots: places.flatMap(({ index }, position) => {
      const modelId = order[position];
      return modelId === undefined ? [] : [{ id: idAt(index), modelId }];
    }),
    reserve: order.slice(places.length),
  };
}

function chosenModel(turn: Turn): string {
  const chosen = turn.slots.find((slot) => slot.id === turn.chosenSlotId);
  if (chosen === undefined) throw new Error("a settled turn has a chosen slot");
  return chosen.modelId;
}

/** Opaque and free of the model: it derives from the place alone. */
const slotId = (conversationId: string, number: number, index: number, retry: number): string =>
  seedDigest(deriveSeed(conversationId, "slot", number, index, retry));
