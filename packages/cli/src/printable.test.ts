import { expect, test } from "vitest";
import { printable, printedJson } from "./printable.ts";

test("control characters and turns of direction are written out, lines and tabs stay", () => {
  expect(printable("a\u001b[2Jb\u0007\r\nc\td\u009b31m\u202ee\rf\u0000")).toBe(
    "a\\x1b[2Jb\\x07\nc\td\\x9b31m\\u202ee\\x0df\\x00",
  );
  expect(printable("naïve 日本 مرحبا 👍🏽\u200f\u200b")).toBe("naïve 日本 مرحبا 👍🏽\u200f\u200b");
});

test("JSON holds none of them either, and reads back as it was", () => {
  const document = { text: "a\u001b[2J\u009b\u007f\u202e\n" };
  const printed = printedJson(document);
  expect(printed).not.toMatch(/[[\p{Cc}\u202a-\u202e]--\n]/v);
  expect(JSON.parse(printed)).toEqual(document);
});
