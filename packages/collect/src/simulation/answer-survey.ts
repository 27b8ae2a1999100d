import { createRandom, deriveSeed } from "@refract/stats";
import type { TimedCommand } from "../stage/stage-life.ts";
import { isAsked, shownAnswers } from "../survey/asked-questions.ts";
import type { SurveyAnswers } from "../survey/check-answers.ts";
import type { SurveyDefinition, SurveyQuestion } from "../survey/survey-definition.ts";
import { allHold } from "../survey/survey-expression.ts";
import { surveyTextIn } from "../survey/survey-texts.ts";
import type { SurveyCommand } from "../survey/survey-view.ts";
import { answerQuestion } from "./answer-question.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import { decidingMs, readingMs, typingMs } from "./think-time.ts";

/** Fills a survey in as a browser would: what changed on a page is saved, page by page, then all is handed in. */
export function surveyCommands(
  person: SimulatedPerson,
  stageId: string,
  definition: SurveyDefinition,
  language: string,
  decidesByPage = false,
): readonly TimedCommand<SurveyCommand>[] {
  const answers = answerSurvey(person, stageId, definition, language);
  const pages = [...new Set(definition.questions.map((question) => question.page))];
  const saves = pages.flatMap((page): TimedCommand<SurveyCommand>[] => {
    const questions = definition.questions.filter((question) => question.page === page);
    const changed = Object.fromEntries(
      Object.entries(answers).filter(([key]) =>
        questions.some(({ name }) => key === name || key.startsWith(`${name}-`)),
      ),
    );
    if (Object.keys(changed).length === 0) return [];
    const pageName = definition.json.pages[page]?.name;
    return [
      {
        thinkMs: pageMs(person, stageId, language, questions, changed),
        command: {
          type: "survey.saved",
          answers: changed,
          page,
          ...shownAfter(definition, page),
          ...(decidesByPage && pageName !== undefined ? { left: pageName } : {}),
        },
      },
    ];
  });
  return [...saves, { thinkMs: 1500, command: { type: "survey.submitted" } }];
}

/** They go on to the next page, if there is one. */
function shownAfter({ json }: SurveyDefinition, page: number): { readonly shown?: string } {
  const next = json.pages[page + 1];
  return next === undefined ? {} : { shown: next.name };
}

/** Answers to every question the person is asked, given what they answer elsewhere. */
function answerSurvey(
  person: SimulatedPerson,
  stageId: string,
  definition: SurveyDefinition,
  language: string,
): SurveyAnswers {
  let answers: SurveyAnswers = {};
  const seen = new Set<string>();
  // An answer may bring a question in that stands before it; each round takes in what the last one opened.
  for (let before = -1; before < seen.size; ) {
    before = seen.size;
    for (const question of definition.questions) {
      if (seen.has(question.name) || !isOpen(question, shownAnswers(definition, answers))) continue;
      seen.add(question.name);
      const random = createRandom(deriveSeed(person.seed, "survey", stageId, question.name));
      answers = {
        ...answers,
        ...answerQuestion(question, isRequired(question), { person, language, random }),
      };
    }
  }
  return answers;
}

function isOpen(question: SurveyQuestion, answers: SurveyAnswers): boolean {
  return isAsked(question, answers) && allHold(question.enableIf, answers);
}

/** A condition may still come to hold, so a question with one is answered as if it did. */
function isRequired({ element }: SurveyQuestion): boolean {
  const wantsRows = element.type === "matrix" && element.eachRowRequired;
  return element.isRequired || wantsRows || element.requiredIf !== undefined;
}

function pageMs(
  person: SimulatedPerson,
  stageId: string,
  language: string,
  questions: readonly SurveyQuestion[],
  answers: SurveyAnswers,
): number {
  const random = createRandom(
    deriveSeed(person.seed, "survey-time", stageId, ...questions.map(({ name }) => name)),
  );
  return questions.reduce((sum, { name, element }) => {
    const answer = answers[name];
    if (answer === undefined) return sum;
    const title = surveyTextIn(element.title ?? name, language, language);
    const marks = typeof answer === "object" && answer !== null ? Object.keys(answer).length : 1;
    const marking = Array.from({ length: marks }, () => decidingMs(person.pace, random));
    const typed =
      element.type === "comment" && typeof answer === "string" ? typingMs(person.pace, answer) : 0;
    return sum + readingMs(person.pace, title) + marking.reduce((total, time) => total + time, 0) + typed;
  }, 0);
}
