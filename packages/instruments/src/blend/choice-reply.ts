import type { ItemOption, ParsedResponse } from "@refract/core";

/**
 * The option a multiple-choice reply names (spec blend, "Multiple choice" 4): `answer_choice` of its JSON, the first capital
 * letter of it, else the option with that text; without JSON the first capital letter of the reply.
 */
export function parseChoiceReply(reply: string, options: readonly ItemOption[]): ParsedResponse {
  const text = reply.slice(0, 20_000);
  const choice = answerChoice(text);
  const source = choice ?? text;
  const letter = /[A-Z]/.exec(source)?.[0];
  const byLetter = options.find(({ id }) => id === letter);
  if (byLetter !== undefined)
    return { value: byLetter.id, missing: null, rule: choice === null ? "letter" : "json/letter" };
  if (choice !== null) {
    const byText = options.find((option) => option.text.trim().toLowerCase() === choice.trim().toLowerCase());
    if (byText !== undefined) return { value: byText.id, missing: null, rule: "json/text" };
  }
  return {
    value: null,
    missing: "unparsed",
    rule: text.trim() === "" ? "empty" : choice === null ? "nothing" : "json/nothing",
  };
}

function answerChoice(text: string): string | null {
  for (const [block] of text.matchAll(/\{[^{}]*\}/g)) {
    try {
      const document: unknown = JSON.parse(block);
      if (typeof document === "object" && document !== null && "answer_choice" in document)
        return String(document.answer_choice);
    } catch {
      // not JSON: the next block, or the reply itself
    }
  }
  return null;
}
