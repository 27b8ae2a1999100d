import type { RecordProblem } from "@refract/core";
import type { TableRow } from "../record-table.ts";

/** The user's side of a conversation, in order of its turns; the model's own replies stand between. */
export interface ConversationScript {
  readonly id: string;
  /** The row of the first turn, which names culture and dimension. */
  readonly first: TableRow;
  /** At least one text. */
  readonly said: readonly string[];
}

const roles = ["user", "assistant"] as const;

/**
 * Puts the rows of conversations together. Rows of an assistant are left out and counted: the tested model's replies stand in their place.
 * A conversation with an unknown role, a turn twice by one role, a turn missing or an empty text is told and left out as a whole.
 */
export function readConversations(
  rows: readonly TableRow[],
  column: (name: string) => string,
  problems: RecordProblem[],
): readonly ConversationScript[] {
  const text = (row: TableRow, name: string) => row.text(column(name));
  let replaced = 0;
  const scripts = [...Map.groupBy(rows, (row) => text(row, "conversation_id"))].flatMap(
    ([id, own]): ConversationScript[] => {
      const problem =
        id === ""
          ? "conversation_id: no value, expected an id"
          : problemOf(own, (row, name) => text(row, name));
      if (problem !== null) {
        problems.push({
          place: id === "" ? (own[0]?.place ?? "") : `conversation ${id}`,
          problem: id === "" ? `${own.length} rows: ${problem}` : problem,
          dropped: true,
        });
        return [];
      }
      const users = own
        .filter((row) => roleOf(text(row, "role")) === "user")
        .toSorted((one, other) => Number(text(one, "turn")) - Number(text(other, "turn")));
      replaced += own.length - users.length;
      const [first] = users;
      return first === undefined ? [] : [{ id, first, said: users.map((row) => text(row, "question")) }];
    },
  );
  if (replaced > 0)
    problems.push({
      place: "conversations",
      problem: `${replaced} rows of an assistant are not shown: the tested model's own replies stand in their place`,
      dropped: false,
    });
  return scripts;
}

function problemOf(rows: readonly TableRow[], text: (row: TableRow, name: string) => string): string | null {
  for (const row of rows) {
    if (roleOf(text(row, "role")) === undefined)
      return `role "${text(row, "role")}", expected one of ${roles.join(", ")}`;
    if (!/^\d+$/.test(text(row, "turn"))) return `turn "${text(row, "turn")}", expected a whole number`;
    if (text(row, "question") === "") return `turn ${text(row, "turn")}: question: no value, expected a text`;
  }
  const places = rows.map((row) => `turn ${text(row, "turn")} of role ${text(row, "role")}`);
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) return `${twice} stands twice`;
  if (!rows.some((row) => roleOf(text(row, "role")) === "user")) return "no row of role user";
  const turns = [...new Set(rows.map((row) => Number(text(row, "turn"))))].toSorted((a, b) => a - b);
  const start = Math.min(1, turns[0] ?? 1);
  const missing = turns.findIndex((turn, index) => turn !== start + index);
  return missing === -1 ? null : `turn ${start + missing} is missing`;
}

function roleOf(text: string): (typeof roles)[number] | undefined {
  return roles.find((role) => role === text.toLowerCase());
}
