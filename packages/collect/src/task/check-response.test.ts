import { expect, test } from "vitest";
import { checkResponse } from "./check-response.ts";
import { type TaskFormat, taskFormatSchema } from "./task-item.ts";

const options = ["a", "b", "c"].map((id) => ({ id, text: id.toUpperCase() }));
const format = (input: object): TaskFormat => taskFormatSchema.parse(input);

test.each([
  [{ kind: "choice", options }, "b", "b"],
  [{ kind: "likert", options }, "c", "c"],
  // Kept in the order of the item, whatever the order of the clicks.
  [{ kind: "several", options }, ["c", "a"], ["a", "c"]],
  [{ kind: "ranking", options }, ["c", "a", "b"], ["c", "a", "b"]],
  [{ kind: "true-false" }, false, false],
  [{ kind: "vas", low: "none", high: "all" }, 100, 100],
  [{ kind: "number", minimum: 0, whole: true }, 3, 3],
  [{ kind: "text" }, "  rice  ", "rice"],
  [{ kind: "text", slots: 3 }, ["rice", "", " beans"], ["rice", "beans"]],
])("%j takes %j", (input, value, stored) => {
  expect(checkResponse(format(input), value)).toEqual(stored);
});

test.each([
  [{ kind: "choice", options }, "d", "expected one of a, b, c"],
  [{ kind: "likert", options }, 1, "expected one of a, b, c"],
  [{ kind: "several", options }, [], "expected some of a, b, c, each once"],
  [{ kind: "several", options }, ["a", "a"], "expected some of a, b, c, each once"],
  [{ kind: "ranking", options }, ["a", "b"], "expected all of a, b, c, each once"],
  [{ kind: "true-false" }, "true", "expected true or false"],
  [{ kind: "vas", low: "none", high: "all" }, 101, "expected a whole number from 0 to 100"],
  [{ kind: "vas", low: "none", high: "all" }, 33.3, "expected a whole number from 0 to 100"],
  [{ kind: "number", maximum: 10, whole: true }, 2.5, "expected a whole number from any to 10"],
  [{ kind: "text" }, "   ", "expected a text of at most 500 characters"],
  [{ kind: "text", slots: 2 }, ["a", "b", "c"], "expected a list of 1 to 2 texts"],
])("%j refuses %j", (input, value, message) => {
  expect(() => checkResponse(format(input), value)).toThrow(message);
});

test("a number is read as it is written in the language of the pages", () => {
  expect(checkResponse(format({ kind: "number" }), "1.234", "de")).toBe(1234);
  expect(checkResponse(format({ kind: "number" }), "1.234", "en")).toBe(1.234);
  expect(checkResponse(format({ kind: "number", whole: true }), "١٬٢٣٤")).toBe(1234);
  expect(() => checkResponse(format({ kind: "number", whole: true }), "1.234", "en")).toThrow(
    "expected a whole number",
  );
});
