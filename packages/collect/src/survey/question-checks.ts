import { RefractError } from "@refract/core";
import { isBlankAnswer } from "./answer-value.ts";
import { checkedValue, datePattern, isDay, timePattern } from "./check-value.ts";
import { maximumRatingSteps } from "./form-library.ts";
import {
  asksOwnWords,
  correctAnswer,
  defaultValue,
  exclusiveValues,
  isSelect,
  type SurveyQuestion,
  specialChoices,
} from "./survey-definition.ts";
import { type SurveyFinding, surveyError } from "./survey-finding.ts";
import type { QuestionElement, SelectElement } from "./survey-schema.ts";

type Path = readonly PropertyKey[];

/** What is wrong about one question by itself: limits that contradict each other, and settings that change nothing. */
export function questionFindings(question: SurveyQuestion, path: Path): SurveyFinding[] {
  const { element } = question;
  const own = rangeFindings(question, path);
  const useless = uselessSettings(element).map(({ field, reason }) =>
    surveyError([...path, field], `has no effect: ${reason}`),
  );
  // What can't be answered at all has no first or right answer either.
  return own.length > 0 ? [...own, ...useless] : [...useless, ...givenAnswerFindings(question, path)];
}

function atLeast(path: Path, field: PropertyKey, value: number, least: number, of: string): SurveyFinding[] {
  return value >= least
    ? []
    : [surveyError([...path, field], `invalid value ${value}, expected at least ${of} ${least}`)];
}

function rangeFindings(question: SurveyQuestion, path: Path): SurveyFinding[] {
  const { element } = question;
  switch (element.type) {
    case "scales": {
      const { minimum, maximum, startAt } = element;
      const outside = startAt !== "none" && (startAt < minimum || startAt > maximum);
      return [
        ...above(path, "maximum", minimum, maximum),
        ...(outside
          ? [
              surveyError(
                [...path, "startAt"],
                `invalid value ${startAt}, expected none or a number from ${minimum} to ${maximum}`,
              ),
            ]
          : []),
      ];
    }
    case "rating": {
      const { rateMin, rateMax, rateStep } = element;
      const steps = Math.floor((rateMax - rateMin) / rateStep) + 1;
      if (rateMax <= rateMin) return above(path, "rateMax", rateMin, rateMax);
      if (steps > maximumRatingSteps)
        return [
          surveyError(
            [...path, "rateMax"],
            `${steps} steps, expected at most ${maximumRatingSteps}; \`scales\` take any range`,
          ),
        ];
      return steps > 1
        ? []
        : [
            surveyError(
              [...path, "rateStep"],
              `invalid value ${rateStep}, expected at most ${rateMax - rateMin}: there is one step only`,
            ),
          ];
    }
    case "checkbox":
      return selectionFindings(question, element, path);
    case "text":
      return element.inputType === "text" ? lengthFindings(element, path) : limitFindings(element, path);
    case "comment":
      return lengthFindings(element, path);
    case "radiogroup":
    case "dropdown":
    case "boolean":
    case "matrix":
    case "ranking":
      return [];
  }
}

function above(path: Path, field: string, low: number, high: number): SurveyFinding[] {
  return high > low
    ? []
    : [surveyError([...path, field], `invalid value ${high}, expected more than ${low}`)];
}

function selectionFindings(
  question: SurveyQuestion,
  element: Extract<SelectElement, { type: "checkbox" }>,
  path: Path,
): SurveyFinding[] {
  const exclusive = exclusiveValues(question);
  const together = [...question.choices, ...specialChoices(element)].filter(
    ({ value }) => !exclusive.has(value),
  ).length;
  const { minSelectedChoices: least = 0, maxSelectedChoices: most } = element;
  const findings =
    most === undefined ? [] : atLeast(path, "maxSelectedChoices", most, least, "the least number");
  return least <= together
    ? findings
    : [
        ...findings,
        surveyError(
          [...path, "minSelectedChoices"],
          `invalid value ${least}, expected at most the ${together} choices that can be chosen together`,
        ),
      ];
}

type FreeText = Extract<QuestionElement, { type: "text" | "comment" }>;

