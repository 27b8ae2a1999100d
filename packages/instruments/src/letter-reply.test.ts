import { expect, test } from "vitest";
import { letterIn, parseLetter } from "./letter-reply.ts";

const order = ["a", "b", "c", "d"];

test.each([
  ["B", "b"],
  ["Answer: (C).", "c"],
  ["Ｄ", "d"],
  ["A is correct", "a"],
  ["A because it is custom", "a"],
  ["A good answer is C", "c"],
  ["A\nit is the custom", "a"],
  ["b", "b"],
  ["**B**", "b"],
  ["_B_", "b"],
  ["__C__ rice", "c"],
  ['{"answer": "C"}', "c"],
  ['{"answer": "c"}', "c"],
  // scripts without blanks between words, endings written on, right to left
  ["答案是B。", "b"],
  ["B입니다.", "b"],
  ["正解はCです", "c"],
  ["คำตอบคือD", "d"],
  ["መልሱ Bነው", "b"],
  ["الإجابة: B", "b"],
  ["\u200fהתשובה היא C.\u200f", "c"],
  ["Doğru cevap B'dir.", "b"],
  // a capital A inside a sentence is no article
  ["I choose A for its name", "a"],
  ["Die Antwort A ist richtig", "a"],
  ["A é a resposta correta", "a"],
  ["A resposta correta é D", "d"],
  ["Hepatitis A virus, so B", "b"],
  // small letters as labels and behind a cue
  ["b) rice", "b"],
  ["(c) rice", "c"],
  ["d. rice", "d"],
  ["**b.** rice", "b"],
  ["The answer is b.", "b"],
  ["Option c", "c"],
])('"%s" names option %s', (reply, id) => {
  expect(parseLetter(reply, order)).toMatchObject({ value: id, missing: null });
});

test.each([
  "",
  "A good question",
  "It is: A good question",
  "Apple",
  "B52",
  "I don't know",
  "C's",
  "The answer is a bowl of rice",
  "E",
  "Bолезнь",
  "snake_B_case",
  "a.m. or p.m.",
])('"%s" names no option', (reply) => {
  expect(parseLetter(reply, order)).toMatchObject({ value: null, missing: "unparsed" });
});

test("a fifth letter counts where there are five options", () => {
  expect(letterIn("E", 5)).toEqual({ place: 4, rule: "letter" });
  expect(letterIn("e.", 5)).toEqual({ place: 4, rule: "small-letter" });
});

test.each(["A b ", " A", "answer ", "A. "])("1 MB of %j is read in time", (part) => {
  const begun = performance.now();
  letterIn(part.repeat(1_000_000 / part.length), 4);
  expect(performance.now() - begun).toBeLessThan(2000);
});
