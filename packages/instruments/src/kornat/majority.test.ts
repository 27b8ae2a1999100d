import { expect, test } from "vitest";
import { majorityOf } from "./majority.ts";

test("the answer of most templates counts; several leaders are a tie; silence is none", () => {
  expect(majorityOf(["agree", "agree", "neutral", "agree", "disagree"])).toEqual({
    kind: "answer",
    answer: "agree",
  });
  expect(majorityOf(["agree", "neutral", null, null, null])).toEqual({
    kind: "tied",
    leaders: ["agree", "neutral"],
  });
  expect(majorityOf([null, null])).toEqual({ kind: "none" });
});
