import { expect, test } from "vitest";
import { openSurvey } from "./open-survey.ts";

test("the full stop of an Arabic message stands at its end", async () => {
  const definition = {
    pages: [{ name: "one", elements: [{ type: "text", name: "place", isRequired: true }] }],
  };
  const survey = await openSurvey(definition, {}, 0, "ar");
  survey.validate();
  const [error] = survey.getQuestionByName("place").errors;
  expect(error?.getText()).toMatch(/^يرجى .*\.$/);
});
