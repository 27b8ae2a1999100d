import { expect, test } from "vitest";
import { clockTouched, clockWhen, seenMs, startClock } from "./item-clock.ts";

test("only time in view counts, over reloads too, and the first touch stays the first", () => {
  const fresh = startClock({ seenMs: 0, firstInputMs: null }, true, 1000);
  const touched = clockTouched(fresh, 1400);
  const hidden = clockWhen(touched, false, 3000);
  expect(seenMs(hidden, 90_000)).toBe(2000);
  const back = clockTouched(clockWhen(hidden, true, 90_000), 91_000);
  expect(seenMs(back, 91_500)).toBe(3500);
  expect(back.firstInputMs).toBe(400);
  const reloaded = startClock({ seenMs: 3500, firstInputMs: 400 }, false, 20);
  expect(seenMs(reloaded, 5000)).toBe(3500);
  expect(seenMs(clockWhen(reloaded, true, 5000), 6000)).toBe(4500);
});
