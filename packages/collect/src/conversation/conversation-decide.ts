import { hasVisibleText } from "@refract/core";
import { createRandom, deriveSeed, seedDigest } from "@refract/stats";
import type { AskReport } from "../stage/model-ask.ts";
import { rejected } from "../stage/stage-config.ts";
import type { StageContext } from "../stage/stage-context.ts";
import { type ConversationConfig, plannedConversations } from "./conversation-config.ts";
import { drawAgain, drawNext, drawOpening } from "./conversation-draw.ts";
import type { ConversationEvent } from "./conversation-events.ts";
import {
  attributeAnswer,
  bestSlots,
  type Conversation,
  type ConversationState,
  closedConversations,
  currentConversation,
  currentTurn,
  phaseOf,
  shownSlots,
  type Turn,
  untouched,
} from "./conversation-state.ts";
import type { ConversationCommand } from "./conversation-view.ts";

/** What a command does, or why it can't be done now. */
export function decideConversation(
  state: ConversationState,
  command: ConversationCommand,
  config: ConversationConfig,
  context: StageContext,
): readonly ConversationEvent[] {
  const phase = phaseOf(state, config);
  const expect = (...phases: (typeof phase)[]) => {
    if (!phases.includes(phase))
      throw rejected(
        `${command.type}: the stage is at "${phase}", expected ${phases.join(" or ")}`,
        "not-now",
      );
  };
  switch (command.type) {
    case "practice.finished":
      expect("practice");
      return [{ type: "practice.finished" }];
    case "conversation.begun": {
      expect("choose-type");
      const type = config.types.find((candidate) => candidate.id === command.conversationType);
      if (type === undefined || !isTypeOpen(state, type.id, config)) {
        throw rejected(
          `conversationType: invalid value ${JSON.stringify(command.conversationType)}, expected an open type`,
          "type-closed",
        );
      }
      const prompt = checkedPrompt(command.prompt, config);
      const ordinal = state.conversations.length + 1;
      const conversationId = seedDigest(deriveSeed(context.seed, "conversation", ordinal));
      return [
        {
          type: "conversation.begun",
          conversationId,
          conversationType: type.id,
          openMs: command.openMs ?? null,
        },
        {
          type: "turn.sent",
          turnId: turnId(conversationId, 0),
          prompt,
          draw: drawOpening(conversationId, config, context),
        },
      ];
    }
    case "turn.sent": {
      const conversation = requireConversation(state);
      // A verdict is on the whole conversation; ratings belong to their turn and come before the next.
      if (config.judge.kind === "verdict") expect("write", "rate");
      else expect("write");
      if (conversation.turns.length >= config.turns.maximum) {
        throw rejected(
          `turn.sent: the conversation has ${conversation.turns.length} turns, expected fewer than ${config.turns.maximum}`,
          "turns-full",
        );
      }
      const number = conversation.turns.length;
      return [
        {
          type: "turn.sent",
          turnId: turnId(conversation.id, number),
          prompt: checkedPrompt(command.prompt, config),
          draw: drawNext(conversation, number, config),
        },
      ];
    }
    case "turn.retried": {
      expect("failed");
      const conversation = requireConversation(state);
      const turn = requireTurn(conversation);
      return [{ type: "turn.retried", draw: drawAgain(conversation.id, turn, config, context) }];
    }
    case "slot.rated": {
      expect("rate");
      const turn = requireTurn(requireConversation(state));
      if (config.judge.kind !== "scale")
        throw rejected("slot.rated: this study asks for a verdict, expected verdict.given", "not-now");
      const { minimum, maximum } = config.judge;
      if (command.score < minimum || command.score > maximum) {
        throw rejected(
          `score: invalid value ${command.score}, expected a whole number from ${minimum} to ${maximum}`,
          "score-range",
        );
      }
      requireShown(turn, command.slotId);
      return [{ type: "slot.rated", slotId: command.slotId, score: command.score, trace: command.trace }];
    }
    case "turn.chosen":
      expect("rate");
      return choose(requireTurn(requireConversation(state)), command.slotId, config, context);
    case "verdict.given": {
      expect("rate");
      const conversation = requireConversation(state);
      if (config.judge.kind !== "verdict")
        throw rejected("verdict.given: this study asks for ratings, expected turn.chosen", "not-now");
      const option = config.judge.options.find((candidate) => candidate.id === command.verdict);
      if (option === undefined)
        throw rejected(
          `verdict: invalid value ${JSON.stringify(command.verdict)}, expected one of ${config.judge.options.map((candidate) => candidate.id).join(", ")}`,
          "not-now",
        );
      requireEnoughTurns(conversation, config);
      const winner =
        option.winner === null ? null : (shownSlots(requireTurn(conversation))[option.winner] ?? null);
      return [
        {
          type: "verdict.given",
          verdict: option.id,
          slotId: winner?.id ?? null,
        },
        { type: "conversation.finished" },
      ];
    }
    case "conversation.finished": {
      expect("write");
      requireEnoughTurns(requireConversation(state), config);
      return [{ type: "conversation.finished" }];
    }
    case "attributes.rated": {
      expect("questions");
      const block = config.attributes.find((candidate) => candidate.id === command.block);
      if (block === undefined || !block.statements.some((statement) => statement.id === command.statement)) {
        throw rejected(
          `attributes.rated: unknown statement ${JSON.stringify(`${command.block}.${command.statement}`)}`,
          "not-now",
        );
      }
      if (
        command.notApplicable
          ? !block.notApplicable || command.value !== null
          : command.value === null || command.value < block.minimum || command.value > block.maximum
      ) {
        throw rejected(
          `value: invalid value ${command.value}, expected a whole number from ${block.minimum} to ${block.maximum}${block.notApplicable ? ", or null with notApplicable" : ""}`,
          "score-range",
        );
      }
      return [
        {
          type: "attributes.rated",
          block: command.block,
          statement: command.statement,
          value: command.value,
          notApplicable: command.notApplicable,
          // without a handle there is nothing to leave untouched
          touched: block.startAt === "none" ? null : true,
        },
      ];
    }
    case "attributes.submitted":
      expect("questions");
      return submitAttributes(requireConversation(state), config);
    case "feedback.saved":
    case "feedback.submitted": {
      expect("questions");
      const { feedback } = config;
      if (feedback === undefined)
        throw rejected(`${command.type}: this study asks no open feedback`, "not-now");
      if (command.text.length > feedback.maximumCharacters) {
        throw rejected(
          `text: ${command.text.length} characters, expected at most ${feedback.maximumCharacters}`,
          "text-long",
        );
      }
      if (command.type === "feedback.saved") return [{ type: "feedback.saved", text: command.text }];
      if (!requireConversation(state).attributesDone)
        throw rejected("feedback.submitted: the attributes are not finished", "attributes-missing");
      if (feedback.required && !hasVisibleText(command.text))
        throw rejected("text: empty, expected some feedback", "feedback-missing");
      return [{ type: "feedback.submitted", text: command.text }];
    }
    case "stage.ended":
      expect("choose-type");
      if (!mayStop(state, config))
        throw rejected(
          `stage.ended: ${closedConversations(state)} conversations done, expected more`,
          "conversations-missing",
        );
      return [{ type: "stage.ended" }];
  }
}

