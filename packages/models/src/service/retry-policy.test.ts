import { describe, expect, it } from "vitest";
import { failureKinds } from "../chat.ts";
import { isRetryable, pauseBeforeRetry } from "./retry-policy.ts";

describe("retrying", () => {
  it("is for failures that another try may mend", () => {
    expect(failureKinds.filter(isRetryable)).toEqual(["quota", "server", "empty"]);
  });

  it("waits twice as long each time, with jitter that its seed fixes, and never more than 30 s", () => {
    const failure = { kind: "server", message: "", httpStatus: 500, retryAfterMs: null } as const;
    const waits = [1, 2, 3, 4, 10, 30].map((failed) => pauseBeforeRetry(failure, failed, "seed"));
    const most = [500, 1_000, 2_000, 4_000, 30_000, 30_000];
    waits.forEach((wait, index) => {
      expect(wait).toBeLessThanOrEqual(most[index] ?? 0);
      expect(wait).toBeGreaterThanOrEqual((most[index] ?? 0) / 2);
    });
    expect(pauseBeforeRetry(failure, 3, "seed")).toBe(waits[2]);
    expect(pauseBeforeRetry(failure, 3, "another")).not.toBe(waits[2]);
  });

  it("waits at least as long as the server asks, and then not everybody to the same moment", () => {
    const failure = { kind: "quota", message: "", httpStatus: 429, retryAfterMs: 2_000 } as const;
    const wait = pauseBeforeRetry(failure, 1, "seed");
    // a tenth of the half second that a first pause takes at most, at least half of it
    expect(wait).toBeGreaterThanOrEqual(2_025);
    expect(wait).toBeLessThanOrEqual(2_050);
    expect(pauseBeforeRetry(failure, 1, "another")).not.toBe(wait);
  });
});
