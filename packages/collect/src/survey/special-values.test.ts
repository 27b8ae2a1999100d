import type { JsonValue } from "@refract/core";
import { Model, QuestionCheckboxModel, QuestionRatingModel, QuestionSelectBase } from "survey-core";
import { describe, expect, it } from "vitest";
import { checkAnswers } from "./check-answers.ts";
import { compileSurvey } from "./compile-survey.ts";
import { compiled } from "./fixtures/every-type.ts";
import { prepareFormLibrary } from "./form-library.ts";
import { QuestionScalesModel } from "./scales-question.ts";
import { submitSurvey } from "./submit-survey.ts";
import { surveyFields } from "./survey-fields.ts";
import { surveyForPerson } from "./survey-for-person.ts";

prepareFormLibrary();

/** Words that SurveyJS or JavaScript treat specially in one place or another. */
const words = [
  "none",
  "other",
  "refused",
  "dontknow",
  "selectall",
  "constructor",
  "__proto__",
  "hasOwnProperty",
  "toString",
  "yes|no",
  "a|b|c",
  "null",
  "true",
  "{q}",
  "a.b",
  "-1",
  "0",
];
const survey = (element: object) =>
  compiled({ pages: [{ name: "p", elements: [{ name: "q", isRequired: true, ...element }] }] });

function formOf(definition: ReturnType<typeof survey>) {
  return new Model(surveyForPerson(definition, "seed", "en").definition);
}

function stored(definition: ReturnType<typeof survey>, answers: { readonly [name: string]: JsonValue }) {
  const submission = submitSurvey(definition, checkAnswers(definition, {}, answers), {});
  if (!submission.complete) throw new Error(JSON.stringify(submission.gaps));
  expect(Object.keys(submission.answers)).toEqual(surveyFields(definition).map((field) => field.name));
  return submission.answers;
}

describe("words with a meaning elsewhere are ordinary choices", () => {
  it.each(["radiogroup", "dropdown"] as const)("in a %s: shown, chosen and stored as written", (type) => {
    const definition = survey({ type, choices: [...words, 0.5] });
    for (const [index, word] of [...words, 0.5].entries()) {
      const form = formOf(definition);
      const question = form.getQuestionByName("q");
      if (!(question instanceof QuestionSelectBase)) throw new Error("no choices");
      const item = question.visibleChoices[index];
      if (item === undefined) throw new Error(`no choice ${index}`);
      expect([item.value, item.text]).toEqual([word, String(word)]);
      question.renderedValue = item.value;
      expect([question.isOtherSelected, question.validate(false), form.data.q]).toEqual([false, true, word]);
      expect(stored(definition, { q: word })).toEqual({ q: { value: word, missing: null } });
    }
  });

  it("in a checkbox: all of them together, each a column", () => {
    const definition = survey({ type: "checkbox", choices: words });
    const question = formOf(definition).getQuestionByName("q");
    if (!(question instanceof QuestionCheckboxModel)) throw new Error("no checkbox");
    for (const item of question.visibleChoices) question.clickItemHandler(item, true);
    expect([...question.value]).toEqual(words);
    const answers = stored(definition, { q: words });
    expect(words.map((word) => answers[`q.${word}`]?.value)).toEqual(words.map(() => 1));
    expect(stored(definition, { q: ["none"] })["q.other"]).toEqual({ value: 0, missing: null });
  });

  it("as rows of scales: each needs a touch of its own", () => {
    const definition = survey({
      type: "scales",
      minText: "l",
      maxText: "h",
      rows: [
        { value: "constructor", text: "Builder" },
        { value: "toString", text: "x" },
      ],
    });
    expect(submitSurvey(definition, {}, {})).toMatchObject({
      complete: false,
      gaps: [{ rows: ["constructor", "toString"] }],
    });
    expect(submitSurvey(definition, { q: { toString: 3 } }, {})).toMatchObject({
      gaps: [{ rows: ["constructor"] }],
    });
    const form = formOf(definition);
    const scales = form.getQuestionByName("q");
    if (!(scales instanceof QuestionScalesModel)) throw new Error("no scales");
    scales.rate("constructor", 7);
    expect(scales.unratedRows).toEqual(["toString"]);
    scales.rate("toString", 3);
    expect([scales.unratedRows, scales.validate(false)]).toEqual([[], true]);
    expect(JSON.stringify(form.data)).toBe('{"q":{"constructor":7,"toString":3}}');
    expect(stored(definition, { q: { constructor: 7, toString: 3 } })["q.constructor"]).toEqual({
      value: 7,
      missing: null,
    });
  });

  it("still rule the others out where the question adds them by a switch, or a choice is marked so", () => {
    const switched = survey({ type: "checkbox", choices: ["a", "b"], showNoneItem: true });
    expect(() => checkAnswers(switched, {}, { q: ["a", "none"] })).toThrow("rules the others out");
    const marked = survey({
      type: "checkbox",
      choices: ["a", "b", { value: "neither", text: "Neither", isExclusive: true }],
    });
    expect(() => checkAnswers(marked, {}, { q: ["a", "neither"] })).toThrow("rules the others out");
    const question = formOf(marked).getQuestionByName("q");
    if (!(question instanceof QuestionCheckboxModel)) throw new Error("no checkbox");
    const [a, b, neither] = question.visibleChoices;
    if (a === undefined || b === undefined || neither === undefined) throw new Error("no choices");
    question.clickItemHandler(a, true);
    question.clickItemHandler(b, true);
    question.clickItemHandler(neither, true);
    expect([...question.value]).toEqual(["neither"]);
    question.clickItemHandler(b, true);
    expect([...question.value]).toEqual(["b"]);
  });
});

describe("limits of the form library", () => {
  it.each([
    [1, 100, 1],
    [0, 1000, 1],
    [-50, 50, 5],
    [10, 200, 10],
  ])("do not end a rating from %i to %i in steps of %i", (rateMin, rateMax, rateStep) => {
    const definition = survey({ type: "rating", rateMin, rateMax, rateStep });
    const question = formOf(definition).getQuestionByName("q");
    if (!(question instanceof QuestionRatingModel)) throw new Error("no rating");
    const values = question.visibleRateValues.map((item) => item.value);
    expect([values.at(0), values.at(-1), values.length]).toEqual([
      rateMin,
      rateMax,
      (rateMax - rateMin) / rateStep + 1,
    ]);
    expect(stored(definition, { q: rateMax }).q).toEqual({ value: rateMax, missing: null });
  });

  it("that we have ourselves are named with their line", () => {
    const { problems } = compileSurvey(
      '{"pages":[{"name":"p","elements":[\n{"type":"rating","name":"q","rateMax":5000}]}]}',
      { file: "survey.json" },
    );
    expect(problems).toMatchObject([
      { line: 2, message: "5000 steps, expected at most 1001; `scales` take any range" },
    ]);
  });
});
