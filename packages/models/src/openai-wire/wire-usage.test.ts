import { expect, test } from "vitest";
import { readUsage, tokenCount } from "./wire-usage.ts";

test.each<[string, unknown, ReturnType<typeof readUsage>]>([
  [
    "among the tokens of the completion",
    {
      prompt_tokens: 10,
      completion_tokens: 50,
      total_tokens: 60,
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    { inputTokens: 10, outputTokens: 50, reasoningTokens: 30 },
  ],
  [
    "beside it and in the total, as many as stated",
    {
      prompt_tokens: 10,
      completion_tokens: 50,
      total_tokens: 90,
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    { inputTokens: 10, outputTokens: 80, reasoningTokens: 30 },
  ],
  [
    "beside it, more than the completion has",
    {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 50,
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    { inputTokens: 10, outputTokens: 40, reasoningTokens: 30 },
  ],
  [
    "in the total alone, without a word",
    { prompt_tokens: 10, completion_tokens: 50, total_tokens: 90 },
    { inputTokens: 10, outputTokens: 80, reasoningTokens: 30 },
  ],
  [
    "among them, though the total counts something else as well",
    {
      prompt_tokens: 10,
      completion_tokens: 50,
      total_tokens: 67,
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    { inputTokens: 10, outputTokens: 50, reasoningTokens: 30 },
  ],
  [
    "in a field of its own",
    { prompt_tokens: 1, completion_tokens: 2, reasoning_tokens: 2 },
    { inputTokens: 1, outputTokens: 2, reasoningTokens: 2 },
  ],
  ["nowhere", { prompt_tokens: 1 }, { inputTokens: 1, outputTokens: null, reasoningTokens: null }],
  ["in no object", [1, 2], null],
])("reasoning is counted %s", (_, usage, expected) => {
  expect(readUsage(usage)).toEqual(expected);
});

test("a count of tokens is a whole number from 0", () => {
  expect([0, 7, -1, 1.5, Number.NaN, "7", null, undefined].map(tokenCount)).toEqual([
    0,
    7,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
