import type { StudyProblem } from "@refract/core";
import { maximumRatingSteps } from "./form-library.ts";
import { isSelect, type SurveyDefinition, type SurveyQuestion, specialChoices } from "./survey-definition.ts";
import { expressionProblem } from "./survey-expression.ts";
import type { QuestionElement, SelectElement, SurveyElement } from "./survey-schema.ts";
import { textProblem, textsOf, untranslated } from "./survey-texts.ts";

export interface SurveyFinding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly severity: StudyProblem["severity"];
}

interface PlacedElement {
  readonly element: SurveyElement;
  readonly path: readonly PropertyKey[];
}

/** What a schema can't see: names, references, conditions, ranges, and texts. */
export function checkSurvey(definition: SurveyDefinition): SurveyFinding[] {
  const elements = placedElements(definition);
  const names = new Set(definition.questions.map((question) => question.name));
  return [
    ...pageFindings(definition, names),
    ...nameFindings(elements, definition.questions),
    ...elements.flatMap(({ element, path }) => conditionFindings(element, path, names)),
    ...elements.flatMap(({ element, path }) =>
      element.type === "panel" || element.type === "html"
        ? []
        : [...rangeFindings(element, path), ...choiceFindings(element, path, definition)],
    ),
    ...textFindings(definition),
  ];
}

function placedElements(definition: SurveyDefinition): PlacedElement[] {
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

function error(path: readonly PropertyKey[], message: string): SurveyFinding {
  return { path, message, severity: "error" };
}

function pageFindings(definition: SurveyDefinition, names: ReadonlySet<string>): SurveyFinding[] {
  const pages = definition.json.pages;
  const findings = pages.flatMap((page, index) => {
    const first = pages.findIndex((other) => other.name === page.name);
    const repeated =
      first < index
        ? [
            error(
              ["pages", index, "name"],
              `"${page.name}" is used by pages[${first}] already, expected a unique name`,
            ),
          ]
        : [];
    return [...repeated, ...conditionFindings({ visibleIf: page.visibleIf }, ["pages", index], names)];
  });
  return names.size === 0 ? [...findings, error(["pages"], "no question, expected at least one")] : findings;
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
      return [error(place, `"${element.name}" is used already, expected a unique name`)];
    const owner = derived.get(element.name);
    return owner === undefined
      ? []
      : [error(place, `"${element.name}" is a column that question "${owner}" makes, expected another name`)];
  });
}

function derivedNames({ name, element }: SurveyQuestion): (readonly [string, string])[] {
  return [`${name}_text`, `${name}_touched`, `order_${name}`].flatMap((made) => {
    const isMade =
      (made === `${name}_text` && isSelect(element) && element.showOtherItem) ||
      (made === `${name}_touched` && element.type === "scales") ||
      (made === `order_${name}` && hasRandomOrder(element));
    return isMade ? [[made, name] as const] : [];
  });
}

export function hasRandomOrder(element: QuestionElement): boolean {
  if (element.type === "scales") return element.rowsOrder === "random";
  return isSelect(element) && element.choicesOrder === "random";
}

function conditionFindings(
  element: {
    readonly visibleIf?: string | undefined;
    readonly enableIf?: string | undefined;
    readonly requiredIf?: string | undefined;
  },
  path: readonly PropertyKey[],
  names: ReadonlySet<string>,
): SurveyFinding[] {
  const conditions = [
    ["visibleIf", element.visibleIf],
    ["enableIf", element.enableIf],
    ["requiredIf", element.requiredIf],
  ] as const;
  return conditions.flatMap(([field, expression]) => {
    if (expression === undefined) return [];
    const problem = expressionProblem(expression, names);
    return problem === null ? [] : [error([...path, field], problem)];
  });
}

