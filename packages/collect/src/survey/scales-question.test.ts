import { Model } from "survey-core";
import { describe, expect, it } from "vitest";
import { everyType } from "./fixtures/every-type.ts";
import { prepareFormLibrary } from "./form-library.ts";
import { QuestionScalesModel } from "./scales-question.ts";
import { surveyForPerson } from "./survey-for-person.ts";

prepareFormLibrary();
prepareFormLibrary();

function form() {
  const { definition, orders } = surveyForPerson(everyType(), "seed", "en");
  const model = new Model(definition);
  const question = model.getQuestionByName("prefs");
  if (!(question instanceof QuestionScalesModel)) throw new Error("scales is not registered");
  return { model, question, orders };
}

describe("scales in a SurveyJS form", () => {
  it("are read from the definition without an error, rows in the person's order", () => {
    const { model, question, orders } = form();
    expect(model.jsonErrors ?? []).toEqual([]);
    expect(question.scaleRows.map((row) => row.value)).toEqual(orders.prefs);
    expect(question.scaleRows.at(-1)).toEqual({ value: "other", text: "Other", isOther: true });
    expect([question.minimum, question.maximum, question.minText, question.maxText]).toEqual([
      0,
      100,
      "No",
      "Yes",
    ]);
    expect(question.startAt).toBe("none");
    expect(question.valueHidden).toBe(true);
  });

  it("hold the rows that were touched, within the scale and whole", () => {
    const { model, question } = form();
    expect(question.handleOf("care")).toBeNull();
    question.rate("care", 140.2);
    question.rate("wit", 33.4);
    expect(model.data.prefs).toEqual({ care: 100, wit: 33 });
    expect([question.isTouched("care"), question.isTouched("speed")]).toEqual([true, false]);
  });

  it("keep own words beside the ratings and leave nothing behind when they are cleared", () => {
    const { model, question } = form();
    question.writeOwnWords("kindness");
    expect(model.data.prefs).toEqual({ other_text: "kindness" });
    question.writeOwnWords("");
    expect(model.data.prefs).toBeUndefined();
  });

  it("are not done before every statement is rated, the one in own words excepted", () => {
    const { question } = form();
    question.rate("care", 1);
    expect(question.validate(true)).toBe(false);
    expect(question.errors.map((error) => error.getText())).toEqual([
      "Response required: answer questions in all rows.",
    ]);
    question.rate("speed", 1);
    question.rate("wit", 1);
    expect(question.validate(true)).toBe(true);
  });

  it("count a handle that stands somewhere as an answer", () => {
    const { question } = form();
    question.setPropertyValue("startAt", 50);
    expect(question.handleOf("care")).toBe(50);
    expect(question.isTouched("care")).toBe(false);
    expect(question.validate(true)).toBe(true);
  });
});
