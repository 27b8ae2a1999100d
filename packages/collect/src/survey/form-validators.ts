import {
  AnswerCountValidator,
  QuestionCheckboxModel,
  QuestionMatrixModel,
  Serializer,
  SurveyValidator,
  surveyLocalization,
  ValidatorResult,
} from "survey-core";
import { isOnStep } from "./check-value.ts";

/**
 * At least so many choices, where there are any: a question that may stay blank may, and a choice that rules the others out
 * is enough by itself. SurveyJS's own limit takes neither.
 */
class LeastChoicesValidator extends AnswerCountValidator {
  override getType(): string {
    return "leastchoicesvalidator";
  }

  override validate(value: unknown, name?: string): ValidatorResult {
    const { owner } = this;
    if (owner instanceof QuestionCheckboxModel && Array.isArray(value)) {
      const items = owner.visibleChoices;
      if (items.some((item) => item.isExclusive === true && value.includes(item.value)))
        return super.validate(undefined, name);
    }
    return super.validate(value, name);
  }
}

/** A choice in every row. SurveyJS's own rule takes a row that is called as something every object has for answered. */
class EveryRowValidator extends SurveyValidator {
  override getType(): string {
    return "everyrowvalidator";
  }

  override validate(value: unknown, name?: string): ValidatorResult {
    const answered = new Set(typeof value === "object" && value !== null ? Object.keys(value) : []);
    const rows = this.owner instanceof QuestionMatrixModel ? this.owner.rows : [];
    if (rows.every((row) => answered.has(String(row.value)))) return super.validate(undefined, name);
    const words = this.getLocalizationString("requiredInAllRowsError");
    return new ValidatorResult(value, this.createCustomError(words));
  }

  protected override getDefaultErrorText(words: string): string {
    return words;
  }
}

/** Numbers in steps from the least one; SurveyJS leaves steps to the browser's own field. */
class NumberStepValidator extends SurveyValidator {
  get step(): number {
    return this.getPropertyValue("step", 1);
  }

  set step(next: number) {
    this.setPropertyValue("step", next);
  }

  get least(): number {
    return this.getPropertyValue("least", 0);
  }

  set least(next: number) {
    this.setPropertyValue("least", next);
  }

  override getType(): string {
    return "numberstepvalidator";
  }

  override validate(value: unknown, name?: string): ValidatorResult {
    if (typeof value !== "number" || isOnStep(value, this.step, this.least))
      return super.validate(value, name);
    const words = this.getLocalizationString("numberStepError");
    const text = words.replace("{0}", String(this.step)).replace("{1}", String(this.least));
    return new ValidatorResult(value, this.createCustomError(text));
  }

  protected override getDefaultErrorText(words: string): string {
    return words;
  }
}

/** Makes SurveyJS know our own rules. */
export function registerFormValidators(): void {
  // Other languages have theirs beside the pages' own words.
  surveyLocalization.locales.en.numberStepError = "Please enter a number in steps of {0}, counted from {1}.";
  Serializer.addClass("leastchoicesvalidator", [], () => new LeastChoicesValidator(), "answercountvalidator");
  Serializer.addClass("everyrowvalidator", [], () => new EveryRowValidator(), "surveyvalidator");
  Serializer.addClass(
    "numberstepvalidator",
    ["step:number", "least:number"],
    () => new NumberStepValidator(),
    "surveyvalidator",
  );
}
