import { hasVisibleText } from "@refract/core";
import { type SurveyFinding, surveyError } from "./survey-finding.ts";
import type { QuestionElement } from "./survey-schema.ts";
import type { SurveyText } from "./survey-text-schema.ts";

type Path = readonly PropertyKey[];

const nameFields = [
  "title",
  "otherText",
  "noneText",
  "refuseText",
  "dontKnowText",
  "labelTrue",
  "labelFalse",
  "otherRowText",
] as const;

/** Fields, choices and rows that would have no name: a screen reader could only say that there is something to fill in. */
export function controlNameFindings(element: QuestionElement, path: Path): SurveyFinding[] {
  const texts = new Map<string, unknown>(Object.entries(element));
  const own = nameFields.flatMap((field) => {
    const text = texts.get(field);
    return isText(text) ? blankFindings(text, [...path, field]) : [];
  });
  const withoutName =
    element.type === "scales" && element.showOtherRow && element.otherRowText === undefined
      ? [
          surveyError(
            [...path, "otherRowText"],
            "missing, expected the name of the row that showOtherRow adds, such as “Something else”",
          ),
        ]
      : [];
  return [...own, ...withoutName, ...listFindings(element, path)];
}

function listFindings(element: QuestionElement, path: Path): SurveyFinding[] {
  const lists = [
    ["choices", "choices" in element ? (element.choices ?? []) : []],
    ["columns", element.type === "matrix" ? element.columns : []],
    ["rows", element.type === "matrix" || element.type === "scales" ? element.rows : []],
  ] as const;
  return lists.flatMap(([field, list]) =>
    list.flatMap(({ value, text }, index) =>
      text === undefined
        ? blankFindings(String(value), [...path, field, index])
        : blankFindings(text, [...path, field, index, "text"]),
    ),
  );
}

function blankFindings(text: SurveyText, path: Path): SurveyFinding[] {
  const wordings = typeof text === "string" ? [text] : Object.values(text);
  const blank = wordings.find((wording) => !hasVisibleText(wording));
  return blank === undefined
    ? []
    : [
        surveyError(
          path,
          `invalid value ${JSON.stringify(blank)}, expected words: they are the name of what people fill in`,
        ),
      ];
}

function isText(value: unknown): value is SurveyText {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}
