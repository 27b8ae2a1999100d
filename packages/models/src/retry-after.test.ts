import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.parse("2026-11-23T10:00:00Z");
const read = (value: string) => retryAfterMs(new Headers({ "retry-after": value }), now);

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["3", 3_000],
    [" 3 ", 3_000],
    ["0.25", 250],
    ["Mon, 23 Nov 2026 10:00:20 GMT", 20_000],
    ["Mon, 23 Nov 2026 09:00:00 GMT", 0],
    ["Monday, 23-Nov-26 10:00:20 GMT", 20_000],
    ["999999999", 86_400_000],
    ["-5", null],
    ["soon", null],
    ["12 parsecs", null],
    ["", null],
  ])("%s means %s ms", (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  it("is overruled by the exact form some vendors send, and absent without a header", () => {
    expect(retryAfterMs(new Headers({ "retry-after": "3", "retry-after-ms": "1250" }), now)).toBe(1_250);
    expect(retryAfterMs(new Headers(), now)).toBeNull();
  });
});
