import { Helpers, settings } from "survey-core";
import { registerFormValidators } from "./form-validators.ts";
import { registerScalesQuestion } from "./scales-question.ts";

/** Steps of one rating; a page with more would not answer any more. */
export const maximumRatingSteps = 1001;

let isPrepared = false;

/**
 * Makes SurveyJS take surveys as they are written; calling it again does nothing. Without this a bar in a choice splits it
 * into value and text, a rating ends after 20 steps, conditions that hang on each other stop after ten, and rows that are
 * called as built-in methods break the page.
 */
export function prepareFormLibrary(): void {
  if (isPrepared) return;
  isPrepared = true;
  settings.itemValueSeparator = "";
  settings.ratingMaximumRateValueCount = maximumRatingSteps;
  settings.maxConditionRunCountOnValueChanged = 10_000;
  // An answer with a row called "toString" or "valueOf" can't be made a number; asking for it throws.
  const isConvertible = Helpers.isConvertibleToNumber;
  Helpers.isConvertibleToNumber = (value: unknown) =>
    !(typeof value === "object" && !(value instanceof Date)) && isConvertible(value);
  registerScalesQuestion();
  registerFormValidators();
}
