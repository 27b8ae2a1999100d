import { prepareFormLibrary, type SurveyView } from "@refract/collect/browser";
import { hasVisibleText } from "@refract/core";
import { AnswerRequiredError, CustomError, Model, type Question, QuestionSelectBase } from "survey-core";
import { loadFormWords } from "./form-words.ts";
import { setAnswer } from "./set-answer.ts";

export interface SurveyToOpen {
  readonly definition: SurveyView["definition"];
  /** What is entered and which page is shown, from 0, asked once the form's words are here: people go on meanwhile. */
  readonly current: () => { readonly answers: Readonly<Record<string, unknown>>; readonly page: number };
  readonly language: string;
  /** The pages' own words for what the form library says, by the library's names for them. */
  readonly words: Readonly<Record<string, string>>;
}

/** A form over a definition and the answers so far. */
export async function openSurvey({ definition, current, language, words }: SurveyToOpen): Promise<Model> {
  prepareFormLibrary();
  const locale = await loadFormWords(language, words);
  const { answers, page } = current();
  const survey = new Model(definition);
  survey.locale = locale;
  // Pages are drawn by us; the library keeps answers, conditions and what is wrong with them.
  survey.checkErrorsMode = "onNextPage";
  survey.textUpdateMode = "onTyping";
  survey.autoFocusFirstError = false;
  survey.data = answers;
  refuseInvisibleText(survey);
  keepHiddenAnswersApart(survey);
  turnToPage(survey, page);
  return survey;
}

/** Shows a page, from 0; the last one where there are fewer. */
export function turnToPage(survey: Model, page: number): void {
  survey.currentPageNo = Math.min(Math.max(0, page), Math.max(0, survey.visiblePageCount - 1));
}

/** The server takes a text without anything to see for no answer, so the form does too, in its place. */
function refuseInvisibleText(survey: Model): void {
  survey.onValidateQuestion.add((_, { question, value, errors }) => {
    if (errors.length > 0) return;
    const isBlank = typeof value === "string" && !question.isEmpty() && !hasVisibleText(value);
    if (isBlank && question.isRequired)
      errors.push(new AnswerRequiredError(question.requiredErrorText, question));
    if (!(question instanceof QuestionSelectBase) || !question.isOtherSelected) return;
    const words = question.otherErrorText || question.getLocalizationString("otherRequiredError");
    const ownWords = String(question.otherValue ?? "");
    if (ownWords !== "" && !hasVisibleText(ownWords)) errors.push(new CustomError(words, question));
  });
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
            setAnswer(survey, key, apart.get(key));
            apart.delete(key);
          }
          return back.length > 0;
        }
        const gone = keys.filter(
          (key) => survey.getValue(key) !== undefined && survey.getValue(key) !== null,
        );
        // Own words go with their choice: both are remembered before either goes.
        for (const key of gone) apart.set(key, survey.getValue(key));
        for (const key of gone) setAnswer(survey, key, null);
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
