import { expect, it } from "vitest";
import { changedAnswers } from "./changed-answers.ts";

it("saves what is new or different, and null for what was taken back", () => {
  expect(
    changedAnswers(
      { age: "18-24", usecases: ["code"], prefs: { values: 3 }, religion: "none" },
      { age: "18-24", usecases: ["code", "writing"], prefs: { values: 4 }, gender: "Female" },
    ),
  ).toEqual({ usecases: ["code", "writing"], prefs: { values: 4 }, gender: "Female", religion: null });
});

it("saves nothing when nothing changed", () => {
  expect(changedAnswers({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual({});
});
