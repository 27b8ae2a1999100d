import type { ModelEntry } from "@refract/core";
import type { ChatMessage } from "@refract/models";
import { deriveSeed, seedInteger } from "@refract/stats";
import type { Ask } from "../stage/model-ask.ts";
import type { StageContext } from "../stage/stage-context.ts";
import type { ConversationConfig } from "./conversation-config.ts";
import {
  type Conversation,
  type ConversationState,
  currentConversation,
  currentTurn,
  type Slot,
} from "./conversation-state.ts";

/** Every response that is wanted now: the pending slots of the turn under way. */
export function conversationAsks(
  state: ConversationState,
  config: ConversationConfig,
  context: StageContext,
): readonly Ask[] {
  const conversation = currentConversation(state);
  const turn = conversation === null ? null : currentTurn(conversation);
  if (conversation === null || turn === null) return [];
  return turn.slots
    .filter((slot) => slot.state === "pending")
    .map((slot) => {
      const model = modelNamed(slot.modelId, context);
      return {
        slotId: slot.id,
        turnId: turn.id,
        attempt: slot.attempt,
        model,
        messages: messagesFor(slot, conversation, model, config, context),
        parameters: {
          ...context.parameters,
          ...model.parameters,
          seed: sampleSeed(slot, model, context),
        },
        deadlineMs: config.deadlineSeconds * 1000,
        retries: config.retries,
      };
    });
}

/**
 * The seed sent with one sample; null where the study or the model says that none is sent. A seed that the study or the model gives is the root of
 * all of them, for with the same number two samples of one model would be one text twice.
 */
export function sampleSeed(
  slot: Pick<Slot, "id" | "attempt">,
  model: ModelEntry,
  context: StageContext,
): number | null {
  const given = { ...context.parameters, ...model.parameters }.seed;
  if (given === null) return null;
  const root = given === undefined ? context.seed : String(given);
  return seedInteger(deriveSeed(root, "sample", slot.id, slot.attempt));
}

/** The instruction, the history this model is to see, and the new prompt. */
function messagesFor(
  slot: Slot,
  conversation: Conversation,
  model: ModelEntry,
  config: ConversationConfig,
  context: StageContext,
): ChatMessage[] {
  const instruction = model.instruction ?? context.instruction;
  const messages: ChatMessage[] = [];
  if (instruction !== "" && config.instructionAs === "system")
    messages.push({ role: "system", content: instruction });
  for (const turn of conversation.turns) {
    const isLast = turn === conversation.turns.at(-1);
    const prefix =
      isLast && instruction !== "" && config.instructionAs === "prefix" ? `${instruction}\n\n` : "";
    messages.push({ role: "user", content: `${prefix}${turn.prompt}` });
    if (isLast) break;
    // With "all" a model sees its own answers; with "winner" everybody sees the chosen one.
    const said = turn.slots.find((past) =>
      config.continuation.with === "all"
        ? past.modelId === slot.modelId && past.state === "complete"
        : past.id === turn.chosenSlotId,
    );
    if (said?.text != null) messages.push({ role: "assistant", content: said.text });
  }
  return messages;
}

function modelNamed(id: string, context: StageContext): ModelEntry {
  const model = context.models.find((candidate) => candidate.id === id);
  if (model === undefined) throw new Error(`model ${id} was drawn but is not in the pool`);
  return model;
}
