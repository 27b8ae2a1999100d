import { expect, test } from "vitest";
import { withoutReasoning } from "./without-reasoning.ts";

test.each([
  ["B", "B"],
  ["<think>A?</think>B", "B"],
  ["It is A, I think.</think>\nB", "B"],
  ["B<think>no, A", "B"],
  ["<think>Could it be A", ""],
  ["<scratchpad>A?</scratchpad> B", "B"],
  ["<analysis>B</analysis>", "<analysis>B</analysis>"],
  ["<|channel|>analysis<|message|>A?<|end|><|start|>assistant<|channel|>final<|message|>B<|return|>", "B"],
  ["analysisWe should weigh A.assistantfinalB", "B"],
  ["<p>B</p>", "<p>B</p>"],
])("%j is %j", (reply, answer) => {
  expect(withoutReasoning(reply)).toBe(answer);
});
