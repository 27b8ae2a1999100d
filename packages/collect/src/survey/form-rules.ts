import type { JsonValue } from "@refract/core";
import type { SurveyElement } from "./survey-schema.ts";

/** What SurveyJS is told of a question beside, or instead of, the words of the file. */
export interface FormRules {
  readonly [field: string]: JsonValue | undefined;
}

/** Rules that SurveyJS has not, or has otherwise, so that form and server refuse the same answers. */
export function formRules(element: SurveyElement): FormRules {
  switch (element.type) {
    case "ranking":
      // Nothing has a place at first: a list that is in some order already draws answers to it.
      return {
        selectToRankEnabled: true,
        validators: [{ type: "leastchoices", minCount: element.choices.length }],
      };
    case "checkbox":
      return element.minSelectedChoices === undefined
        ? {}
        : {
            minSelectedChoices: undefined,
            validators: [{ type: "leastchoices", minCount: element.minSelectedChoices }],
          };
    case "text": {
      if (element.inputType !== "number" || element.step === undefined) return {};
      const least = typeof element.min === "number" ? element.min : 0;
      return { validators: [{ type: "numberstep", step: element.step, least }] };
    }
    case "matrix": {
      if (!element.eachRowRequired) return {};
      return { eachRowRequired: undefined, isRequired: true, validators: [{ type: "everyrow" }] };
    }
    case "comment":
    case "radiogroup":
    case "dropdown":
    case "boolean":
    case "rating":
    case "scales":
    case "html":
    case "panel":
      return {};
  }
}
