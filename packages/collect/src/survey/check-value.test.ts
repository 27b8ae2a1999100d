import { expect, test } from "vitest";
import { checkAnswers } from "./check-answers.ts";
import { compiled } from "./fixtures/every-type.ts";

const survey = compiled({
  pages: [
    {
      name: "p",
      elements: [
        { type: "rating", name: "mood", rateMin: 1, rateMax: 7, rateStep: 2 },
        {
          type: "checkbox",
          name: "two",
          maxSelectedChoices: 2,
          choices: ["a", "b", "c"],
          showNoneItem: true,
        },
        { type: "text", name: "age", inputType: "number", min: 0.5, max: 9, step: 0.25 },
        { type: "text", name: "born", inputType: "date", max: "2020-12-31" },
        { type: "text", name: "word", maxLength: 3 },
      ],
    },
  ],
});
const taken = (name: string, value: string | number | readonly string[]) => {
  try {
    return checkAnswers(survey, {}, { [name]: typeof value === "object" ? [...value] : value })[name];
  } catch (error) {
    return String(error).replace(/^.*expected /, "expected ");
  }
};

test.each([
  ["mood", 1, 1],
  ["mood", 7, 7],
  ["mood", 2, "expected a whole number from 1 to 7"],
  ["mood", 9, "expected a whole number from 1 to 7"],
  ["two", ["a", "c"], ["a", "c"]],
  ["two", ["a", "b", "c"], "expected at most 2 choices"],
  ["two", ["a", "a"], "expected every choice at most once"],
  ["two", ["none"], ["none"]],
  ["two", ["none", "a"], "expected no other choice beside one that rules the others out"],
  ["age", 0.5, 0.5],
  ["age", 9, 9],
  ["age", 0.75, 0.75],
  ["age", 0.8, "expected a number in steps of 0.25 from 0.5"],
  ["age", 9.25, "expected a number from 0.5 to 9"],
  ["born", "2020-02-29", "2020-02-29"],
  ["born", "2019-02-29", "expected a day that exists"],
  ["born", "2021-01-01", "expected a value of at most 2020-12-31"],
  ["word", "a\u0000bc", "expected at most 3 characters instead of 4"],
  ["word", "a\u0000b", "ab"],
] as const)("%s: %j is stored as %j", (name, value, expected) => {
  expect(taken(name, value)).toEqual(expected);
});
