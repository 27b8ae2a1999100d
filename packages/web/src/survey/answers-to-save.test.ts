import { expect, it } from "vitest";
import { answersToSave, enteredAnswers } from "./answers-to-save.ts";
import { openSurvey } from "./open-survey.ts";
import { setAnswer } from "./set-answer.ts";

const opened = () =>
  openSurvey({
    definition: {
      pages: [
        {
          name: "one",
          elements: [
            { type: "radiogroup", name: "says", choices: ["yes", "no"] },
            {
              type: "text",
              name: "age",
              inputType: "number",
              min: 18,
              max: 120,
              visibleIf: "{says} = 'yes'",
            },
            { type: "text", name: "town" },
          ],
        },
      ],
    },
    current: () => ({ answers: { says: "yes" }, page: 0 }),
    language: "en",
    words: {},
  });

it("a number that is still being typed is not saved yet, and takes nothing else with it", async () => {
  const survey = await opened();
  survey.setValue("town", "Lima");
  survey.setValue("age", 2);
  expect(answersToSave(survey, { says: "yes" })).toEqual({
    answers: { says: "yes", town: "Lima" },
    held: ["age"],
  });
  survey.setValue("age", 25);
  expect(answersToSave(survey, { says: "yes" })).toEqual({
    answers: { says: "yes", town: "Lima", age: 25 },
    held: [],
  });
  survey.setValue("age", 250);
  expect(answersToSave(survey, { says: "yes", age: 25 })).toEqual({
    answers: { says: "yes", town: "Lima", age: 25 },
    held: ["age"],
  });
  expect(survey.getQuestionByName("age").errors.length).toBe(0);
});

it("nor is one that nobody sees any more", async () => {
  const survey = await opened();
  survey.setValue("age", 2);
  survey.setValue("says", "no");
  expect(answersToSave(survey, { says: "yes" })).toEqual({ answers: { says: "no" }, held: [] });
});

it("nor is what is typed into a number's field and is no number, which takes nothing else with it", async () => {
  const survey = await opened();
  survey.setValue("town", "Lima");
  expect(answersToSave(survey, { says: "yes", age: 25 }, new Map([["age", "1,00,0"]]))).toEqual({
    answers: { says: "yes", town: "Lima", age: 25 },
    held: ["age"],
  });
});

const chain = {
  pages: [
    {
      name: "p1",
      elements: [
        { type: "radiogroup", name: "a", choices: ["yes", "no"] },
        { type: "radiogroup", name: "b", visibleIf: "{a} = 'yes'", choices: ["x", "y"] },
        { type: "text", name: "c", visibleIf: "{b} = 'x'" },
      ],
    },
    { name: "p2", visibleIf: "{b} = 'x'", elements: [{ type: "text", name: "d" }] },
  ],
};

it("an answer that is hidden steers nothing and is not saved, and comes back with its question", async () => {
  const survey = await openSurvey({
    definition: chain,
    current: () => ({ answers: { a: "yes", b: "x", c: "why", d: "then" }, page: 0 }),
    language: "en",
    words: {},
  });
  survey.setValue("a", "no");
  expect(survey.getQuestionByName("c").isVisible).toBe(false);
  expect(survey.visiblePageCount).toBe(1);
  expect(answersToSave(survey, {}).answers).toEqual({ a: "no" });
  survey.setValue("a", "yes");
  expect(answersToSave(survey, {}).answers).toEqual({ a: "yes", b: "x", c: "why", d: "then" });
});

it("an answer that was hidden before the survey is opened steers nothing either", async () => {
  const survey = await openSurvey({
    definition: chain,
    current: () => ({ answers: { a: "no", b: "x", c: "why" }, page: 0 }),
    language: "en",
    words: {},
  });
  expect(survey.getQuestionByName("c").isVisible).toBe(false);
  expect(answersToSave(survey, {}).answers).toEqual({ a: "no" });
});

it("a number out of its limits stands in the form in place of the one before, over a reload and in another tab", async () => {
  const survey = await opened();
  survey.setValue("age", 40);
  survey.getQuestionByName("age").value = 400;
  expect(enteredAnswers(survey)).toEqual({ says: "yes", age: 400 });
  const reloaded = await opened();
  reloaded.data = enteredAnswers(survey);
  expect(reloaded.validateCurrentPage()).toBe(false);
  expect(answersToSave(reloaded, { says: "yes", age: 40 })).toEqual({
    answers: { says: "yes", age: 40 },
    held: ["age"],
  });
});

it("a date or a number out of its limits is taken back as any answer", async () => {
  const survey = await opened();
  survey.getQuestionByName("age").value = 400;
  setAnswer(survey, "age", null);
  expect(enteredAnswers(survey)).toEqual({ says: "yes" });
});
