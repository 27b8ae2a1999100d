import type { AnalysisData } from "../../data/analysis-data.ts";
import type { AttributeColumn } from "./attribute-columns.ts";

/** Sliders as columns of numbers; NaN where a person left one out or marked it as not applicable. */
export interface AttributeValues {
  readonly column: AttributeColumn;
  readonly values: Float64Array;
}

/**
 * The answers to some sliders, a row a person or a conversation.
 *
 * @param rows `people`: one row a participant. `conversations`: one row a conversation with its person's survey beside it, so
 * that stated preferences count as often as a person has conversations.
 */
export async function loadAttributes(
  data: AnalysisData,
  columns: readonly AttributeColumn[],
  rows: "people" | "conversations",
): Promise<readonly AttributeValues[]> {
  if (columns.length === 0) return [];
  const selected = columns.map(
    ({ relation, column }, place) =>
      `TRY_CAST(${relation === "participants" ? "p" : "c"}."${column}" AS DOUBLE) AS v${place}`,
  );
  const from =
    rows === "people"
      ? "participants p ORDER BY p.user_id"
      : columns.some(({ relation }) => relation === "participants")
        ? "conversations c LEFT JOIN participants p ON p.user_id = c.user_id ORDER BY c.conversation_id"
        : "conversations c ORDER BY c.conversation_id";
  const kinds = Object.fromEntries(columns.map((_, place) => [`v${place}`, "number" as const]));
  const arrays = await data.arrays(`SELECT ${selected.join(", ")} FROM ${from}`, kinds);
  return columns.map((column, place) => ({ column, values: arrays[`v${place}`] ?? new Float64Array() }));
}

/** The person of each conversation in the order of `loadAttributes`, as numbers from 0; one without a person is somebody by itself. */
export async function conversationPeople(data: AnalysisData): Promise<Int32Array> {
  const { user_id } = await data.arrays("SELECT user_id FROM conversations ORDER BY conversation_id", {
    user_id: "text",
  });
  const places = new Map<string, number>();
  return Int32Array.from(user_id, (id, row) => {
    const key = id ?? `\u0000${row}`;
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
}

/** Values that are there. */
export function answered({ values }: AttributeValues): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}
