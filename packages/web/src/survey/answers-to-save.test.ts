import { expect, it } from "vitest";
import { answersToSave } from "./answers-to-save.ts";
import { openSurvey } from "./open-survey.ts";

const opened = () =>
  openSurvey(
    {
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
    { says: "yes" },
    0,
    "en",
  );

it("a number that is still being typed is not saved yet, and takes nothing else with it", async () => {
  const survey = await opened();
  survey.setValue("town", "Lima");
  survey.setValue("age", 2);
  expect(answersToSave(survey, { says: "yes" })).toEqual({ says: "yes", town: "Lima" });
  survey.setValue("age", 25);
  expect(answersToSave(survey, { says: "yes" })).toEqual({ says: "yes", town: "Lima", age: 25 });
  survey.setValue("age", 250);
  expect(answersToSave(survey, { says: "yes", age: 25 })).toEqual({ says: "yes", town: "Lima", age: 25 });
  expect(survey.getQuestionByName("age").errors.length).toBe(0);
});

it("nor is one that nobody sees any more", async () => {
  const survey = await opened();
  survey.setValue("age", 2);
  survey.setValue("says", "no");
  expect(answersToSave(survey, { says: "yes" })).toEqual({ says: "no" });
});
