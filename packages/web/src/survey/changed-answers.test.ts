import { expect, it } from "vitest";
import { changedAnswers, withoutChanges } from "./changed-answers.ts";

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

it("takes a refused save back, so that the next one brings it again", () => {
  const before = { age: "18-24", religion: "none" };
  const after = { age: "25-34", gender: "Female" };
  const changed = changedAnswers(before, after);
  expect(withoutChanges(after, changed, before)).toEqual(before);
  // What was saved meanwhile stays saved.
  expect(withoutChanges({ ...after, job: "cook" }, changed, before)).toEqual({ ...before, job: "cook" });
});
