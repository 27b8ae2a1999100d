import { expect, it } from "vitest";
import { mergeCommands } from "./merge-commands.ts";

it("joins autosaves of a survey: newer answers win, cleared ones stay cleared, the newest page counts", () => {
  expect(
    mergeCommands(
      { type: "survey.saved", answers: { age: "18-24", gender: null }, page: 1 },
      { type: "survey.saved", answers: { age: "25-34" }, page: 2 },
    ),
  ).toEqual({ type: "survey.saved", answers: { age: "25-34", gender: null }, page: 2 });
  // Leaving a page is decided about with the answers of that moment.
  const leaving = { type: "survey.saved", answers: {}, page: 1, left: "one" } as const;
  expect(mergeCommands(leaving, { type: "survey.saved", answers: { age: "25-34" }, page: 2 })).toBeNull();
  expect(mergeCommands({ type: "survey.saved", answers: { age: "25-34" }, page: 1 }, leaving)).toEqual({
    ...leaving,
    answers: { age: "25-34" },
  });
});

it("keeps ratings of different answers apart", () => {
  const trace = { touched: true, firstTouchMs: 1, pathLength: 0 };
  const a = { type: "slot.rated", slotId: "a", score: 1, trace } as const;
  const b = { type: "slot.rated", slotId: "b", score: 2, trace } as const;
  expect(mergeCommands(a, b)).toBeNull();
  expect(mergeCommands(a, { ...a, score: 9 })).toEqual({ ...a, score: 9 });
});

it("never joins what happens: a message is not an autosave", () => {
  expect(
    mergeCommands({ type: "turn.sent", prompt: "one" }, { type: "turn.sent", prompt: "two" }),
  ).toBeNull();
  expect(
    mergeCommands({ type: "feedback.saved", text: "half" }, { type: "feedback.submitted", text: "whole" }),
  ).toBeNull();
});
