import { RefractError } from "@refract/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OutageLog } from "./outage-log.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const away = new RefractError("unavailable", "postgres://db: the server does not answer");

function setUp() {
  const state = { isAway: false };
  const lines: unknown[] = [];
  const log = new OutageLog(
    { ping: () => (state.isAway ? Promise.reject(away) : Promise.resolve()) },
    {
      info: (fields, message) => lines.push(["info", message, fields]),
      error: (fields, message) => lines.push(["error", message, fields]),
    },
    Date.now,
  );
  const fail = (error: unknown = away) => log.note(error, () => lines.push("background work failed"));
  return { state, lines, log, fail };
}

test("an outage is told at its start, once a minute with a count, and at its end", async () => {
  const { state, lines, log, fail } = setUp();
  using _log = log;
  state.isAway = true;
  for (let second = 0; second < 150; second += 1) {
    fail();
    fail();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  const still = "the database still does not answer";
  expect(lines).toEqual([
    ["error", "the database does not answer", { error: away.message, code: "unavailable" }],
    ["error", still, { failures: 120, seconds: 60 }],
    ["error", still, { failures: 240, seconds: 120 }],
  ]);
  lines.length = 0;
  state.isAway = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(lines).toEqual([["info", "the database answers again", { failures: 300, seconds: 152 }]]);
  // The next one is another.
  state.isAway = true;
  fail();
  await vi.advanceTimersByTimeAsync(0);
  expect(lines.at(-1)).toEqual([
    "error",
    "the database does not answer",
    { error: away.message, code: "unavailable" },
  ]);
});

test("what fails for another reason has its own line each time, also when it calls itself unavailable", async () => {
  const { state, lines, log, fail } = setUp();
  using _log = log;
  fail(new Error("a mistake"));
  fail(new RefractError("unavailable", "study: version 2 is set aside"));
  fail(new RefractError("unavailable", "study: version 2 is set aside"));
  await vi.advanceTimersByTimeAsync(0);
  expect(lines).toEqual(Array.from({ length: 3 }, () => "background work failed"));
  state.isAway = true;
  fail();
  await vi.advanceTimersByTimeAsync(0);
  fail(new Error("a mistake"));
  expect(lines.slice(3)).toEqual([
    ["error", "the database does not answer", { error: away.message, code: "unavailable" }],
    "background work failed",
  ]);
});
