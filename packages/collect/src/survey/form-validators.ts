import {
  AnswerCountValidator,
  QuestionCheckboxModel,
  Serializer,
  SurveyValidator,
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
    return new ValidatorResult(value, this.createCustomError(name ?? ""));
  }
}

/** Makes SurveyJS know our own rules. */
export function registerFormValidators(): void {
  Serializer.addClass("leastchoicesvalidator", [], () => new LeastChoicesValidator(), "answercountvalidator");
  Serializer.addClass(
    "numberstepvalidator",
    ["step:number", "least:number"],
    () => new NumberStepValidator(),
    "surveyvalidator",
  );
}
