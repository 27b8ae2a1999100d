import { isSelect, otherValue, type SurveyQuestion, specialChoices } from "./survey-definition.ts";
import type { QuestionElement } from "./survey-schema.ts";

/** Whether each person sees the question's parts in a random order of their own. */
export function hasRandomOrder(element: QuestionElement): boolean {
  if (element.type === "scales") return element.rowsOrder === "random";
  if (element.type === "matrix") return element.rowOrder === "random";
  return "choicesOrder" in element && element.choicesOrder === "random";
}

/** Everything that has a place in a question's order, as the file has it. */
export function orderedValues({ element, choices }: SurveyQuestion): readonly (string | number)[] {
  if (element.type === "scales")
    return [...element.rows.map((row) => row.value), ...(element.showOtherRow ? [otherValue] : [])];
  if (element.type === "matrix") return element.rows.map((row) => row.value);
  const special = isSelect(element) ? specialChoices(element) : [];
  return [...choices, ...special].map((choice) => choice.value);
}
