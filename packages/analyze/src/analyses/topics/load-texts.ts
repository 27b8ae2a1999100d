import { emptyText } from "@refract/dataset";
import type { AnalysisContext } from "../../analysis/analysis.ts";
import { groupColumn, missingLevel, presentAttributes } from "../../groups/people-view.ts";
import type { TextField } from "./text-fields.ts";

/** Texts with who wrote them, sorted by text and then by id, so that nothing hangs on the order of a file. */
export interface WrittenTexts {
  /** Conversation, or participant for a field of the survey. */
  readonly ids: readonly string[];
  readonly users: readonly string[];
  readonly texts: readonly string[];
  /** Unguided, values guided …; the field `(missing)` where the dataset has none. */
  readonly conversationTypes: readonly string[];
  /** Reported level of each text's author, by attribute; `(missing)` for people who are not in the survey. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  /** Records without a text. */
  readonly empty: number;
}

/** The texts of a field that have any letter, digit or sign; the release writes a marker where nothing was written. */
export async function loadTexts(
  { data, groups }: Pick<AnalysisContext, "data" | "groups">,
  field: TextField,
): Promise<WrittenTexts> {
  const ofConversations = field.relation === "conversations";
  const people = data.has("participants") && data.columns("participants").includes("user_id");
  const attributes = people ? presentAttributes(data, groups) : [];
  const columns = attributes.map(
    (name) => `coalesce(p."${groupColumn(name)}", '${missingLevel}') AS "level_${name}"`,
  );
  const type =
    ofConversations && data.columns("conversations").includes("conversation_type")
      ? `coalesce(CAST(t.conversation_type AS VARCHAR), '${missingLevel}')`
      : `'${missingLevel}'`;
  const kinds: Record<string, "text"> = { id: "text", user_id: "text", text: "text", type: "text" };
  for (const name of attributes) kinds[`level_${name}`] = "text";
  const found = await data.arrays(
    `SELECT ${[
      `CAST(t.${ofConversations ? "conversation_id" : "user_id"} AS VARCHAR) AS id`,
      "CAST(t.user_id AS VARCHAR) AS user_id",
      `CAST(t."${field.id}" AS VARCHAR) AS text`,
      `${type} AS type`,
      ...columns,
    ].join(
      ", ",
    )} FROM ${field.relation} t ${attributes.length > 0 ? "LEFT JOIN people p ON p.user_id = t.user_id" : ""} ORDER BY text, id`,
    kinds,
  );
  const all = found.text ?? [];
  const kept = Array.from(all.keys()).filter((row) => hasText(all[row] ?? ""));
  const take = (name: string) => kept.map((row) => found[name]?.[row] ?? missingLevel);
  return Object.freeze({
    ids: take("id"),
    users: take("user_id"),
    texts: take("text"),
    conversationTypes: take("type"),
    levels: Object.freeze(Object.fromEntries(attributes.map((name) => [name, take(`level_${name}`)]))),
    empty: all.length - kept.length,
  });
}

function hasText(text: string): boolean {
  return text.trim() !== "" && text !== emptyText;
}
