import { expect, it } from "vitest";
import { turnCount } from "./turn-count.ts";

it("a conversation is at the turn under way, or at the one to be written", () => {
  expect(turnCount({ settled: 0, turn: null, maximumTurns: 3 })).toEqual({ number: 1, turnsLeft: true });
  expect(turnCount({ settled: 1, turn: { number: 1 }, maximumTurns: 3 })).toEqual({
    number: 2,
    turnsLeft: true,
  });
  expect(turnCount({ settled: 2, turn: { number: 2 }, maximumTurns: 3 })).toEqual({
    number: 3,
    turnsLeft: false,
  });
});

it("a conversation that has all its turns does not name one more", () => {
  expect(turnCount({ settled: 3, turn: null, maximumTurns: 3 })).toEqual({ number: 3, turnsLeft: false });
});
