import { registerScalesQuestion, type SurveyView } from "@refract/collect/browser";
import { Model, settings, surveyLocalization } from "survey-core";
import { registerSurveyParts } from "./survey-parts.tsx";

/** Words of the form library itself, such as its validation messages. English is built in. */
const words: Readonly<Record<string, () => Promise<unknown>>> = {
  ar: () => import("survey-core/i18n/arabic"),
};

/** A form over a definition and answers so far, with our own parts and without the library's frame. */
export async function openSurvey(
  definition: SurveyView["definition"],
  answers: Readonly<Record<string, unknown>>,
  page: number,
  language: string,
): Promise<Model> {
  registerScalesQuestion();
  registerSurveyParts();
  settings.titleTags.panel = "h2";
  settings.titleTags.question = "h2";
  settings.animationEnabled = false;
  const base = language.split("-")[0] ?? language;
  const load = words[base];
  if (load !== undefined && surveyLocalization.locales[base] === undefined) await load();

  const survey = new Model(definition);
  survey.locale = base;
  survey.showNavigationButtons = false;
  survey.showPageTitles = false;
  survey.showTitle = false;
  survey.showProgressBar = false;
  survey.showCompletePage = false;
  survey.questionErrorLocation = "bottom";
  survey.autoFocusFirstQuestion = false;
  survey.autoFocusFirstError = false;
  survey.checkErrorsMode = "onNextPage";
  survey.textUpdateMode = "onTyping";
  survey.requiredMark = "";
  survey.data = answers;
  survey.currentPageNo = Math.min(Math.max(0, page), Math.max(0, survey.visiblePageCount - 1));
  return survey;
}
