import type { Answered, MissingReason } from "@refract/core";
import type { ConversationRecord, HistoryItem } from "../prism-release/conversation-record.ts";
import { conversationAttributeKeys, emptyText } from "../prism-release/keys.ts";
import type { UtteranceRecord } from "../prism-release/utterance-record.ts";
import { modelName, modelProvider } from "./model-records.ts";
import type { ModelRegister } from "./model-register.ts";
import type { ReleaseIds } from "./release-ids.ts";
import type {
  ReleaseAttributeBlock,
  ReleaseConversation,
  ReleaseConversationDesign,
  ReleaseTurn,
} from "./release-source.ts";
import { releasedDatetime, releasedDuration, releasedOrEmpty, releasedText } from "./release-text.ts";
import type { AnswerRecord, SlotRecord, VerdictRecord } from "./side-records.ts";
import { answeredSlots, slotRecord } from "./slot-records.ts";

/** An interaction of a conversation with what was released of it. */
export interface InteractionRecords {
  readonly interactionId: string;
  readonly prompt: string;
  readonly utterances: readonly UtteranceRecord[];
  readonly slots: readonly SlotRecord[];
}

export interface ConversationRecords {
  readonly conversation: ConversationRecord;
  readonly interactions: readonly InteractionRecords[];
  readonly answers: readonly AnswerRecord[];
  readonly verdict: VerdictRecord | null;
  /** Why each null of the conversation's row is null, by field. */
  readonly missing: ReadonlyMap<string, MissingReason>;
  /** Turns without a winner, which are not released. */
  readonly unsettledTurns: number;
}

export interface ConversationFacts {
  readonly userId: string;
  readonly inBalancedSubset: boolean;
  readonly design: ReleaseConversationDesign;
  readonly models: ModelRegister;
}

/** The turns that are released: those that were settled, in a verdict study those that were answered. */
function releasedTurns(
  conversation: ReleaseConversation,
  design: ReleaseConversationDesign,
): readonly ReleaseTurn[] {
  return conversation.turns.filter(
    (turn) => (design.judge.kind === "verdict" || turn.settledBy !== null) && answeredSlots(turn).length > 0,
  );
}

/**
 * Whether a conversation is released: its chat was finished, the questions about it were handed in, and at least one turn of it counts.
 * This is the one meaning of a completed conversation: what the pages call done, and what `num_completed_conversations` counts.
 */
export function isReleased(conversation: ReleaseConversation, design: ReleaseConversationDesign): boolean {
  return conversation.closedAt !== null && releasedTurns(conversation, design).length > 0;
}

/** All rows of one finished conversation. Takes ids for it, its interactions and its utterances, in order. */
export function conversationRecords(
  source: ReleaseConversation,
  facts: ConversationFacts,
  ids: ReleaseIds,
): ConversationRecords {
  const conversationId = ids.conversation();
  const turns = releasedTurns(source, facts.design);
  const interactions = turns.map((turn, index) =>
    interactionRecords(turn, index, source, conversationId, facts, ids),
  );
  const missing = new Map<string, MissingReason>();
  const answers: AnswerRecord[] = [];
  const explain = (field: string, value: AnswerRecord["value"], reason: MissingReason | null) => {
    answers.push({ user_id: facts.userId, conversation_id: conversationId, field, value, missing: reason });
  };
  for (const [field, answer] of Object.entries(source.otherAnswers ?? {})) {
    explain(field, answer.value, answer.missing);
  }
  const finishedAt = source.finishedAt ?? source.startedAt;
  const duration = releasedDuration(source.startedAt, finishedAt);
  const performance = attributeValues(
    "performance_attributes",
    facts.design.performanceAttributes,
    source.performanceAttributes,
    explain,
    missing,
  );
  const choice = attributeValues(
    "choice_attributes",
    facts.design.choiceAttributes,
    source.choiceAttributes,
    explain,
    missing,
  );
  const conversation: ConversationRecord = {
    conversation_id: conversationId,
    user_id: facts.userId,
    included_in_balanced_subset: facts.inBalancedSubset,
    generated_datetime: releasedDatetime(finishedAt),
    timing_duration_s: duration.seconds,
    timing_duration_mins: duration.minutes,
    conversation_type: source.type,
    opening_prompt: interactions[0]?.prompt ?? emptyText,
    conversation_turns: turns.length,
    conversation_history: interactions.flatMap((interaction, turn) => historyItems(interaction, turn)),
    performance_attributes: performance,
    choice_attributes: choice,
    open_feedback: feedbackText(facts.design, source.openFeedback, explain, missing),
  };
  return {
    conversation,
    interactions,
    answers,
    verdict: facts.design.judge.kind === "verdict" ? verdictRecord(turns, interactions, conversation) : null,
    missing,
    unsettledTurns: source.turns.length - turns.length,
  };
}

