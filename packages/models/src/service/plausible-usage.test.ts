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

test("a message of parts counts its texts by their bytes and its images by the largest", () => {
  const text = { kind: "text", text: "ä".repeat(50) } as const;
  const image = { kind: "image", mediaType: "image/png", data: new Uint8Array(10) } as const;
  const asked = { ...request, messages: [{ role: "user" as const, content: [text, image] }] };
  const most = counted(40_100, 5);
  expect(plausibleUsage(most, asked, "")).toEqual({ usage: most, dropped: null });
  expect(plausibleUsage(counted(40_101, 5), asked, "")).toEqual({
    usage: counted(null, 5),
    dropped: "the server counted 40101 input tokens, expected at most 40100; the count was dropped",
  });
});
