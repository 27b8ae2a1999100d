import { fieldName, type StudyProblem } from "@refract/core";
import type { SimulatedPerson } from "../simulation/simulated-person.ts";
import type { SurveyAnswers } from "../survey/check-answers.ts";
import type { CompiledSurvey } from "../survey/compile-survey.ts";
import { placedElements } from "../survey/survey-checks.ts";
import type { SurveyDefinition } from "../survey/survey-definition.ts";
import { namedQuestions } from "../survey/survey-expression.ts";
import { findAnswers } from "./find-answers.ts";
import { walkForm } from "./walk-form.ts";

/** More branches than this are reached, but not walked to the end each. */
const mostWalks = 150;

/**
 * What nobody can reach or complete in a survey: answers are looked for that show each page and each question with a
 * condition, and people with these answers, and some with answers of their own, fill the survey in.
 */
export function walkSurvey(
  { definition, locate }: CompiledSurvey,
  people: readonly SimulatedPerson[],
): readonly StudyProblem[] {
  if (definition === null) return [];
  const problems: StudyProblem[] = [];
  const report = (path: readonly PropertyKey[], message: string, severity: StudyProblem["severity"]) => {
    const problem = { file: definition.file, ...locate(path), field: fieldName(path), message, severity };
    if (!problems.some((known) => known.line === problem.line && known.message === message))
      problems.push(problem);
  };
  const paths = new Map(placedElements(definition).map(({ element, path }) => [element.name, path]));
  const wanted: SurveyAnswers[] = [];
  for (const branch of branchesOf(definition)) {
    if (branch.asksLater !== null) {
      report(
        branch.path,
        `{${branch.asksLater}} is asked on a later page, expected one before or on this page`,
        "error",
      );
      continue;
    }
    const found = findAnswers(definition, branch.conditions);
    if (found.kind === "found") wanted.push(found.answers);
    else if (found.kind === "impossible")
      report(
        branch.path,
        `nobody is shown this ${branch.what}: no answers make ${branch.conditions.join(" and ")} hold`,
        "error",
      );
    else
      report(
        branch.path,
        `no answers were found that show this ${branch.what}; look at its conditions`,
        "warning",
      );
  }
  if (problems.some((problem) => problem.severity === "error")) return problems;
  const [first] = people;
  const walks = [
    ...people.map((person) => ({ person, answers: {} })),
    ...(first === undefined ? [] : wanted.slice(0, mostWalks).map((answers) => ({ person: first, answers }))),
  ];
  for (const { person, answers } of walks) {
    const halt = walkForm(definition, person, answers);
    if (halt !== null) report(paths.get(halt.question) ?? ["pages"], halt.message, "error");
  }
  return problems;
}

interface Branch {
  readonly what: string;
  readonly path: readonly PropertyKey[];
  readonly conditions: readonly string[];
  /** A question of a later page that it hangs on. */
  readonly asksLater: string | null;
}

function branchesOf(definition: SurveyDefinition): readonly Branch[] {
  const branch = (
    what: string,
    path: readonly PropertyKey[],
    conditions: readonly string[],
    page: number,
  ): Branch => ({
    what,
    path,
    conditions,
    asksLater:
      conditions
        .flatMap((condition) => namedQuestions(condition))
        .find((name) => (definition.byName.get(name)?.page ?? page) > page) ?? null,
  });
  const pages = definition.json.pages.flatMap(({ visibleIf }, index) =>
    visibleIf === undefined ? [] : [branch("page", ["pages", index, "visibleIf"], [visibleIf], index)],
  );
  const elements = placedElements(definition).flatMap(({ element, path }) => {
    const page = Number(path[1]);
    const question = definition.byName.get(element.name);
    const pageIf = definition.json.pages[page]?.visibleIf;
    const [what, conditions] =
      question === undefined
        ? [
            element.type === "panel" ? "panel" : "passage",
            [pageIf, element.visibleIf].filter((condition) => condition !== undefined),
          ]
        : ["question", [...question.visibleIf, ...question.enableIf]];
    const isOwn =
      element.visibleIf !== undefined || ("enableIf" in element && element.enableIf !== undefined);
    const field = element.visibleIf === undefined ? "enableIf" : "visibleIf";
    return isOwn ? [branch(what, [...path, field], conditions, page)] : [];
  });
  return [...pages, ...elements];
}
