import { expect, test } from "vitest";
import { marginOfError, surveyBlocks } from "./survey-plan.ts";

test("4,000 questions, 6,174 people and blocks of 142 give every question at least 200 answers", () => {
  const answers = new Int32Array(4000);
  for (const block of surveyBlocks(4000, 6174, 142, "survey")) {
    expect(new Set(block).size).toBe(142);
    for (const question of block) answers[question] = (answers[question] ?? 0) + 1;
  }
  expect([Math.min(...answers), Math.max(...answers)]).toEqual([219, 220]);
});

test("219 answers have a margin of 6.6 points, and a block can't ask a question twice", () => {
  expect(marginOfError(219)).toBeCloseTo(0.066, 3);
  expect(() => surveyBlocks(10, 1, 11, "s")).toThrow("blockSize: invalid value 11");
  expect(surveyBlocks(10, 3, 4, "s")).toEqual(surveyBlocks(10, 3, 4, "s"));
});
