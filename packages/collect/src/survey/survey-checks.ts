import { operatorProblems } from "./condition-operators.ts";
import { blankTextFinding, controlNameFindings } from "./control-names.ts";
import { questionFindings } from "./question-checks.ts";
import {
  correctAnswer,
  isSelect,
  otherValue,
  type SurveyDefinition,
  type SurveyQuestion,
  specialChoices,
} from "./survey-definition.ts";
import { expressionProblem } from "./survey-expression.ts";
import { type SurveyFinding, surveyError } from "./survey-finding.ts";
import { hasRandomOrder } from "./survey-order.ts";
import type { QuestionElement, SelectElement, SurveyElement } from "./survey-schema.ts";
import { textProblem, textsOf, untranslated } from "./survey-texts.ts";

export interface PlacedElement {
  readonly element: SurveyElement;
  readonly path: readonly PropertyKey[];
}

/** What a schema can't see: names, references, conditions, ranges, and texts. */
export function checkSurvey(definition: SurveyDefinition): SurveyFinding[] {
  const elements = placedElements(definition);
  return [
    ...pageFindings(definition),
    ...nameFindings(elements, definition.questions),
    ...elements.flatMap(({ element, path }) => conditionFindings(element, path, definition.byName)),
    ...elements.flatMap(({ element, path }) =>
      element.type === "panel" || element.type === "html"
        ? []
        : [
            ...choiceFindings(element, path, definition),
            ...rowFindings(element, path),
            ...controlNameFindings(element, path),
            ...ownFindings(element.name, path, definition),
          ],
    ),
    ...textFindings(definition),
  ];
}

/** Pages' elements and those inside panels, each with its place in the file. */
export function placedElements(definition: SurveyDefinition): PlacedElement[] {
  return definition.json.pages.flatMap((page, pageIndex) =>
    page.elements.flatMap((element, index) => {
      const path = ["pages", pageIndex, "elements", index];
      const inside =
        element.type === "panel"
          ? element.elements.map((child, place) => ({ element: child, path: [...path, "elements", place] }))
          : [];
      return [{ element, path }, ...inside];
    }),
  );
}

function pageFindings(definition: SurveyDefinition): SurveyFinding[] {
  const pages = definition.json.pages;
  const findings = pages.flatMap((page, index) => {
    const first = pages.findIndex((other) => other.name === page.name);
    const repeated =
      first < index
        ? [
            surveyError(
              ["pages", index, "name"],
              `"${page.name}" is used by pages[${first}] already, expected a unique name`,
            ),
          ]
        : [];
    return [
      ...repeated,
      ...conditionFindings({ visibleIf: page.visibleIf }, ["pages", index], definition.byName),
    ];
  });
  return definition.questions.length === 0
    ? [...findings, surveyError(["pages"], "no question, expected at least one")]
    : findings;
}

/** Every stored column needs its own name, those that are made from a question's name included. */
function nameFindings(
  elements: readonly PlacedElement[],
  questions: readonly SurveyQuestion[],
): SurveyFinding[] {
  const taken = new Map<string, string>();
  const derived = new Map(questions.flatMap((question) => derivedNames(question)));
  return elements.flatMap(({ element, path }) => {
    const place = [...path, "name"];
    const before = taken.get(element.name);
    taken.set(element.name, path.join("."));
    if (before !== undefined)
      return [surveyError(place, `"${element.name}" is used already, expected a unique name`)];
    const owner = derived.get(element.name);
    return owner === undefined
      ? []
      : [
          surveyError(
            place,
            `"${element.name}" is a column that question "${owner}" makes, expected another name`,
          ),
        ];
  });
}

function derivedNames({ name, element }: SurveyQuestion): (readonly [string, string])[] {
  return [`${name}_text`, `${name}_touched`, `${name}_correct`, `order_${name}`].flatMap((made) => {
    const isMade =
      (made === `${name}_correct` && correctAnswer(element) !== undefined) ||
      (made === `${name}_text` && isSelect(element) && element.showOtherItem) ||
      (made === `${name}_touched` && element.type === "scales") ||
      (made === `order_${name}` && hasRandomOrder(element));
    return isMade ? [[made, name] as const] : [];
  });
}

function conditionFindings(
  element: {
    readonly visibleIf?: string | undefined;
    readonly enableIf?: string | undefined;
    readonly requiredIf?: string | undefined;
  },
  path: readonly PropertyKey[],
  questions: SurveyDefinition["byName"],
): SurveyFinding[] {
  const conditions = [
    ["visibleIf", element.visibleIf],
    ["enableIf", element.enableIf],
    ["requiredIf", element.requiredIf],
  ] as const;
  return conditions.flatMap(([field, expression]) => {
    if (expression === undefined) return [];
    const problem = expressionProblem(expression, new Set(questions.keys()));
    if (problem !== null) return [surveyError([...path, field], problem)];
    return operatorProblems(expression, questions).map((found) => ({ ...found, path: [...path, field] }));
  });
}

function ownFindings(
  name: string,
  path: readonly PropertyKey[],
  definition: SurveyDefinition,
): SurveyFinding[] {
  const question = definition.byName.get(name);
  return question === undefined ? [] : questionFindings(question, path);
}

