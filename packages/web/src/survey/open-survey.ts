import { prepareFormLibrary, type SurveyView } from "@refract/collect/browser";
import { Model, surveyLocalization } from "survey-core";

/** Words of the form library itself, such as its validation messages. English is built in. */
const words: Readonly<Record<string, () => Promise<unknown>>> = {
  ar: async () => {
    await import("survey-core/i18n/arabic");
    const arabic = surveyLocalization.locales.ar;
    // The library's full stop stands before the sentence.
    arabic.requiredError = arabic.requiredError.replace(/^\.(.*)$/u, "$1.");
  },
};

/** A form over a definition and the answers so far. */
export async function openSurvey(
  definition: SurveyView["definition"],
  answers: Readonly<Record<string, unknown>>,
  page: number,
  language: string,
): Promise<Model> {
  prepareFormLibrary();
  const base = language.split("-")[0] ?? language;
  const load = words[base];
  if (load !== undefined && surveyLocalization.locales[base] === undefined) await load();

  const survey = new Model(definition);
  survey.locale = base;
  // Pages are drawn by us; the library keeps answers, conditions and what is wrong with them.
  survey.checkErrorsMode = "onNextPage";
  survey.textUpdateMode = "onTyping";
  survey.autoFocusFirstError = false;
  survey.data = answers;
  survey.currentPageNo = Math.min(Math.max(0, page), Math.max(0, survey.visiblePageCount - 1));
  return survey;
}
