import { expect, test } from "vitest";
import type { Answered } from "../missing.ts";
import { conditionHolds } from "./answer-condition.ts";

const young = { field: "age", oneOf: ["18-24", 7, true] };
const notYoung = { field: "age", noneOf: ["18-24"] };
const said = (value: string | number | boolean): Answered => ({ value, missing: null });

test.each<[string, Answered | undefined, boolean, boolean]>([
  ["one of the values", said("18-24"), true, false],
  ["another value", said("25-34"), false, true],
  ["a number or a truth that is written alike", said("7"), true, true],
  ["nothing, though asked", { value: null, missing: "skipped" }, false, true],
  ["that they would rather not say", { value: null, missing: "prefer-not-to-say" }, false, true],
  ["nothing, as they were not asked", { value: null, missing: "not-asked" }, false, false],
  ["nothing yet", undefined, false, false],
])("of somebody who said %s", (_, answer, isYoung, isNotYoung) => {
  const answers = answer === undefined ? {} : { age: answer };
  expect(conditionHolds(young, answers)).toBe(isYoung);
  expect(conditionHolds(notYoung, answers)).toBe(isNotYoung);
});

test("a field named like a property that objects have by themselves was not asked", () => {
  expect(conditionHolds({ field: "constructor", noneOf: ["x"] }, {})).toBe(false);
});
