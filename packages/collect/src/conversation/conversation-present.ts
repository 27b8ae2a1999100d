import { type LocalizedText, textIn } from "@refract/core";
import { deriveSeed, seedDigest } from "@refract/stats";
import type { StageContext } from "../stage/stage-context.ts";
import { type ConversationConfig, plannedConversations } from "./conversation-config.ts";
import { isTypeOpen, mayFinish, mayStop } from "./conversation-decide.ts";
import {
  attributeAnswer,
  bestSlots,
  type Conversation,
  type ConversationState,
  closedConversations,
  currentConversation,
  currentTurn,
  hasFailed,
  isAnswering,
  isClosed,
  phaseOf,
  shownSlots,
  type Turn,
} from "./conversation-state.ts";
import type {
  ConversationSettingsView,
  ConversationStageView,
  ConversationView,
  QuestionsView,
  TurnView,
} from "./conversation-view.ts";

type Say = (text: LocalizedText) => string;

/** What the browser gets. While a turn is answered its slots are all alike: nothing tells one model from another. */
export function presentConversation(
  state: ConversationState,
  config: ConversationConfig,
  context: StageContext,
  language: string,
): ConversationStageView {
  const say: Say = (text) => textIn(text, language, context.defaultLanguage);
  const conversation = currentConversation(state);
  return {
    type: "conversation",
    phase: phaseOf(state, config),
    types: config.types.map((type) => ({
      id: type.id,
      title: say(type.title),
      description: type.description === undefined ? null : say(type.description),
      examples: type.examples.map(say),
      done: state.conversations.filter((candidate) => candidate.type === type.id && isClosed(candidate))
        .length,
      planned: type.count,
      open: isTypeOpen(state, type.id, config),
    })),
    done: closedConversations(state),
    planned: plannedConversations(config).planned,
    mayStop: mayStop(state, config),
    conversation: conversation === null ? null : presentOne(conversation, config, say),
    settings: presentSettings(config, say),
  };
}

/** A, B, C, D by place. */
export function slotLabel(index: number): string {
  return String.fromCharCode(65 + index);
}

function presentOne(conversation: Conversation, config: ConversationConfig, say: Say): ConversationView {
  const turn = currentTurn(conversation);
  const settled = conversation.turns.filter((past) => past !== turn || past.settledBy !== null);
  const open = turn !== null && turn.settledBy === null && conversation.finishedAt === null ? turn : null;
  return {
    // Not the stored id: that has the root of what drew the models, and its hash is no secret's keeper.
    id: seedDigest(deriveSeed(conversation.id, "page")).slice(0, 16),
    ordinal: conversation.ordinal,
    type: conversation.type,
    history: settled.map((past) => ({
      turn: past.number,
      prompt: past.prompt,
      responses: shownSlots(past).map((slot, index) => ({
        label: slotLabel(index),
        text: slot.text ?? "",
        score: slot.score,
        chosen: slot.id === past.chosenSlotId,
      })),
    })),
    turn: open === null ? null : presentTurn(open, config),
    minimumTurns: config.turns.minimum,
    maximumTurns: config.turns.maximum,
    mayFinish: mayFinish(conversation, config),
    questions: presentQuestions(conversation, config, say),
  };
}

function presentTurn(turn: Turn, config: ConversationConfig): TurnView {
  const answering = isAnswering(turn);
  const failed = !answering && hasFailed(turn, config);
  const slots = answering
    ? turn.slots.filter((slot) => slot.state !== "dropped")
    : failed
      ? []
      : shownSlots(turn);
  const best =
    answering || failed || config.judge.kind !== "scale" || config.judge.tie !== "ask"
      ? []
      : bestSlots(turn, config.judge.startAt);
  return {
    id: turn.id,
    number: turn.number,
    prompt: turn.prompt,
    slots: slots.map((slot, index) => ({
      id: slot.id,
      label: slotLabel(index),
      text: answering ? null : slot.text,
      score: slot.score,
      touched: slot.trace.touched,
    })),
    failure: !failed ? null : turn.failure === "budget" ? "budget" : "models",
    tied: best.length > 1 ? best.map((slot) => slot.id) : [],
  };
}

function presentQuestions(conversation: Conversation, config: ConversationConfig, say: Say): QuestionsView {
  const asking = conversation.finishedAt !== null;
  return {
    step: !asking
      ? null
      : !conversation.attributesDone
        ? "attributes"
        : !conversation.feedbackDone
          ? "feedback"
          : null,
    blocks: config.attributes.map((block) => ({
      id: block.id,
      stem: say(block.stem),
      minimum: block.minimum,
      maximum: block.maximum,
      startAt: block.startAt,
      minimumLabel: say(block.minimumLabel),
      maximumLabel: say(block.maximumLabel),
      notApplicable: block.notApplicable,
      statements: block.statements.map((statement) => {
        const answer = attributeAnswer(conversation, block.id, statement.id);
        return {
          id: statement.id,
          text: say(statement.text),
          value: answer?.value ?? null,
          isNotApplicable: answer?.notApplicable ?? false,
        };
      }),
    })),
    feedback:
      config.feedback === undefined
        ? null
        : {
            prompt: say(config.feedback.prompt),
            hint: config.feedback.hint === undefined ? null : say(config.feedback.hint),
            required: config.feedback.required,
            text: conversation.feedback,
          },
  };
}

function presentSettings(config: ConversationConfig, say: Say): ConversationSettingsView {
  const { judge } = config;
  return {
    streaming: config.streaming,
    continuation: config.continuation.with,
    judge:
      judge.kind === "scale"
        ? {
            kind: "scale",
            minimum: judge.minimum,
            maximum: judge.maximum,
            startAt: judge.startAt,
            minimumLabel: say(judge.minimumLabel),
            maximumLabel: say(judge.maximumLabel),
            tie: judge.tie,
          }
        : {
            kind: "verdict",
            options: judge.options.map((option) => ({ id: option.id, label: say(option.label) })),
            reveal: judge.reveal,
          },
    advice: config.turns.advice === undefined ? null : say(config.turns.advice),
    maximumPromptCharacters: config.prompt.maximumCharacters,
    maximumFeedbackCharacters: config.feedback?.maximumCharacters ?? 0,
    blockPaste: config.prompt.blockPaste,
    practice:
      config.practice === undefined
        ? null
        : { prompt: say(config.practice.prompt), responses: config.practice.responses.map(say) },
  };
}
