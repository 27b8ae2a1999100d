import { expect, test } from "vitest";
import { closingLines } from "./closing-lines.mjs";

test("a clean run ends with the counts alone", () => {
  expect(closingLines({ passed: 12, failed: 0, skipped: [], failures: [] })).toBe("12 passed, 0 failed");
});

test("skipped tests are listed with their reasons, failed ones by name, before the counts", () => {
  const summary = {
    passed: 1,
    failed: 1,
    skipped: [{ name: "a > b", reason: "needs Chromium" }],
    failures: ["a > c"],
  };
  expect(closingLines(summary).split("\n")).toEqual([
    "skipped: a > b",
    "  needs Chromium",
    "failed: a > c",
    "1 passed, 1 failed, 1 skipped",
  ]);
});
