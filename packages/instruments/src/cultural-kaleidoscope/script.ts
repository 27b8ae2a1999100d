import type { Item } from "@refract/core";

/** What the user says in each turn; one text for a question of a single turn. */
export function scriptOf({ record, question }: Item): readonly string[] {
  return Array.isArray(record.script) ? record.script.map(String) : [question];
}
