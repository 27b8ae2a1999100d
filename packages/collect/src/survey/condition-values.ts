import {
  commentKey,
  isSelect,
  otherValue,
  type SurveyQuestion,
  specialChoices,
} from "./survey-definition.ts";

/** What a condition can find at a name such as {question}, {question.row} or {question[0]}. */
export type ConditionValues =
  | {
      readonly kind: "one choice" | "several choices" | "an order";
      readonly levels: readonly (string | number)[];
    }
  | { readonly kind: "yes or no" }
  | { readonly kind: "a number"; readonly minimum: number; readonly maximum: number }
  | { readonly kind: "a date" | "a time" | "a text" }
  /** A matrix or scales as a whole, whose rows are what can be compared. */
  | { readonly kind: "rows"; readonly rows: readonly string[] };

/** The values at a variable of a condition, or in words why there are never any. */
export function conditionValues(
  variable: string,
  questions: ReadonlyMap<string, SurveyQuestion>,
): ConditionValues | string {
  const name = variable.split(/[.[]/)[0] ?? "";
  const question = questions.get(name);
  if (question === undefined) {
    const owner = [...questions.values()].find((one) => commentKey(one.name) === name);
    if (owner === undefined) return "expected the name of a question of this survey";
    return isSelect(owner.element) && owner.element.showOtherItem
      ? { kind: "a text" }
      : `question "${owner.name}" takes no own words, expected one with showOtherItem`;
  }
  const member = variable.slice(name.length);
  const whole = wholeValues(question);
  if (member === "") return whole;
  if (whole.kind === "rows") return rowValues(question, whole.rows, member);
  if ((whole.kind === "several choices" || whole.kind === "an order") && /^\[\d+\]$/.test(member))
    return { kind: "one choice", levels: whole.levels };
  return `{${name}} is ${whole.kind} and has no part "${member.replace(/^\./, "")}", expected {${name}}`;
}

function rowValues(
  { name, element, choices }: SurveyQuestion,
  rows: readonly string[],
  member: string,
): ConditionValues | string {
  const row = member.slice(1);
  if (!member.startsWith(".") || !rows.includes(row))
    return `question "${name}" has no row "${row}", expected one of ${rows.join(", ")}`;
  if (element.type !== "scales") return { kind: "one choice", levels: choices.map(({ value }) => value) };
  return element.showOtherRow && row === `${otherValue}_text`
    ? { kind: "a text" }
    : { kind: "a number", minimum: element.minimum, maximum: element.maximum };
}

function wholeValues({ element, choices }: SurveyQuestion): ConditionValues {
  const levels = [...choices, ...(isSelect(element) ? specialChoices(element) : [])].map(
    ({ value }) => value,
  );
  switch (element.type) {
    case "radiogroup":
    case "dropdown":
      return { kind: "one choice", levels };
    case "checkbox":
      return { kind: "several choices", levels };
    case "ranking":
      return { kind: "an order", levels };
    case "boolean":
      return { kind: "yes or no" };
    case "rating":
      return { kind: "a number", minimum: element.rateMin, maximum: element.rateMax };
    case "scales": {
      const rows = element.rows.map(({ value }) => value);
      return {
        kind: "rows",
        rows: element.showOtherRow ? [...rows, otherValue, `${otherValue}_text`] : rows,
      };
    }
    case "matrix":
      return { kind: "rows", rows: element.rows.map(({ value }) => value) };
    case "comment":
      return { kind: "a text" };
    case "text": {
      if (element.inputType !== "number")
        return { kind: element.inputType === "text" ? "a text" : `a ${element.inputType}` };
      const { min, max } = element;
      return {
        kind: "a number",
        minimum: typeof min === "number" ? min : -Number.MAX_VALUE,
        maximum: typeof max === "number" ? max : Number.MAX_VALUE,
      };
    }
  }
}
