import { expect, it } from "vitest";
import { separationRule } from "./separation-rule.ts";

it.each([
  ["openrouter:deepseek/deepseek-r1", null, false, "held"],
  ["local:qwen3-4b-thinking-2507", null, false, "held"],
  ["openai:gpt-5", null, false, "separate"],
  ["openai:gpt-5", null, true, "held"],
  ["openrouter:deepseek/deepseek-r1", "separate", true, "separate"],
  ["openrouter:deepseek/deepseek-r1", "text", true, "text"],
  ["openai:gpt-5", "unopened", false, "unopened"],
] as const)("%s, declared %s, seen unopened %s: %s", (reference, reasoningTags, seen, rule) => {
  expect(separationRule(reference, reasoningTags === null ? {} : { reasoningTags }, seen)).toBe(rule);
});
