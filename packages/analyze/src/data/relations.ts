import type { Needs } from "../analysis/analysis.ts";

/** A table an analysis can read in SQL. */
export type Relation = keyof Needs;

/**
 * The files behind the relations, without ending: JSONL or Parquet. Nested fields are flattened with an underscore
 * (`religion.simplified` is `religion_simplified`, `stated_prefs.values` is `stated_prefs_values`).
 */
export const relationFiles: Readonly<Record<Relation, readonly string[]>> = Object.freeze({
  participants: ["survey"],
  conversations: ["conversations"],
  utterances: ["utterances"],
  models: ["models"],
  metadata: ["metadata", "metadata/metadata"],
  verdicts: ["verdicts"],
});

export const relations = Object.freeze(Object.keys(relationFiles)) as readonly Relation[];

/** Fields that no analysis reads and that would double a dataset in memory. */
export const leftOut: Readonly<Record<Relation, readonly string[]>> = Object.freeze({
  participants: [],
  conversations: ["conversation_history"],
  utterances: [],
  models: [],
  metadata: [],
  verdicts: ["models"],
});

/** Beginnings of flattened names that no analysis reads either: eleven scores for each text. */
export const leftOutMembers: Readonly<Partial<Record<Relation, string>>> = Object.freeze({
  metadata: "moderation_flag_category_scores",
});

/** Types that a file must be read with whatever its first lines look like: ids, texts and levels are never numbers. */
export const fixedTypes: Readonly<Record<Relation, Readonly<Record<string, string>>>> = Object.freeze({
  participants: { user_id: "VARCHAR", self_description: "VARCHAR", system_string: "VARCHAR" },
  conversations: {
    conversation_id: "VARCHAR",
    user_id: "VARCHAR",
    opening_prompt: "VARCHAR",
    open_feedback: "VARCHAR",
  },
  utterances: {
    utterance_id: "VARCHAR",
    interaction_id: "VARCHAR",
    conversation_id: "VARCHAR",
    user_id: "VARCHAR",
    turn: "INTEGER",
    within_turn_id: "INTEGER",
    included_in_balanced_subset: "BOOLEAN",
    conversation_type: "VARCHAR",
    user_prompt: "VARCHAR",
    model_response: "VARCHAR",
    model_name: "VARCHAR",
    model_provider: "VARCHAR",
    score: "DOUBLE",
    if_chosen: "BOOLEAN",
  },
  models: {},
  verdicts: {
    conversation_id: "VARCHAR",
    user_id: "VARCHAR",
    interaction_id: "VARCHAR",
    verdict: "VARCHAR",
    winner: "VARCHAR",
  },
  metadata: {
    column_id: "VARCHAR",
    user_id: "VARCHAR",
    conversation_id: "VARCHAR",
    interaction_id: "VARCHAR",
    utterance_id: "VARCHAR",
  },
});
