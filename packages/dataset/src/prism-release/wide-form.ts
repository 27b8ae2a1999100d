/** Columns of the wide form that stand once: an interaction and its conversation. */
export const wideInteractionColumns = [
  "interaction_id",
  "conversation_id",
  "user_id",
  "turn",
  "included_in_balanced_subset",
  "conversation_type",
  "user_prompt",
] as const;

/** Columns of the wide form that stand once for every response, as `score_a`, `score_b` … in stored order. */
export const wideResponseColumns = [
  "utterance_id",
  "within_turn_id",
  "model_response",
  "model_name",
  "model_provider",
  "score",
  "if_chosen",
] as const;

export type WideValue = string | number | boolean | null;
/** One row per interaction. */
export type WideRecord = Readonly<Record<string, WideValue>>;

/** a, b, c … z */
export function wideSuffix(place: number): string {
  return String.fromCharCode("a".charCodeAt(0) + place);
}

/** All columns in order for at most `responses` responses a turn; the release's wide form has four. */
export function wideColumns(responses = 4): readonly string[] {
  const places = Array.from({ length: responses }, (_, place) => wideSuffix(place));
  return [
    ...wideInteractionColumns,
    ...places.flatMap((suffix) => wideResponseColumns.map((column) => `${column}_${suffix}`)),
  ];
}
