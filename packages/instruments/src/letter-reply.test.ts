import { expect, test } from "vitest";
import { parseLetter } from "./letter-reply.ts";

const order = ["a", "b", "c", "d"];

test.each([
  ["B", "b"],
  ["Answer: (C).", "c"],
  ["Ｄ", "d"],
  ["A is correct", "a"],
  ["A because it is custom", "a"],
  ["A good answer is C", "c"],
  ["b", "b"],
])('"%s" names option %s', (reply, id) => {
  expect(parseLetter(reply, order)).toMatchObject({ value: id, missing: null });
});

test.each(["", "A good question", "Apple", "B52", "I don't know"])('"%s" names no option', (reply) => {
  expect(parseLetter(reply, order)).toMatchObject({ value: null, missing: "unparsed" });
});