/** What came back from a model: kept, or the slot goes to the next one drawn, or is left out. */
export function receiveAnswer(
  state: ConversationState,
  report: AskReport,
  config: ConversationConfig,
): readonly ConversationEvent[] {
  const conversation = currentConversation(state);
  const turn = conversation === null ? null : currentTurn(conversation);
  const slot = turn?.slots.find((candidate) => candidate.id === report.slotId);
  if (turn === null || slot === undefined || slot.state !== "pending" || slot.attempt !== report.attempt)
    return [];
  const attempts = [...report.attempts];
  if (report.kind === "completed")
    return [{ type: "slot.completed", slotId: slot.id, attempt: slot.attempt, text: report.text, attempts }];
  const failed: ConversationEvent = {
    type: "slot.failed",
    slotId: slot.id,
    attempt: slot.attempt,
    reason: report.reason,
    attempts,
  };
  // Our own limit left no turn: no fault of the model, which is asked once more, now before everybody else.
  if (report.reason === "interrupted" || (report.reason === "busy" && slot.attempt === 0))
    return [failed, { type: "slot.reassigned", slotId: slot.id, modelId: slot.modelId }];
  // Once the money is spent no other model would answer either.
  const next = config.onFailure === "replace" && report.reason !== "budget" ? turn.reserve[0] : undefined;
  return next === undefined
    ? [failed, { type: "slot.dropped", slotId: slot.id }]
    : [failed, { type: "slot.reassigned", slotId: slot.id, modelId: next }];
}

/** Whether a conversation of this type may be begun. */
export function isTypeOpen(state: ConversationState, typeId: string, config: ConversationConfig): boolean {
  const type = config.types.find((candidate) => candidate.id === typeId);
  if (type === undefined) return false;
  if (config.typeQuota === "soft" || type.count === null) return true;
  return state.conversations.filter((conversation) => conversation.type === typeId).length < type.count;
}

