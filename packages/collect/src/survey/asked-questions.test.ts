import { expect, test } from "vitest";
import { shownAnswers } from "./asked-questions.ts";
import { compiled, everyType } from "./fixtures/every-type.ts";

test("what is hidden is no answer, its own words included", () => {
  const saved = { used: "No", uses: ["other"], "uses-Comment": "sleep", mood: 2, agree: { calm: "yes" } };
  expect(shownAnswers(everyType(), saved)).toEqual({ used: "No", mood: 2 });
  const shown = { ...saved, used: "Yes", mood: 4 };
  expect(shownAnswers(everyType(), shown)).toEqual(shown);
});

test("an answer that is hidden hides what hangs on it, and brings back what hangs on its absence", () => {
  const question = (name: string, visibleIf?: string) => ({ type: "boolean", name, visibleIf });
  const chain = compiled({
    pages: [
      {
        name: "p",
        elements: [
          question("a"),
          question("b", "{a} = true"),
          question("c", "{b} = true"),
          question("d", "{c} = true"),
          question("e", "{b} empty"),
        ],
      },
    ],
  });
  const all = { a: false, b: true, c: true, d: true, e: true };
  expect(shownAnswers(chain, all)).toEqual({ a: false, e: true });
  expect(shownAnswers(chain, { ...all, a: true })).toEqual({ a: true, b: true, c: true, d: true });
});
