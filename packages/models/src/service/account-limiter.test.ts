import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ModelFailure } from "../model-failure.ts";
import { AccountLimiter, type Permit } from "./account-limiter.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const far = 1e12;
const never = new AbortController().signal;

function create(initial: number, maximum = 100) {
  return new AccountLimiter({ initial, maximum, now: Date.now });
}

/** Lets promises that can settle do so. */
async function settle() {
  await vi.advanceTimersByTimeAsync(0);
}

async function take(limiter: AccountLimiter, count: number): Promise<Permit[]> {
  return Promise.all(Array.from({ length: count }, () => limiter.acquire("a", far, never)));
}

describe("the limiter of an account", () => {
  it("keeps no timer, which would keep the process alive, once nobody waits for the end of a rest", async () => {
    const limiter = create(1);
    const stopper = new AbortController();
    limiter.rest(60_000);
    const waiting = limiter.acquire("a", far, stopper.signal);
    await settle();
    expect(vi.getTimerCount()).toBe(1);
    stopper.abort(new Error("stopped"));
    await expect(waiting).rejects.toThrow("stopped");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lets as many run as its limit and serves the rest in order of arrival", async () => {
    const limiter = create(2);
    const order: number[] = [];
    const permits: Permit[] = [];
    for (let index = 0; index < 4; index += 1) {
      void limiter.acquire("a", far, never).then((permit) => {
        order.push(index);
        permits.push(permit);
      });
    }
    await settle();
    expect(order).toEqual([0, 1]);
    expect(limiter.waiting).toBe(2);
    permits[0]?.release({ kind: "other" });
    await settle();
    expect(order).toEqual([0, 1, 2]);
    permits[1]?.release({ kind: "other" });
    await settle();
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it("serves payers in turn, so that a long queue of one does not hold up another", async () => {
    const limiter = create(1);
    const order: string[] = [];
    const [first] = await take(limiter, 1);
    for (const [payer, name] of [
      ["bench", "bench-1"],
      ["bench", "bench-2"],
      ["bench", "bench-3"],
      ["study", "study-1"],
    ] as const) {
      void limiter.acquire(payer, far, never).then((permit) => {
        order.push(name);
        permit.release({ kind: "other" });
      });
    }
    first?.release({ kind: "other" });
    await settle();
    expect(order).toEqual(["bench-1", "study-1", "bench-2", "bench-3"]);
  });

  it("grows by one for every full round of successes, up to its maximum", async () => {
    const limiter = create(2, 3);
    for (const [rounds, limit] of [
      [1, 2],
      [1, 3],
      [10, 3],
    ] as const) {
      for (let round = 0; round < rounds; round += 1) {
        const [permit] = await take(limiter, 1);
        permit?.release({ kind: "success" });
      }
      expect(limiter.limit).toBe(limit);
    }
  });

  it("halves once for all the calls that were limited together, and never below one", async () => {
    const limiter = create(8);
    const permits = await take(limiter, 8);
    vi.setSystemTime(100);
    for (const permit of permits) permit.release({ kind: "quota", retryAfterMs: 0 });
    expect(limiter.limit).toBe(4);
    for (let round = 0; round < 5; round += 1) {
      vi.advanceTimersByTime(10);
      const [permit] = await take(limiter, 1);
      vi.advanceTimersByTime(10);
      permit?.release({ kind: "quota", retryAfterMs: 0 });
    }
    expect(limiter.limit).toBe(1);
  });

  it("holds everybody for as long as Retry-After says, or a second when it says nothing", async () => {
    const limiter = create(4);
    for (const [retryAfterMs, pauseMs] of [
      [5_000, 5_000],
      [null, 1_000],
    ] as const) {
      const [permit] = await take(limiter, 1);
      permit?.release({ kind: "quota", retryAfterMs });
      let admitted = false;
      void limiter.acquire("b", far, never).then((next) => {
        admitted = true;
        next.release({ kind: "other" });
      });
      await vi.advanceTimersByTimeAsync(pauseMs - 1);
      expect(admitted).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(admitted).toBe(true);
    }
  });

  it("tells those at once whose deadline falls into the rest, the waiting ones too", async () => {
    const limiter = create(1);
    const [permit] = await take(limiter, 1);
    const waiting = limiter.acquire("a", 3_000, never).catch((error: unknown) => error);
    permit?.release({ kind: "quota", retryAfterMs: 10_000 });
    const late = limiter.acquire("a", 10_000, never).catch((error: unknown) => error);
    for (const error of [await waiting, await late]) {
      expect(error).toBeInstanceOf(ModelFailure);
      expect(error).toMatchObject({ failure: { kind: "quota", retryAfterMs: 10_000 } });
    }
    expect(limiter.waiting).toBe(0);
  });

  it("forgets who stops waiting", async () => {
    const limiter = create(1);
    const [permit] = await take(limiter, 1);
    const controller = new AbortController();
    const reason = new Error("gone");
    const waiting = limiter.acquire("a", far, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(limiter.waiting).toBe(0);
    permit?.release({ kind: "other" });
    permit?.release({ kind: "other" });
    expect(limiter.running).toBe(0);
    await expect(limiter.acquire("a", far, controller.signal)).rejects.toBe(reason);
  });

  it("runs no more than its share of the account, whatever the account bears", async () => {
    const limiter = create(4);
    limiter.setShare(0);
    let admitted = 0;
    const waiting = Array.from({ length: 3 }, () =>
      limiter.acquire("a", far, never).then(() => {
        admitted += 1;
      }),
    );
    await settle();
    expect([admitted, limiter.capacity]).toEqual([0, 0]);
    limiter.setShare(2);
    await settle();
    expect([admitted, limiter.capacity]).toEqual([2, 2]);
    limiter.setShare(9);
    await Promise.all(waiting);
    expect([admitted, limiter.capacity]).toEqual([3, 4]);
  });

  it("rests when another process was told to, and tells others when it is", async () => {
    const told: number[] = [];
    const limiter = new AccountLimiter({
      initial: 4,
      maximum: 4,
      now: Date.now,
      onRest: (restMs) => told.push(restMs),
    });
    limiter.rest(500);
    let admitted = false;
    void limiter.acquire("a", far, never).then((permit) => {
      admitted = true;
      permit.release({ kind: "quota", retryAfterMs: 700 });
    });
    await vi.advanceTimersByTimeAsync(499);
    expect(admitted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(admitted).toBe(true);
    expect(told).toEqual([700]);
  });
});
