import { expect, test } from "vitest";
import { plausibleUsage } from "./plausible-usage.ts";

const request = {
  messages: [{ role: "user" as const, content: "x".repeat(100) }],
  parameters: { maxTokens: 50 },
};
const counted = (
  inputTokens: number | null,
  outputTokens: number | null,
  reasoningTokens: number | null = null,
) => ({
  inputTokens,
  outputTokens,
  reasoningTokens,
});

test("figures that can be stay as they are", () => {
  for (const usage of [counted(20_100, 2_200, 2_200), counted(null, null), counted(0, 0, 0)])
    expect(plausibleUsage(usage, request, "")).toEqual({ usage, dropped: null });
  const usage = counted(1, 300_000);
  expect(plausibleUsage(usage, { ...request, parameters: {} }, "")).toEqual({ usage, dropped: null });
  const long = counted(1, 5_000);
  expect(plausibleUsage(long, request, "ä".repeat(2_500))).toEqual({ usage: long, dropped: null });
});

test.each([
  [counted(20_101, 5), counted(null, 5), "20101 input tokens, expected at most 20100"],
  [counted(9, 2_201), counted(9, null), "2201 output tokens, expected at most 2200"],
  [counted(9, 5, 6), counted(9, 5, null), "6 reasoning tokens, expected at most 5"],
  [counted(1e19, 3), counted(null, 3), "10000000000000000000 input tokens, expected at most 20100"],
  [counted(-1, 3), counted(null, 3), "-1 input tokens, expected at most 20100"],
  [
    counted(Number.NaN, Number.POSITIVE_INFINITY),
    counted(null, null),
    "NaN input tokens, expected at most 20100 and Infinity output tokens, expected at most 2200",
  ],
])("%j is dropped by name", (usage, kept, said) => {
  expect(plausibleUsage(usage, request, "")).toEqual({
    usage: kept,
    dropped: `the server counted ${said}; the count was dropped`,
  });
});