function rangeFindings(element: QuestionElement, path: readonly PropertyKey[]): SurveyFinding[] {
  const below = (field: string, low: number, high: number) =>
    high > low ? [] : [error([...path, field], `invalid value ${high}, expected more than ${low}`)];
  switch (element.type) {
    case "scales": {
      const { minimum, maximum, startAt } = element;
      const outside = startAt !== "none" && (startAt < minimum || startAt > maximum);
      return [
        ...below("maximum", minimum, maximum),
        ...(outside
          ? [
              error(
                [...path, "startAt"],
                `invalid value ${startAt}, expected none or a number from ${minimum} to ${maximum}`,
              ),
            ]
          : []),
        ...repeats(
          element.rows.map((row) => row.value),
          [...path, "rows"],
        ),
        ...(element.showOtherRow &&
        element.rows.some((row) => row.value === "other" || row.value === "other_text")
          ? [
              error(
                [...path, "rows"],
                `a row is named "other", which is the row in own words, expected another name`,
              ),
            ]
          : []),
      ];
    }
    case "rating": {
      const { rateMin, rateMax, rateStep } = element;
      const steps = Math.floor((rateMax - rateMin) / rateStep) + 1;
      return [
        ...below("rateMax", rateMin, rateMax),
        ...(steps > maximumRatingSteps
          ? [
              error(
                [...path, "rateMax"],
                `${steps} steps, expected at most ${maximumRatingSteps}; \`scales\` take any range`,
              ),
            ]
          : []),
      ];
    }
    case "checkbox":
      return below(
        "maxSelectedChoices",
        (element.minSelectedChoices ?? 0) - 1,
        element.maxSelectedChoices ?? 1001,
      );
    case "text": {
      const numeric = element.inputType === "number";
      return (["min", "max"] as const).flatMap((field) => {
        const value = element[field];
        if (value === undefined || (typeof value === "number") === numeric) return [];
        return [
          error([...path, field], `invalid value ${JSON.stringify(value)}, expected a ${element.inputType}`),
        ];
      });
    }
    case "comment":
    case "radiogroup":
    case "dropdown":
    case "boolean":
      return [];
  }
}

function choiceFindings(
  element: QuestionElement,
  path: readonly PropertyKey[],
  definition: SurveyDefinition,
): SurveyFinding[] {
  if (!isSelect(element)) return [];
  if (element.choicesFromQuestion !== undefined) return borrowedChoiceFindings(element, path, definition);
  if (element.choices === undefined || element.choices.length === 0) {
    return [error(path, "no choices, expected at least one")];
  }
  const special = new Set(specialChoices(element).map((choice) => choice.value));
  const misplaced =
    element.type === "checkbox" ? -1 : element.choices.findIndex((choice) => choice.isExclusive);
  return [
    ...(misplaced < 0
      ? []
      : [
          error(
            [...path, "choices", misplaced, "isExclusive"],
            `a ${element.type} takes one choice anyway, expected it in a checkbox only`,
          ),
        ]),
    ...repeats(
      element.choices.map((choice) => String(choice.value)),
      [...path, "choices"],
    ),
    ...element.choices.flatMap((choice, index) =>
      special.has(String(choice.value))
        ? [
            error(
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
      error(
        place,
        `unknown question "${element.choicesFromQuestion}", expected one that has its own choices`,
      ),
    ];
  }
  if (element.choices !== undefined) return [error(place, "choices are given too, expected one of the two")];
  if (element.choicesOrder !== "none" || source.choicesOrder === "random") {
    return [error(place, "a random order can't be taken over, expected choices of its own")];
  }
  return [];
}

function repeats(values: readonly string[], path: readonly PropertyKey[]): SurveyFinding[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [error([...path, index], `"${value}" is there already, expected unique values`)]
      : [],
  );
}

function textFindings(definition: SurveyDefinition): SurveyFinding[] {
  const written = textsOf(definition.json).flatMap(({ path, text }) => {
    const problem = textProblem(text);
    if (problem !== null) return [error(path, problem)];
    return missingWording(path, untranslated(text, definition.languages));
  });
  const bareChoices = placedElements(definition).flatMap(({ element, path }) =>
    "choices" in element && element.choices !== undefined
      ? element.choices.flatMap((choice, index) =>
          choice.text === undefined && typeof choice.value === "string"
            ? missingWording([...path, "choices", index], untranslated(choice.value, definition.languages))
            : [],
        )
      : [],
  );
  return [...written, ...bareChoices];
}

function missingWording(path: readonly PropertyKey[], languages: readonly string[]): SurveyFinding[] {
  return languages.length === 0
    ? []
    : [{ path, message: `no wording in ${languages.join(", ")}`, severity: "warning" }];
}
