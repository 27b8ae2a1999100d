import { describe, expect, it } from "vitest";
import { CallLimit } from "./call-limit.ts";

function succeed(limit: CallLimit, calls: number, at = 0): void {
  for (let call = 0; call < calls; call += 1) limit.succeeded(at, limit.calls);
}

describe("the limit of calls", () => {
  it("takes away half of the share of the last sixteen calls or so that were refused", () => {
    const limit = new CallLimit(64, 64);
    succeed(limit, 16);
    limit.refused(0, 10);
    // (15/16)^16 = 0.3561 of doubt is left; with this refusal 0.3963: 64 (1 - 0.1982) = 51.3
    expect(limit.calls).toBe(51);
  });

  it("grows by an eighth a call after a refusal, and counts no call that it has only a part of", () => {
    const limit = new CallLimit(8, 64);
    limit.refused(0, 10);
    expect(limit.calls).toBe(4);
    succeed(limit, 7, 20);
    expect(limit.calls).toBe(4);
    succeed(limit, 1, 20);
    expect(limit.calls).toBe(5);
  });

  it("grows where just a third of it is used, and not where less is", () => {
    const [used, idle] = [new CallLimit(9, 64), new CallLimit(9, 64)];
    used.succeeded(0, 3);
    idle.succeeded(0, 2);
    expect([used.calls, idle.calls]).toEqual([10, 9]);
  });

  it("is halved again by a call that began when it was halved, not by one from before", () => {
    const limit = new CallLimit(16, 64);
    limit.refused(0, 10);
    limit.refused(9, 15);
    expect(limit.calls).toBe(8);
    limit.refused(10, 20);
    expect(limit.calls).toBe(4);
  });

  it("holds everybody after two refusals in a row; what began before the first says nothing", () => {
    const limit = new CallLimit(8, 8);
    limit.succeeded(0, 1);
    expect(limit.refused(10, 20)).toEqual({ holdsAll: false });
    limit.succeeded(15, 1);
    expect(limit.refused(25, 30)).toEqual({ holdsAll: true });
    limit.succeeded(35, 1);
    expect(limit.refused(36, 40)).toEqual({ holdsAll: false });
  });
});
