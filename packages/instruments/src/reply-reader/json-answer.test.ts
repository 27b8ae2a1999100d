import { expect, test } from "vitest";
import { jsonAnswerOf } from "./json-answer.ts";

test("of several objects the last that says something counts, with its place", () => {
  expect(jsonAnswerOf('{"answer":"A"} {"answer":"C"}')).toEqual({ answer: "C", start: 15, end: 29 });
  expect(jsonAnswerOf('{"answer":"B"}\n{"answer":" "}')).toEqual({ answer: "B", start: 0, end: 14 });
  expect(jsonAnswerOf('{"answer":"B"} {"note":"A"} {answer: A}')).toEqual({ answer: "B", start: 0, end: 14 });
  expect(jsonAnswerOf('{"Final_Answer": ["A", "B"]}')?.answer).toBe("A and B");
  expect(jsonAnswerOf('{"answer": null}')?.answer).toBe("none");
  expect(jsonAnswerOf('{"note":"A"}')).toBeNull();
});
