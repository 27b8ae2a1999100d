import { type JsonValue, RefractError } from "@refract/core";
import { checkedText, checkedValue, shown } from "./check-value.ts";
import { commentKey, isSelect, maximumAnswerCharacters, type SurveyDefinition } from "./survey-definition.ts";

/** Answers as SurveyJS keeps them: by question name, own words for Other under `<name>-Comment`. */
export type SurveyAnswers = { readonly [question: string]: JsonValue };

/**
 * Adds an autosave to what is saved; null clears an answer. Only what can be said of one answer alone is checked here:
 * known question, type, level, range, length; numbers may be written as in `language`. What is still missing shows when the survey is handed in. Throws
 * `invalid-input` with question, value and expectation, and then nothing of the save counts.
 */
export function checkAnswers(
  definition: SurveyDefinition,
  saved: SurveyAnswers,
  changed: SurveyAnswers,
  language = "en",
): SurveyAnswers {
  const answers = new Map(Object.entries(saved));
  for (const [key, value] of Object.entries(changed)) {
    const check = checkFor(definition, key, language);
    if (value === null || isBlank(value)) answers.delete(key);
    else answers.set(key, check(value));
  }
  return Object.fromEntries(answers);
}

type Check = (value: JsonValue) => JsonValue;

function checkFor(definition: SurveyDefinition, key: string, language: string): Check {
  const question = definition.byName.get(key);
  if (question) return (value) => checkedValue(question, value, definition.file, language);
  const commented = definition.questions.find(
    ({ name, element }) => commentKey(name) === key && isSelect(element) && element.showOtherItem,
  );
  if (commented) return (value) => checkedText(key, value, maximumAnswerCharacters, definition.file);
  throw new RefractError(
    "invalid-input",
    `${definition.file}: unknown question ${shown(key)}, expected the name of a question of this survey`,
  );
}

function isBlank(value: JsonValue): boolean {
  if (value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
