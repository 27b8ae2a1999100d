import { afterEach, describe, expect, it, vi } from "vitest";
import { request } from "./request.ts";
import { retryDelayMs } from "./retry-delay.ts";

afterEach(() => vi.unstubAllGlobals());

const answerWith = (status: number, body: string) =>
  vi.stubGlobal("fetch", async () => new Response(status === 204 ? null : body, { status }));
const refusal = (code: string, userMessage: string) =>
  JSON.stringify({ error: { code, message: "why", userMessage } });

describe("a request", () => {
  it("gives the answer", async () => {
    answerWith(200, '{"seq":3}');
    expect(await request("/x")).toEqual({ kind: "ok", value: { seq: 3 } });
  });

  it("is unreachable when nothing answers, and when a proxy answers in its place", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("network");
    });
    expect(await request("/x")).toEqual({ kind: "unreachable" });
    answerWith(502, "<html>Bad gateway</html>");
    expect(await request("/x")).toEqual({ kind: "unreachable" });
    answerWith(200, "<html>Sign in to the hotel's network</html>");
    expect(await request("/x")).toEqual({ kind: "unreachable" });
  });

  it("is refused with the server's reason", async () => {
    answerWith(422, refusal("rejected", "turns-full"));
    expect(await request("/x")).toEqual({
      kind: "refused",
      status: 422,
      reason: "turns-full",
      message: "why",
    });
  });

  it("is refused, not repeated for ever, when waiting would not help", async () => {
    answerWith(503, refusal("budget-reached", "budget-reached"));
    expect(await request("/x")).toMatchObject({ kind: "refused", reason: "budget-reached" });
    for (const reason of ["missing-key", "model-failed"]) {
      answerWith(503, refusal("unavailable", reason));
      expect(await request("/x")).toMatchObject({ kind: "refused", status: 503, reason });
    }
    answerWith(503, refusal("unavailable", "unavailable"));
    expect(await request("/x")).toEqual({ kind: "unreachable" });
  });
});

it("waits between attempts: half a second, doubling to eight, a little spread", () => {
  expect([0, 1, 2, 3, 4, 5, 60].map((attempt) => retryDelayMs(attempt, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 8000, 8000,
  ]);
  expect(retryDelayMs(0, 0.999)).toBeLessThan(626);
});
