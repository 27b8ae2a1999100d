import { RefractError } from "@refract/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { patiently } from "./patience.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const away = new RefractError("unavailable", "the database is away");

/** Away for so long, and then there. */
function awayFor(ms: number) {
  const from = performance.now();
  return async () => {
    if (performance.now() - from < ms) throw away;
    return "there";
  };
}

test("a database that is away for half a minute is waited for, by planners and workers alike", async () => {
  const answer = patiently(awayFor(30_000));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await answer).toBe("there");
});

test("after a minute it is gone, and what is no trouble of the database is told at once", async () => {
  const gone = expect(patiently(awayFor(Number.POSITIVE_INFINITY))).rejects.toBe(away);
  await vi.advanceTimersByTimeAsync(62_000);
  await gone;
  const wrong = new RefractError("conflict", "no");
  await expect(patiently(() => Promise.reject(wrong))).rejects.toBe(wrong);
});
