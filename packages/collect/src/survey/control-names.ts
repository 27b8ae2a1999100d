import { hasVisibleText } from "@refract/core";
import { type SurveyFinding, surveyError } from "./survey-finding.ts";
import type { QuestionElement } from "./survey-schema.ts";
import type { SurveyText } from "./survey-text-schema.ts";

type Path = readonly PropertyKey[];

/**
 * Choices, rows and lists of statements that would have no name: a screen reader could only say that there is something to fill
 * in. Texts that are there and show nothing are found with all others (`blankTextFinding`).
 */
export function controlNameFindings(element: QuestionElement, path: Path): SurveyFinding[] {
  const untitled =
    element.type === "matrix" && element.title === undefined
      ? [
          surveyError(
            path,
            `"${element.name}" has no title, expected the question that its rows answer: people would read "${element.name}"`,
          ),
        ]
      : [];
  const withoutName =
    element.type === "scales" && element.showOtherRow && element.otherRowText === undefined
      ? [
          surveyError(
            [...path, "otherRowText"],
            "missing, expected the name of the row that showOtherRow adds, such as “Something else”",
          ),
        ]
      : [];
  return [...untitled, ...withoutName, ...listFindings(element, path)];
}

function listFindings(element: QuestionElement, path: Path): SurveyFinding[] {
  const lists = [
    ["choices", "choices" in element ? (element.choices ?? []) : []],
    ["columns", element.type === "matrix" ? element.columns : []],
    ["rows", element.type === "matrix" || element.type === "scales" ? element.rows : []],
  ] as const;
  return lists.flatMap(([field, list]) =>
    list.flatMap(({ value, text }, index) =>
      text === undefined ? (blankTextFinding(String(value), [...path, field, index]) ?? []) : [],
    ),
  );
}

/** A text in which a reader of some language would see nothing; null where all see words. */
export function blankTextFinding(text: SurveyText, path: Path): SurveyFinding | null {
  const wordings = typeof text === "string" ? [text] : Object.values(text);
  const blank = wordings.find((wording) => !hasVisibleText(wording));
  return blank === undefined
    ? null
    : surveyError(path, `invalid value ${JSON.stringify(blank)}, expected words: people read them there`);
}
