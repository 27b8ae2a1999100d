import { expect, test } from "vitest";
import {
  releasedDatetime,
  releasedDuration,
  releasedInstant,
  releasedOrEmpty,
  releasedText,
} from "./release-text.ts";

test("half a pair and NUL become U+FFFD, whole pairs and everything else stay", () => {
  expect(releasedText("a\ud83db\udc4bc\0d")).toBe("a\ufffdb\ufffdc\ufffdd");
  expect(releasedText(" 👋🏽 مرحبا\r\n")).toBe(" 👋🏽 مرحبا\r\n");
});

test.each([
  ["", "EMPTY STRING"],
  [" \n\u00a0", "EMPTY STRING"],
  [" None\n", "EMPTY STRING"],
  ["none", "none"],
  [" None of these ", " None of these "],
])("%j is released as %j", (text, released) => {
  expect(releasedOrEmpty(text)).toBe(released);
});

test("times are in UTC, the fractions of seconds in instants alone", () => {
  const at = Date.parse("2026-02-28T23:59:59.987Z");
  expect(releasedDatetime(at)).toBe("2026-02-28 23:59:59");
  expect(releasedInstant(at)).toBe("2026-02-28T23:59:59.987Z");
});

test.each([
  [0, 90_000, 90, 1.5],
  [0, 1_234, 1.23, 0.02],
  [0, 1_235, 1.24, 0.02],
  [5_000, 5_000, 0, 0],
  [5_000, 4_000, 0, 0],
])("from %i to %i ms are %d s and %d min", (from, to, seconds, minutes) => {
  expect(releasedDuration(from, to)).toEqual({ seconds, minutes });
});
