import { expect, it } from "vitest";
import { surveyFinishedAt } from "./survey-end.ts";

const stages = (...types: readonly string[]) => ({
  stages: types.map((type, index) => ({ id: `s${index}`, type })),
});
const at = (scope: string, time: number) => ({ scope, at: time });

it("is when the last survey before the conversations was handed in, whatever a later one takes", () => {
  const study = stages("consent", "survey", "survey", "conversation", "survey", "end");
  expect(surveyFinishedAt(study, [at("s0", 5), at("s1", 10), at("s2", 20), at("s4", 900)])).toBe(20);
  expect(surveyFinishedAt(study, [at("entry", 1), at("s0", 5)])).toBeNull();
});

it("is the first survey's where all come later, and the last one's where nothing else is asked", () => {
  expect(surveyFinishedAt(stages("task", "survey", "survey"), [at("s1", 10), at("s2", 20)])).toBe(10);
  expect(surveyFinishedAt(stages("survey", "survey"), [at("s0", 10), at("s1", 20)])).toBe(20);
});
