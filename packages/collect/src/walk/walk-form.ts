import { type JsonValue, RefractError } from "@refract/core";
import { createRandom, deriveSeed } from "@refract/stats";
import { type Model, type Question, Model as SurveyModel } from "survey-core";
import { answerQuestion } from "../simulation/answer-question.ts";
import type { SimulatedPerson } from "../simulation/simulated-person.ts";
import { checkAnswers, type SurveyAnswers } from "../survey/check-answers.ts";
import { defaultAnswers } from "../survey/default-answers.ts";
import { prepareFormLibrary } from "../survey/form-library.ts";
import { submitSurvey } from "../survey/submit-survey.ts";
import { commentKey, type SurveyDefinition } from "../survey/survey-definition.ts";
import { surveyForPerson, surveyOrders } from "../survey/survey-for-person.ts";

/** Where somebody who fills a survey in comes to a halt. */
export interface Halt {
  readonly question: string;
  readonly message: string;
}

/**
 * Fills a survey in as the page does: page by page in the real form, each page saved and checked as the server does, then
 * handed in. `wanted` answers some of the questions, the person the others. Null when they come through.
 */
export function walkForm(
  definition: SurveyDefinition,
  person: SimulatedPerson,
  wanted: SurveyAnswers,
): Halt | null {
  prepareFormLibrary();
  const language = definition.languages[0] ?? "en";
  const form = new SurveyModel(surveyForPerson(definition, person.seed, language).definition);
  form.locale = language.split("-")[0] ?? language;
  let saved: SurveyAnswers = defaultAnswers(definition);
  form.data = structuredClone(saved);
  for (let page = 0; page <= definition.json.pages.length; page += 1) {
    answerPage(form, definition, person, wanted);
    const taken = save(definition, saved, form);
    if ("message" in taken) return taken;
    saved = taken.saved;
    if (!form.validateCurrentPage()) return haltAt(form);
    if (form.isLastPage) break;
    form.nextPage();
  }
  const submission = submitSurvey(definition, saved, surveyOrders(definition, person.seed));
  const gap = submission.complete ? undefined : submission.gaps[0];
  if (gap === undefined) return null;
  return {
    question: gap.question,
    message: `nobody can hand this in: on the last page the question is ${gap.reason}, though its page let people go on`,
  };
}

function answerPage(
  form: Model,
  definition: SurveyDefinition,
  person: SimulatedPerson,
  wanted: SurveyAnswers,
): void {
  const seen = new Set<string>();
  // An answer may bring in a question that stands before it.
  for (let before = -1; before < seen.size; ) {
    before = seen.size;
    for (const drawn of questionsOf(form)) {
      const question = definition.byName.get(drawn.name);
      if (question === undefined || seen.has(drawn.name) || !drawn.isVisible || drawn.isReadOnly) continue;
      seen.add(drawn.name);
      const random = createRandom(deriveSeed(person.seed, "walk", drawn.name));
      const language = definition.languages[0] ?? "en";
      const answers: SurveyAnswers = Object.hasOwn(wanted, drawn.name)
        ? pick(wanted, [drawn.name, commentKey(drawn.name)])
        : answerQuestion(question, drawn.isRequired, { person, language, random });
      for (const [key, value] of Object.entries(answers)) enter(form, drawn, key, value);
    }
  }
}

function questionsOf(form: Model): readonly Question[] {
  return form.getAllQuestions().filter((question) => question.page === form.currentPage);
}

function enter(form: Model, question: Question, key: string, value: JsonValue): void {
  if (key === question.name) question.value = value;
  else form.setComment(question.name, String(value));
}

function pick(answers: SurveyAnswers, keys: readonly string[]): SurveyAnswers {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => keys.includes(key)));
}

function save(
  definition: SurveyDefinition,
  saved: SurveyAnswers,
  form: Model,
): { readonly saved: SurveyAnswers } | Halt {
  const data: Readonly<Record<string, JsonValue>> = JSON.parse(JSON.stringify(form.data));
  const gone = Object.keys(saved).filter((key) => !Object.hasOwn(data, key));
  let next = saved;
  for (const [key, value] of [...Object.entries(data), ...gone.map((key): [string, null] => [key, null])]) {
    try {
      next = checkAnswers(definition, next, { [key]: value });
    } catch (cause) {
      if (!(cause instanceof RefractError)) throw cause;
      const question = key.replace(/-Comment$/, "");
      return { question, message: `the form takes an answer that is refused then (${cause.message})` };
    }
  }
  return { saved: next };
}

function haltAt(form: Model): Halt | null {
  const wrong = questionsOf(form).find((question) => question.isVisible && question.errors.length > 0);
  if (wrong === undefined) return null;
  const words = wrong.errors.map((error) => error.getText()).join(" ");
  return {
    question: wrong.name,
    message: `the page can't be left: ${JSON.stringify(wrong.value ?? null)} is answered and the form says "${words}"`,
  };
}
