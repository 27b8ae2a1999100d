import { expect, test } from "vitest";
import { everyType } from "./fixtures/every-type.ts";
import { takeAnswers } from "./take-answers.ts";

test("one answer that can't be does not cost those that come with it, and is named", () => {
  expect(takeAnswers(everyType(), { age: 30 }, { story: "Once", age: 250, used: "Yes", mood: null })).toEqual(
    {
      changed: { story: "Once", used: "Yes", mood: null },
      refused: ["age"],
    },
  );
});

test("own words that are too long are named by their own key, and made-up names are passed over", () => {
  const tooLong = "x".repeat(20_001);
  expect(
    takeAnswers(everyType(), {}, { constructor: 1, nosuch: 2, used: "No", "uses-Comment": tooLong }),
  ).toEqual({
    changed: { used: "No" },
    refused: ["uses-Comment"],
  });
});

test("a save that names no question is refused", () => {
  expect(() => takeAnswers(everyType(), {}, JSON.parse('{"__proto__": 1}'))).toThrow("unknown question");
});

test("an answer that was emptied is taken back", () => {
  expect(
    takeAnswers(everyType(), { story: "Once", uses: ["work"] }, { story: "", uses: [], prefs: {} }),
  ).toEqual({
    changed: { story: null, uses: null, prefs: null },
    refused: [],
  });
});

test("a save with one answer that can't be and one unknown name is no error: the one is named", () => {
  expect(takeAnswers(everyType(), {}, { nosuch: 1, age: 250 })).toEqual({ changed: {}, refused: ["age"] });
});
