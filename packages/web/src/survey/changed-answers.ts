import type { JsonValue } from "@refract/core";

type Answers = Readonly<Record<string, unknown>>;

/** What differs between two states of a form: new values, and null for answers that were taken back. */
export function changedAnswers(before: Answers, after: Answers): Record<string, JsonValue> {
  const changed: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(after))
    if (JSON.stringify(before[name]) !== JSON.stringify(value)) changed[name] = asJson(value);
  for (const name of Object.keys(before)) if (after[name] === undefined) changed[name] = null;
  return changed;
}

/** A state of a form with the given changes taken back to what stood `before`. */
export function withoutChanges(after: Answers, changed: Answers, before: Answers): Answers {
  const kept = Object.entries(after).filter(([name]) => !Object.hasOwn(changed, name));
  const restored = Object.entries(before).filter(([name]) => Object.hasOwn(changed, name));
  return Object.fromEntries([...kept, ...restored]);
}

/** Forms hold what JSON can carry; a date becomes its text. */
function asJson(value: unknown): JsonValue {
  const plain: JsonValue = JSON.parse(JSON.stringify(value ?? null));
  return plain;
}
