import type { JsonValue } from "@refract/core";
import { shownAnswers } from "../survey/asked-questions.ts";
import type { SurveyAnswers } from "../survey/check-answers.ts";
import {
  asksOwnWords,
  commentKey,
  isSelect,
  type SurveyDefinition,
  type SurveyQuestion,
} from "../survey/survey-definition.ts";
import { allHold, namedQuestions } from "../survey/survey-expression.ts";
import { candidateAnswers } from "./candidate-answers.ts";

export type FoundAnswers =
  | { readonly kind: "found"; readonly answers: SurveyAnswers }
  /** Every combination that can make a difference was tried. */
  | { readonly kind: "impossible" }
  /** There are too many combinations to try. */
  | { readonly kind: "unknown" };

const mostSteps = 4000;

/**
 * Looks for answers under which all conditions hold. Questions that the conditions name are answered in the order of the
 * file, each with what its own conditions allow, and given up early where a condition can't hold any more.
 */
export function findAnswers(definition: SurveyDefinition, conditions: readonly string[]): FoundAnswers {
  const relevant = relevantQuestions(definition, conditions);
  const literals = literalsOf([
    ...conditions,
    ...relevant.flatMap((question) => [...question.visibleIf, ...question.enableIf]),
  ]);
  const candidates = new Map(relevant.map((question) => [question, candidateAnswers(question, literals)]));
  const isKnown = (names: readonly string[], place: number) =>
    names.every((name) => relevant.findIndex((question) => question.name === name) < place);
  const named = new Map(conditions.map((condition) => [condition, namedQuestions(condition)]));
  let steps = 0;

  const search = (place: number, answers: SurveyAnswers): SurveyAnswers | null => {
    steps += 1;
    if (steps > mostSteps) return null;
    const known = conditions.filter((condition) => isKnown(named.get(condition) ?? [], place));
    const shown = shownAnswers({ ...definition, questions: relevant }, answers);
    if (!allHold(known, shown)) return null;
    const question = relevant[place];
    if (question === undefined) {
      const given = answersInTurn(relevant, shown);
      return allHold(conditions, given) ? given : null;
    }
    const own = [...question.visibleIf, ...question.enableIf];
    const isClosed = own.some(
      (condition) => isKnown(namedQuestions(condition), place) && !allHold([condition], shown),
    );
    for (const answer of isClosed ? [undefined] : (candidates.get(question) ?? [])) {
      const found = search(place + 1, { ...answers, ...entry(question, answer) });
      if (found !== null) return found;
      if (steps > mostSteps) return null;
    }
    return null;
  };
  const answers = search(0, {});
  if (answers !== null) return { kind: "found", answers };
  return { kind: steps > mostSteps ? "unknown" : "impossible" };
}

/** What of these answers a person comes to give: a question that only its own answer would show is never asked. */
function answersInTurn(questions: readonly SurveyQuestion[], wanted: SurveyAnswers): SurveyAnswers {
  let given: SurveyAnswers = {};
  for (let before = -1; before < Object.keys(given).length; ) {
    before = Object.keys(given).length;
    const open = questions.filter((question) =>
      allHold([...question.visibleIf, ...question.enableIf], given),
    );
    const keys = new Set(open.flatMap(({ name }) => [name, commentKey(name)]));
    given = Object.fromEntries(Object.entries(wanted).filter(([key]) => keys.has(key)));
  }
  return given;
}

function entry({ name, element }: SurveyQuestion, answer: JsonValue | undefined): SurveyAnswers {
  if (answer === undefined) return {};
  const ownWords =
    isSelect(element) && asksOwnWords(element, answer) ? { [commentKey(name)]: "own words" } : {};
  return { [name]: answer, ...ownWords };
}

/** Questions that conditions name, those that decide whether these are shown, and so on. */
function relevantQuestions(
  definition: SurveyDefinition,
  conditions: readonly string[],
): readonly SurveyQuestion[] {
  const names = new Set<string>();
  const add = (expressions: readonly string[]) => {
    for (const name of expressions.flatMap((expression) => namedQuestions(expression))) {
      const question = definition.byName.get(name);
      if (question === undefined || names.has(name)) continue;
      names.add(name);
      add([...question.visibleIf, ...question.enableIf]);
    }
  };
  add(conditions);
  return definition.questions.filter((question) => names.has(question.name));
}

/** Texts, numbers and truth values that stand in conditions. */
function literalsOf(conditions: readonly string[]): readonly (string | number | boolean)[] {
  const found = conditions.flatMap((condition) => {
    const withoutNames = condition.replaceAll(/\{[^}]*\}/g, " ");
    const texts = [...withoutNames.matchAll(/'([^']*)'|"([^"]*)"/g)].map(
      (match) => match[1] ?? match[2] ?? "",
    );
    const bare = withoutNames.replaceAll(/'[^']*'|"[^"]*"/g, " ");
    const words = bare.match(/-?\d+(?:\.\d+)?|[\p{L}_][\p{L}\d_]*/gu) ?? [];
    return [...texts, ...words.map((word) => (Number.isNaN(Number(word)) ? word : Number(word)))];
  });
  return [...new Set(found)];
}