function interactionRecords(
  turn: ReleaseTurn,
  index: number,
  conversation: ReleaseConversation,
  conversationId: string,
  facts: ConversationFacts,
  ids: ReleaseIds,
): InteractionRecords {
  const interactionId = ids.interaction();
  const prompt = releasedOrEmpty(turn.prompt);
  const place = { interactionId, conversationId, userId: facts.userId };
  const utterances: UtteranceRecord[] = [];
  const slots: SlotRecord[] = [];
  for (const response of answeredSlots(turn)) {
    const model = facts.models.model(response.modelId);
    const utterance: UtteranceRecord = {
      utterance_id: ids.utterance(),
      interaction_id: interactionId,
      conversation_id: conversationId,
      user_id: facts.userId,
      turn: index,
      within_turn_id: utterances.length,
      included_in_balanced_subset: facts.inBalancedSubset,
      conversation_type: conversation.type,
      user_prompt: prompt,
      model_response: releasedOrEmpty(response.text ?? ""),
      model_name: modelName(model),
      model_provider: modelProvider(model),
      score: response.score,
      if_chosen: response.chosen,
    };
    utterances.push(utterance);
    slots.push(slotRecord(turn, response, utterance.utterance_id, place, facts.models));
  }
  for (const response of turn.responses.filter((each) => each.text === null)) {
    slots.push(slotRecord(turn, response, null, place, facts.models));
  }
  return { interactionId, prompt, utterances, slots };
}

function historyItems(interaction: InteractionRecords, turn: number): HistoryItem[] {
  return [
    { turn, role: "user", content: interaction.prompt },
    ...interaction.utterances.map(
      (utterance): HistoryItem => ({
        turn,
        role: "model",
        content: utterance.model_response,
        model_provider: utterance.model_provider,
        model_name: utterance.model_name,
        score: utterance.score,
        if_chosen: utterance.if_chosen,
        within_turn_id: utterance.within_turn_id,
      }),
    ),
  ];
}

type Explain = (field: string, value: AnswerRecord["value"], reason: MissingReason | null) => void;

/** The seven sliders of PRISM's schema; statements of the study's own go beside, as do the reasons for nulls. */
function attributeValues(
  field: "performance_attributes" | "choice_attributes",
  block: ReleaseAttributeBlock | null,
  answers: Readonly<Record<string, Answered>>,
  explain: Explain,
  missing: Map<string, MissingReason>,
): ConversationRecord["performance_attributes"] {
  const asked = new Set(block?.statements.map((statement) => statement.id));
  const answerTo = (id: string): Answered =>
    Object.hasOwn(answers, id) ? (answers[id] ?? notAsked) : notAsked;
  const isReleaseKey = (id: string) => conversationAttributeKeys.some((key) => key === id);
  for (const id of new Set([...asked, ...Object.keys(answers)])) {
    const answer = answerTo(id);
    if (!isReleaseKey(id)) explain(`${field}.${id}`, answer.value, answer.missing);
  }
  if (![...asked].some(isReleaseKey)) {
    for (const key of conversationAttributeKeys) missing.set(`${field}.${key}`, "not-asked");
    return null;
  }
  const slider = (key: (typeof conversationAttributeKeys)[number]): number | null => {
    const answer = answerTo(key);
    if (typeof answer.value === "number") return answer.value;
    const reason = answer.missing ?? "unparsed";
    missing.set(`${field}.${key}`, reason);
    if (asked.has(key)) explain(`${field}.${key}`, null, reason);
    return null;
  };
  return {
    values: slider("values"),
    fluency: slider("fluency"),
    factuality: slider("factuality"),
    safety: slider("safety"),
    diversity: slider("diversity"),
    creativity: slider("creativity"),
    helpfulness: slider("helpfulness"),
  };
}

const notAsked: Answered = { value: null, missing: "not-asked" };

function feedbackText(
  design: ReleaseConversationDesign,
  answer: Answered,
  explain: Explain,
  missing: Map<string, MissingReason>,
): string | null {
  if (typeof answer.value === "string" && releasedOrEmpty(answer.value) !== emptyText) {
    return releasedText(answer.value);
  }
  if (design.openFeedback === null || answer.missing === "not-asked") {
    missing.set("open_feedback", "not-asked");
    return null;
  }
  explain("open_feedback", null, answer.missing ?? "skipped");
  return emptyText;
}

function verdictRecord(
  turns: readonly ReleaseTurn[],
  interactions: readonly InteractionRecords[],
  conversation: ConversationRecord,
): VerdictRecord {
  const verdict = turns.findLast((turn) => turn.verdict !== null)?.verdict ?? null;
  const last = interactions.at(-1);
  const [first, second] = last?.utterances ?? [];
  return {
    conversation_id: conversation.conversation_id,
    user_id: conversation.user_id,
    interaction_id: last?.interactionId ?? "",
    verdict,
    winner: last?.utterances.find((utterance) => utterance.if_chosen)?.model_name ?? null,
    turns: turns.length,
    models: last?.utterances.map((utterance) => utterance.model_name) ?? [],
    model_a: first?.model_name ?? null,
    model_b: second?.model_name ?? null,
    utterance_a: first?.utterance_id ?? null,
    utterance_b: second?.utterance_id ?? null,
    missing: verdict === null ? "skipped" : null,
  };
}