function lengthFindings({ validators, maxLength }: FreeText, path: Path): SurveyFinding[] {
  const place = [...path, "validators", 0];
  const rule = validators?.[0];
  if (rule === undefined) return [];
  const least = rule.minLength ?? 0;
  const [most, said] =
    maxLength !== undefined && maxLength <= (rule.maxLength ?? maxLength)
      ? [maxLength, "maxLength"]
      : [rule.maxLength, "its own maxLength"];
  if (rule.minLength === undefined && rule.maxLength === undefined)
    return [surveyError(place, "no limit, expected minLength or maxLength")];
  return most === undefined || least <= most
    ? []
    : [
        surveyError(
          [...place, "minLength"],
          `invalid value ${least}, expected at most ${said}, which is ${most}: nobody can answer`,
        ),
      ];
}

type TextElement = Extract<QuestionElement, { type: "text" }>;

function limitFindings(element: TextElement, path: Path): SurveyFinding[] {
  const { inputType, min, max } = element;
  const malformed = (["min", "max"] as const).flatMap((field) => {
    const value = element[field];
    return value === undefined || isLimit(inputType, value)
      ? []
      : [surveyError([...path, field], `invalid value ${JSON.stringify(value)}, expected a ${inputType}`)];
  });
  if (malformed.length > 0 || min === undefined || max === undefined) return malformed;
  if (min > max)
    return [
      surveyError([...path, "max"], `invalid value ${JSON.stringify(max)}, expected at least the min ${min}`),
    ];
  return [];
}

function isLimit(inputType: TextElement["inputType"], value: number | string): boolean {
  if (inputType === "number") return typeof value === "number";
  if (typeof value !== "string") return false;
  return inputType === "date" ? datePattern.test(value) && isDay(value) : timePattern.test(value);
}

interface UselessSetting {
  readonly field: string;
  readonly reason: string;
}

/** Settings that the question takes but that change nothing beside its other settings. */
function uselessSettings(element: QuestionElement): UselessSetting[] {
  const found: UselessSetting[] = [];
  const without = (fields: readonly string[], reason: string) => {
    const set = new Map(Object.entries(element));
    for (const field of fields) if (set.get(field) !== undefined) found.push({ field, reason });
  };
  if (element.isRequired) without(["requiredIf"], "the question is required anyway (isRequired)");
  if (element.type === "text") {
    if (element.inputType !== "text")
      without(["maxLength", "validators"], `a ${element.inputType} has no length`);
    if (element.inputType === "date" || element.inputType === "time")
      without(["placeholder"], `the field for a ${element.inputType} shows its own form`);
    if (element.inputType === "text")
      without(["min", "max"], "a text has a maxLength; inputType is not number, date or time");
    if (element.inputType !== "number") without(["step"], "inputType is not number");
  }
  if (isSelect(element)) {
    if (!element.showOtherItem)
      without(["otherText", "otherPlaceholder", "otherErrorText"], "showOtherItem is not true");
    if (!element.showNoneItem) without(["noneText"], "showNoneItem is not true");
    if (!element.showRefuseItem) without(["refuseText"], "showRefuseItem is not true");
    if (!element.showDontKnowItem) without(["dontKnowText"], "showDontKnowItem is not true");
  }
  if (element.type === "scales" && !element.showOtherRow)
    without(["otherRowText", "otherRowPlaceholder"], "showOtherRow is not true");
  return found;
}

/** The answer that stands there at first, and the right one of an attention check, must be answers. */
function givenAnswerFindings(question: SurveyQuestion, path: Path): SurveyFinding[] {
  const { element } = question;
  const first = defaultValue(element);
  const given = [
    ["defaultValue", first],
    ["correctAnswer", correctAnswer(element)],
  ] as const;
  return given.flatMap(([field, value]) => {
    const place = [...path, field];
    if (value === undefined) return [];
    if (isBlankAnswer(value))
      return [surveyError(place, `invalid value ${JSON.stringify(value)}, expected an answer`)];
    if (isSelect(element) && asksOwnWords(element, value))
      return [surveyError(place, "Other asks for own words, expected another choice")];
    if (field === "correctAnswer" && first !== undefined)
      return [
        surveyError(place, "the question has a defaultValue, expected none: it could be passed untouched"),
      ];
    try {
      // People may write a number; a study file has it as one.
      return typeof checkedValue(question, value, "") === typeof value
        ? []
        : [surveyError(place, `invalid value ${JSON.stringify(value)}, expected a number without quotes`)];
    } catch (cause) {
      if (!(cause instanceof RefractError)) throw cause;
      return [surveyError(place, cause.message.replace(/^: [^:]+: /, ""))];
    }
  });
}
