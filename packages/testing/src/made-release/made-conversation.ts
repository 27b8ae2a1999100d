import {
  type ConversationRecord,
  conversationAttributeKeys,
  type HistoryItem,
  type UtteranceRecord,
} from "@refract/dataset";
import type { Random } from "@refract/stats";
import { madeModelName, madeProvider } from "./made-models.ts";
import { madeDatetime, valuesOf } from "./made-survey.ts";
import { madeText } from "./made-texts.ts";

/** The next numbers of the release's ids. */
export interface MadeIds {
  conversation: number;
  interaction: number;
  utterance: number;
}

export interface MadeConversation {
  readonly conversation: ConversationRecord;
  readonly utterances: readonly UtteranceRecord[];
}

export interface MadeConversationOptions {
  readonly userId: string;
  readonly type: string;
  readonly inBalancedSubset: boolean;
  readonly models: number;
  /** About as many characters has a response. */
  readonly responseCharacters: number;
}

/**
 * One made conversation as PRISM ran it: up to four models at first, then two samples of the winner. As in the release,
 * "chosen" after turn 0 is by equality of texts, so that identical samples are both chosen.
 */
export function madeConversation(
  random: Random,
  ids: MadeIds,
  options: MadeConversationOptions,
): MadeConversation {
  const conversationId = `c${ids.conversation++}`;
  const turns = 2 + (random.chance(0.65) ? random.integer(3) : random.integer(6));
  const history: HistoryItem[] = [];
  const utterances: UtteranceRecord[] = [];
  let winner = -1;
  for (let turn = 0; turn < turns; turn += 1) {
    const interactionId = `int${ids.interaction++}`;
    const prompt = madeText(random, 70);
    history.push({ turn, role: "user", content: prompt });
    const opening = random.chance(0.7) ? 4 : 1 + random.integer(4);
    const models =
      turn === 0
        ? random.sample(
            Array.from({ length: options.models }, (_, model) => model),
            opening,
          )
        : [winner, winner];
    const answers = models.map((model) => ({
      model,
      text: random.chance(0.003) ? "EMPTY STRING" : madeText(random, options.responseCharacters),
      score: 1 + random.integer(100),
    }));
    const highest = Math.max(...answers.map((answer) => answer.score));
    const chosen = random.pick(answers.filter((answer) => answer.score === highest));
    if (turn === 0) winner = chosen.model;
    answers.forEach((answer, place) => {
      const isChosen = turn === 0 ? answer === chosen : answer.text === chosen.text;
      const response = {
        model_provider: madeProvider(answer.model),
        model_name: madeModelName(answer.model),
        score: answer.score,
        if_chosen: isChosen,
        within_turn_id: place,
      };
      history.push({ turn, role: "model", content: answer.text, ...response });
      utterances.push({
        utterance_id: `ut${ids.utterance++}`,
        interaction_id: interactionId,
        conversation_id: conversationId,
        user_id: options.userId,
        turn,
        within_turn_id: place,
        included_in_balanced_subset: options.inBalancedSubset,
        conversation_type: options.type,
        user_prompt: prompt,
        model_response: answer.text,
        model_name: response.model_name,
        model_provider: response.model_provider,
        score: answer.score,
        if_chosen: isChosen,
      });
    });
  }
  const seconds = 7000 + random.integer(100_000);
  const slider = () => (random.chance(0.06) ? null : 1 + random.integer(100));
  const conversation: ConversationRecord = {
    conversation_id: conversationId,
    user_id: options.userId,
    included_in_balanced_subset: options.inBalancedSubset,
    generated_datetime: madeDatetime(random),
    timing_duration_s: seconds / 100,
    timing_duration_mins: Math.round(seconds / 60) / 100,
    conversation_type: options.type,
    opening_prompt: history[0]?.content ?? "",
    conversation_turns: turns,
    conversation_history: history,
    performance_attributes: valuesOf(conversationAttributeKeys, slider),
    choice_attributes: valuesOf(conversationAttributeKeys, slider),
    open_feedback: madeText(random, 160),
  };
  return { conversation, utterances };
}
