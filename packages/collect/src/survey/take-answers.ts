import { RefractError } from "@refract/core";
import { checkAnswers, type SurveyAnswers } from "./check-answers.ts";
import { commentKey, type SurveyDefinition } from "./survey-definition.ts";

export interface TakenAnswers {
  /** What was saved, with every changed answer that can be one; null for one that was taken back. */
  readonly changed: SurveyAnswers;
  /** Questions whose answer can't be one; what was saved of them stays. */
  readonly refused: readonly string[];
}

/**
 * Takes an autosave answer by answer: one that can't be doesn't cost those that came with it. A save that names no question
 * of the survey is refused whole (`invalid-input`), for nothing of it can be told to the person.
 */
export function takeAnswers(
  definition: SurveyDefinition,
  saved: SurveyAnswers,
  changed: SurveyAnswers,
  language = "en",
): TakenAnswers {
  const taken: [string, SurveyAnswers[string]][] = [];
  const refused: string[] = [];
  let unknown: RefractError | null = null;
  for (const [key, value] of Object.entries(changed)) {
    const one = Object.fromEntries([[key, value]]);
    try {
      taken.push([
        key,
        new Map(Object.entries(checkAnswers(definition, saved, one, language))).get(key) ?? null,
      ]);
    } catch (error) {
      if (!(error instanceof RefractError)) throw error;
      const isOfSurvey = definition.questions.some(({ name }) => name === key || commentKey(name) === key);
      if (isOfSurvey) refused.push(key);
      else unknown ??= error;
    }
  }
  if (unknown !== null && taken.length === 0 && refused.length === 0) throw unknown;
  return { changed: Object.fromEntries(taken), refused };
}
