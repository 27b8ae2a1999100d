import { Model } from "survey-core";
import { describe, expect, it } from "vitest";
import { QuestionScalesModel, registerScalesQuestion } from "./scales-question.ts";

function open(extra: object = {}): { survey: Model; question: QuestionScalesModel } {
  registerScalesQuestion();
  const survey = new Model({
    elements: [
      {
        type: "scales",
        name: "prefs",
        isRequired: true,
        minimum: 1,
        maximum: 9,
        minText: "low",
        maxText: "high",
        showOtherRow: true,
        otherRowText: "something else",
        rows: [
          { value: "values", text: "Values" },
          { value: "fluency", text: "Fluency" },
        ],
        ...extra,
      },
    ],
  });
  const question = survey.getQuestionByName("prefs");
  if (!(question instanceof QuestionScalesModel)) throw new Error("the form did not make a scales question");
  return { survey, question };
}

describe("scales question", () => {
  it("takes every setting of a definition over", () => {
    const { question } = open({ startAt: 5, valueHidden: false });
    expect([question.minimum, question.maximum, question.startAt, question.valueHidden]).toEqual([
      1,
      9,
      5,
      false,
    ]);
    expect([question.minText, question.maxText]).toEqual(["low", "high"]);
    expect(question.scaleRows).toEqual([
      { value: "values", text: "Values", isOther: false },
      { value: "fluency", text: "Fluency", isOther: false },
      { value: "other", text: "something else", isOther: true },
    ]);
  });

  it("wants every row rated but the one in own words, and keeps ratings whole and on the scale", () => {
    const { survey, question } = open();
    expect(question.unratedRows).toEqual(["values", "fluency"]);
    expect(survey.validateCurrentPage()).toBe(false);
    question.rate("values", 7.4);
    question.rate("fluency", 12);
    expect(survey.data).toEqual({ prefs: { values: 7, fluency: 9 } });
    expect(survey.validateCurrentPage()).toBe(true);
  });
});
