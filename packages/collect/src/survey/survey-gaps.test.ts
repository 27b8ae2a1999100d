import { expect, test } from "vitest";
import type { SurveyAnswers } from "./check-answers.ts";
import { compiled } from "./fixtures/every-type.ts";
import { gapsOf } from "./survey-gaps.ts";

const survey = compiled({
  pages: [
    {
      name: "p",
      elements: [
        { type: "boolean", name: "open" },
        { type: "text", name: "closed", isRequired: true, enableIf: "{open} = true" },
        {
          type: "comment",
          name: "story",
          maxLength: 8,
          validators: [{ type: "text", minLength: 5, maxLength: 6 }],
        },
        { type: "ranking", name: "order", choices: ["a", "b", "c"] },
        {
          type: "checkbox",
          name: "topics",
          minSelectedChoices: 2,
          choices: ["x", "y", { value: "nothing", isExclusive: true }],
        },
        {
          type: "scales",
          name: "prefs",
          isRequired: true,
          startAt: 50,
          minText: "No",
          maxText: "Yes",
          rows: [{ value: "speed", text: "Speed" }],
        },
      ],
    },
  ],
});
const reasonsOf = (answers: SurveyAnswers) =>
  survey.questions.flatMap((question) =>
    gapsOf(question, answers).map((gap) => `${gap.question}: ${gap.reason}`),
  );

test.each<[what: string, answers: SurveyAnswers, gaps: readonly string[]]>([
  ["what can't be answered is not required, nor is a scale that starts somewhere", {}, []],
  ["what can is", { open: true }, ["closed: required"]],
  ["a text one character too short", { story: "abcd" }, ["story: too-short"]],
  ["the shortest", { story: "abcde" }, []],
  ["the longest", { story: "abcdef" }, []],
  ["a text one character too long", { story: "abcdefg" }, ["story: too-long"]],
  ["an order without its last place", { order: ["c", "a"] }, ["order: too-few"]],
  ["a whole order", { order: ["c", "a", "b"] }, []],
  ["too few choices", { topics: ["x"] }, ["topics: too-few"]],
  ["enough", { topics: ["x", "y"] }, []],
  ["a choice that is enough by itself", { topics: ["nothing"] }, []],
])("%s", (_, answers, gaps) => {
  expect(reasonsOf(answers)).toEqual(gaps);
});
