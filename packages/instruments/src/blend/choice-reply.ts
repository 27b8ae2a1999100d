import type { ItemOption, ParsedResponse } from "@refract/core";

/**
 * The option a multiple-choice reply names (spec blend, "Multiple choice" 4, and the released code where that says nothing): of the first thing in
 * braces, when it is JSON, the first capital letter of `answer_choice`, else the option with that text; JSON without `answer_choice` is
 * unreadable. Braces that hold no JSON, and a reply without any, are read by their first capital letter.
 */
export function parseChoiceReply(reply: string, options: readonly ItemOption[]): ParsedResponse {
  const text = reply.slice(0, 20_000);
  const block = firstInBraces(text);
  const document = block === null ? null : objectIn(block);
  const unreadable = (rule: string): ParsedResponse => ({ value: null, missing: "unparsed", rule });
  if (document !== null && !("answer_choice" in document)) return unreadable("json/nothing");
  const choice = document === null ? null : String(document.answer_choice);
  const letter = /[A-Z]/.exec(choice ?? block ?? text)?.[0];
  const byLetter = options.find(({ id }) => id === letter);
  if (byLetter !== undefined)
    return { value: byLetter.id, missing: null, rule: choice === null ? "letter" : "json/letter" };
  if (choice === null) return unreadable(text.trim() === "" ? "empty" : "nothing");
  const byText = options.find((option) => option.text.trim().toLowerCase() === choice.trim().toLowerCase());
  return byText === undefined
    ? unreadable("json/nothing")
    : { value: byText.id, missing: null, rule: "json/text" };
}

/** The first braces that hold something and are closed; by hand, since a pattern tries each of many that are not. */
function firstInBraces(text: string): string | null {
  let start = text.indexOf("{");
  while (start !== -1 && text[start + 1] === "}") start = text.indexOf("{", start + 1);
  const end = start === -1 ? -1 : text.indexOf("}", start);
  return end === -1 ? null : text.slice(start, end + 1);
}

/** The object of a text, marks of code and a comma behind the last value let pass; null for anything else. */
function objectIn(text: string): (object & { readonly answer_choice?: unknown }) | null {
  try {
    const document: unknown = JSON.parse(text.replaceAll(/[\n`]/g, "").replaceAll(",}", "}"));
    return typeof document === "object" ? document : null;
  } catch {
    return null;
  }
}
