import {
  type ConversationRecord,
  type MetadataRecord,
  moderationCategories,
  type SurveyRecord,
  type UtteranceRecord,
} from "@refract/dataset";
import type { Random } from "@refract/stats";
import { valuesOf } from "./made-survey.ts";

/** A row of `metadata.jsonl` for every text of one participant. */
export function madeMetadata(
  random: Random,
  survey: SurveyRecord,
  conversations: readonly {
    readonly conversation: ConversationRecord;
    readonly utterances: readonly UtteranceRecord[];
  }[],
): MetadataRecord[] {
  const user_id = survey.user_id;
  const none = { conversation_id: null, interaction_id: null, utterance_id: null };
  const rows: MetadataRecord[] = [
    { column_id: "self_description", user_id, ...none, ...flags(random, true) },
    { column_id: "system_string", user_id, ...none, ...flags(random, true) },
  ];
  for (const { conversation, utterances } of conversations) {
    const { conversation_id } = conversation;
    let last = "";
    for (const { interaction_id, utterance_id } of utterances) {
      if (interaction_id !== last) {
        const ids = { conversation_id, interaction_id, utterance_id: null };
        rows.push({ column_id: "user_prompt", user_id, ...ids, ...flags(random, true) });
      }
      last = interaction_id;
      const ids = { conversation_id, interaction_id, utterance_id };
      rows.push({ column_id: "model_response", user_id, ...ids, ...flags(random, false) });
    }
    rows.push({ column_id: "open_feedback", user_id, ...none, conversation_id, ...flags(random, true) });
  }
  return rows;
}

function flags(random: Random, isHuman: boolean) {
  const pii = random.chance(0.01);
  const language = random.chance(0.99) ? "en" : random.pick(["es", "fr", "de"]);
  const flagged = random.chance(0.006);
  const harassment = (category: string) => flagged && category === "harassment";
  let next = 0;
  let scored = 0;
  return {
    pii_flag: pii,
    pii_manual_flag: pii && isHuman ? false : null,
    language_flag: language,
    en_flag: language === "en",
    moderation_flag: {
      flagged,
      categories: valuesOf(moderationCategories, () => harassment(moderationCategories[next++] ?? "")),
      category_scores: valuesOf(moderationCategories, () =>
        harassment(moderationCategories[scored++] ?? "") ? 0.93 : 0.01,
      ),
    },
  };
}
