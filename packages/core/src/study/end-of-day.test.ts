import { expect, test } from "vitest";
import { endOfDay } from "./end-of-day.ts";

test("a day is over where it ends last, twelve hours behind UTC", () => {
  expect(new Date(endOfDay("2026-02-28")).toISOString()).toBe("2026-03-01T12:00:00.000Z");
});
