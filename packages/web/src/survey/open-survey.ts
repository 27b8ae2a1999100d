import { prepareFormLibrary, type SurveyView } from "@refract/collect/browser";
import { Model, type Question } from "survey-core";
import { loadFormWords } from "./form-words.ts";

export interface SurveyToOpen {
  readonly definition: SurveyView["definition"];
  readonly answers: Readonly<Record<string, unknown>>;
  /** From 0. */
  readonly page: number;
  readonly language: string;
  /** The pages' own words for what the form library says, by the library's names for them. */
  readonly words: Readonly<Record<string, string>>;
}

/** A form over a definition and the answers so far. */
export async function openSurvey({
  definition,
  answers,
  page,
  language,
  words,
}: SurveyToOpen): Promise<Model> {
  prepareFormLibrary();
  const locale = await loadFormWords(language, words);
  const survey = new Model(definition);
  survey.locale = locale;
  // Pages are drawn by us; the library keeps answers, conditions and what is wrong with them.
  survey.checkErrorsMode = "onNextPage";
  survey.textUpdateMode = "onTyping";
  survey.autoFocusFirstError = false;
  survey.data = answers;
  keepHiddenAnswersApart(survey);
  survey.currentPageNo = Math.min(Math.max(0, page), Math.max(0, survey.visiblePageCount - 1));
  return survey;
}

/**
 * An answer goes when its question is hidden, so that it steers nothing, and comes back with it: somebody may only have
 * looked what else there is.
 */
function keepHiddenAnswersApart(survey: Model): void {
  const apart = new Map<string, unknown>();
  const isShown = (question: Question) => question.isVisible && question.isParentVisible;
  let isSettling = false;
  const settle = () => {
    if (isSettling) return;
    isSettling = true;
    // One that goes may hide the next, and so on down the chain; each round settles at least one.
    for (let round = survey.getAllQuestions().length; round >= 0; round -= 1) {
      const moved = survey.getAllQuestions().filter((question) => {
        const keys = [question.name, `${question.name}-Comment`];
        if (isShown(question)) {
          const back = keys.filter((key) => apart.has(key));
          for (const key of back) {
            survey.setValue(key, apart.get(key));
            apart.delete(key);
          }
          return back.length > 0;
        }
        const gone = keys.filter(
          (key) => survey.getValue(key) !== undefined && survey.getValue(key) !== null,
        );
        for (const key of gone) {
          apart.set(key, survey.getValue(key));
          survey.clearValue(key);
        }
        return gone.length > 0;
      });
      if (moved.length === 0) break;
    }
    isSettling = false;
  };
  // By ourselves: the library would only clear, and leaves what is hidden from the start.
  survey.clearInvisibleValues = "none";
  survey.onValueChanged.add(settle);
  settle();
}