function rowFindings(element: QuestionElement, path: readonly PropertyKey[]): SurveyFinding[] {
  if (element.type !== "scales" && element.type !== "matrix") return [];
  const values = element.rows.map((row) => row.value);
  const isTaken = element.type === "scales" && element.showOtherRow;
  const taken = values.findIndex(
    (value) => isTaken && (value === otherValue || value === `${otherValue}_text`),
  );
  return [
    ...repeats(values, [...path, "rows"]),
    ...(taken < 0
      ? []
      : [
          surveyError(
            [...path, "rows", taken, "value"],
            `a row is named "${values[taken]}", which is the row in own words, expected another name`,
          ),
        ]),
  ];
}

function choiceFindings(
  element: QuestionElement,
  path: readonly PropertyKey[],
  definition: SurveyDefinition,
): SurveyFinding[] {
  if (element.type === "matrix")
    return repeats(
      element.columns.map((column) => String(column.value)),
      [...path, "columns"],
    );
  if (!isSelect(element) && element.type !== "ranking") return [];
  if (isSelect(element) && element.choicesFromQuestion !== undefined)
    return borrowedChoiceFindings(element, path, definition);
  if (element.choices === undefined || element.choices.length === 0) {
    return [surveyError(path, "no choices, expected at least one")];
  }
  const special = new Set(isSelect(element) ? specialChoices(element).map((choice) => choice.value) : []);
  if (element.type === "checkbox" && element.showOtherItem) special.add(`${otherValue}_text`);
  const misplaced =
    element.type === "checkbox" ? -1 : element.choices.findIndex((choice) => choice.isExclusive);
  const pinned = element.choices.findIndex((choice) => choice.pinned);
  return [
    ...(pinned < 0 || element.choicesOrder !== "none"
      ? []
      : [surveyError([...path, "choices", pinned, "pinned"], "has no effect: choicesOrder is none")]),
    ...(misplaced < 0
      ? []
      : [
          surveyError(
            [...path, "choices", misplaced, "isExclusive"],
            `has no effect in a ${element.type}, expected it in a checkbox only`,
          ),
        ]),
    ...repeats(
      element.choices.map((choice) => String(choice.value)),
      [...path, "choices"],
    ),
    ...element.choices.flatMap((choice, index) =>
      special.has(String(choice.value))
        ? [
            surveyError(
              [...path, "choices", index],
              `"${choice.value}" is the value of a special choice, expected another`,
            ),
          ]
        : [],
    ),
  ];
}

function borrowedChoiceFindings(
  element: SelectElement,
  path: readonly PropertyKey[],
  definition: SurveyDefinition,
): SurveyFinding[] {
  const place = [...path, "choicesFromQuestion"];
  const source = definition.byName.get(element.choicesFromQuestion ?? "")?.element;
  if (source === undefined || !isSelect(source) || source.choices === undefined) {
    return [
      surveyError(
        place,
        `unknown question "${element.choicesFromQuestion}", expected one that has its own choices`,
      ),
    ];
  }
  if (element.choices !== undefined)
    return [surveyError(place, "choices are given too, expected one of the two")];
  if (element.choicesOrder !== "none" || source.choicesOrder === "random") {
    return [surveyError(place, "a random order can't be taken over, expected choices of its own")];
  }
  return [];
}

function repeats(values: readonly string[], path: readonly PropertyKey[]): SurveyFinding[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [surveyError([...path, index], `"${value}" is there already, expected unique values`)]
      : [],
  );
}

function textFindings(definition: SurveyDefinition): SurveyFinding[] {
  const written = textsOf(definition.json).flatMap(({ path, text }) => {
    const problem = textProblem(text);
    if (problem !== null) return [surveyError(path, problem)];
    const blank = blankTextFinding(text, path);
    if (blank !== null) return [blank];
    return missingWording(path, untranslated(text, definition.languages));
  });
  const bareChoices = placedElements(definition).flatMap(({ element, path }) =>
    bareTexts(element).flatMap(({ field, index, text }) =>
      missingWording([...path, field, index], untranslated(text, definition.languages)),
    ),
  );
  return [...written, ...bareChoices];
}

/** Choices, columns and rows whose value is all there is to read. */
function bareTexts(element: SurveyElement): { field: string; index: number; text: string }[] {
  const lists = [
    ["columns", element.type === "matrix" ? element.columns : []],
    ["rows", element.type === "matrix" || element.type === "scales" ? element.rows : []],
    ["choices", "choices" in element ? (element.choices ?? []) : []],
  ] as const;
  return lists.flatMap(([field, list]) =>
    list.flatMap(({ text, value }, index) =>
      text === undefined && typeof value === "string" ? [{ field, index, text: value }] : [],
    ),
  );
}

function missingWording(path: readonly PropertyKey[], languages: readonly string[]): SurveyFinding[] {
  return languages.length === 0
    ? []
    : [
        {
          path,
          message: `no wording in ${languages.join(", ")}`,
          severity: "warning",
          untranslated: languages,
        },
      ];
}
