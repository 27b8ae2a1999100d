import type { Relation } from "../../data/relations.ts";
import { isWritten } from "../../data/written-text.ts";
import type { Mode } from "../../mode.ts";

/** A column of texts, and how it is read. */
export interface TextField {
  readonly id: string;
  readonly title: string;
  readonly relation: Relation;
  /** Columns without which it cannot be read. */
  readonly columns: readonly string[];
  readonly isHuman: boolean;
  /** Texts with the id that puts them in order. */
  readonly sql: string;
  /** Adjectives of the question itself, which answers repeat. */
  readonly questionAdjectives: readonly string[];
}

/** The release's texts that somebody wrote. A prompt counts once in corrected mode, and once a response in the published one. */
export function textFields(mode: Mode): readonly TextField[] {
  const once = (relation: Relation, id: string, column: string) =>
    `SELECT ${id} AS id, ${column} AS text FROM ${relation} WHERE ${isWritten(column, mode)}`;
  return [
    {
      id: "system_string",
      title: "System string",
      relation: "participants",
      columns: ["user_id", "system_string"],
      isHuman: true,
      sql: once("participants", "user_id", "system_string"),
      questionAdjectives: ["own", "specific", "ideal"],
    },
    {
      id: "self_description",
      title: "Self-description",
      relation: "participants",
      columns: ["user_id", "self_description"],
      isHuman: true,
      sql: once("participants", "user_id", "self_description"),
      questionAdjectives: ["own", "core", "important", "guiding"],
    },
    {
      id: "open_feedback",
      title: "Open feedback",
      relation: "conversations",
      columns: ["conversation_id", "open_feedback"],
      isHuman: true,
      sql: once("conversations", "conversation_id", "open_feedback"),
      questionAdjectives: [],
    },
    {
      id: "user_prompt",
      title: "Prompts",
      relation: "utterances",
      columns: ["interaction_id", "utterance_id", "user_prompt"],
      isHuman: true,
      sql:
        mode === "published"
          ? once("utterances", "utterance_id", "user_prompt")
          : `SELECT interaction_id AS id, any_value(user_prompt) AS text FROM utterances WHERE ${isWritten("user_prompt", mode)} AND interaction_id IS NOT NULL GROUP BY interaction_id ORDER BY interaction_id`,
      questionAdjectives: [],
    },
    {
      id: "model_response",
      title: "Model responses",
      relation: "utterances",
      columns: ["utterance_id", "model_response"],
      isHuman: false,
      sql: once("utterances", "utterance_id", "model_response"),
      questionAdjectives: [],
    },
  ];
}