/** Whether the stage may be left although conversations could still be had. */
export function mayStop(state: ConversationState, config: ConversationConfig): boolean {
  const enough = config.mayStopAfter ?? plannedConversations(config).planned;
  return closedConversations(state) >= enough;
}

export function mayFinish(conversation: Conversation, config: ConversationConfig): boolean {
  return conversation.turns.length >= config.turns.minimum;
}

function choose(
  turn: Turn,
  slotId: string | null,
  config: ConversationConfig,
  context: StageContext,
): readonly ConversationEvent[] {
  if (config.judge.kind !== "scale")
    throw rejected("turn.chosen: this study asks for a verdict, expected verdict.given", "not-now");
  const { startAt, tie } = config.judge;
  const best = bestSlots(turn, startAt);
  if (best.length === 0) throw rejected("turn.chosen: not every response is rated", "ratings-missing");
  const left: ConversationEvent[] = shownSlots(turn)
    .filter((slot) => slot.score === null && startAt !== "none")
    .map((slot) => ({ type: "slot.rated", slotId: slot.id, score: Number(startAt), trace: untouched }));
  const [only] = best;
  if (best.length === 1 && only !== undefined) {
    if (slotId !== null && slotId !== only.id)
      throw rejected("turn.chosen: slotId is not the response with the highest score", "not-best");
    return [...left, { type: "turn.chosen", slotId: only.id, settledBy: "score" }];
  }
  if (slotId !== null) {
    if (!best.some((slot) => slot.id === slotId))
      throw rejected("turn.chosen: slotId is not among the responses with the highest score", "not-best");
    return [...left, { type: "turn.chosen", slotId, settledBy: "asked" }];
  }
  if (tie === "ask")
    throw rejected(
      `turn.chosen: ${best.length} responses share the highest score, expected slotId to say which goes on`,
      "tie-open",
    );
  const picked = createRandom(tieSeed(turn, context)).pick(best);
  return [...left, { type: "turn.chosen", slotId: picked.id, settledBy: "random" }];
}

/** Of the draw among responses that share the highest score. */
export const tieSeed = (turn: Pick<Turn, "id">, context: StageContext): string =>
  deriveSeed(context.seed, "tie", turn.id);

function submitAttributes(
  conversation: Conversation,
  config: ConversationConfig,
): readonly ConversationEvent[] {
  if (conversation.attributesDone)
    throw rejected("attributes.submitted: they are submitted already", "not-now");
  const left: ConversationEvent[] = [];
  for (const block of config.attributes) {
    for (const statement of block.statements) {
      if (attributeAnswer(conversation, block.id, statement.id) !== undefined) continue;
      if (block.startAt === "none")
        throw rejected(
          `attributes.submitted: ${block.id}.${statement.id} is not answered`,
          "attributes-missing",
        );
      left.push({
        type: "attributes.rated",
        block: block.id,
        statement: statement.id,
        value: block.startAt,
        notApplicable: false,
        touched: false,
      });
    }
  }
  return [...left, { type: "attributes.submitted" }];
}

function checkedPrompt(prompt: string, config: ConversationConfig): string {
  if (!hasVisibleText(prompt)) throw rejected("prompt: empty, expected some text", "prompt-missing");
  if (prompt.length > config.prompt.maximumCharacters) {
    throw rejected(
      `prompt: ${prompt.length} characters, expected at most ${config.prompt.maximumCharacters}`,
      "text-long",
    );
  }
  return prompt;
}

function requireConversation(state: ConversationState): Conversation {
  const conversation = currentConversation(state);
  if (conversation === null) throw rejected("no conversation is under way", "not-now");
  return conversation;
}

function requireTurn(conversation: Conversation): Turn {
  const turn = currentTurn(conversation);
  if (turn === null) throw rejected("no turn is under way", "not-now");
  return turn;
}

function requireShown(turn: Turn, id: string): void {
  if (!shownSlots(turn).some((slot) => slot.id === id)) {
    throw rejected(
      `slotId: invalid value ${JSON.stringify(id)}, expected a response of this turn`,
      "not-now",
    );
  }
}

function requireEnoughTurns(conversation: Conversation, config: ConversationConfig): void {
  if (!mayFinish(conversation, config)) {
    throw rejected(
      `conversation.finished: ${conversation.turns.length} turns, expected at least ${config.turns.minimum}`,
      "turns-missing",
    );
  }
}

const turnId = (conversationId: string, number: number): string =>
  seedDigest(deriveSeed(conversationId, "turn", number));
