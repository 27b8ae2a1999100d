import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ModelFailure } from "../model-failure.ts";
import { AccountLimiter, type Permit } from "./account-limiter.ts";

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const far = 1e12;
const studyA = { payer: "a", kind: "live" } as const;
const benchmark = { payer: "bench", kind: "batch" } as const;
const never = new AbortController().signal;

function create(initial: number, maximum = 100) {
  return new AccountLimiter({ initial, maximum, now: Date.now });
}

/** Lets promises that can settle do so. */
async function settle() {
  await vi.advanceTimersByTimeAsync(0);
}

async function take(limiter: AccountLimiter, count: number): Promise<Permit[]> {
  return Promise.all(Array.from({ length: count }, () => limiter.acquire(studyA, far, never)));
}

describe("the limiter of an account", () => {
  it("keeps no timer, which would keep the process alive, once nobody waits for the end of a rest", async () => {
    const limiter = create(1);
    const stopper = new AbortController();
    limiter.rest(60_000);
    const waiting = limiter.acquire(studyA, far, stopper.signal);
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
      void limiter.acquire(studyA, far, never).then((permit) => {
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
      void limiter.acquire({ payer, kind: "live" }, far, never).then((permit) => {
        order.push(name);
        permit.release({ kind: "other" });
      });
    }
    first?.release({ kind: "other" });
    await settle();
    expect(order).toEqual(["bench-1", "study-1", "bench-2", "bench-3"]);
  });

  it("doubles in a round of successes until the first 429, then grows by an eighth", async () => {
    const limiter = create(4, 40);
    const round = async () => {
      const permits = await take(limiter, limiter.limit);
      vi.advanceTimersByTime(10);
      for (const permit of permits) permit.release({ kind: "success" });
    };
    const limits: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      await round();
      limits.push(limiter.limit);
    }
    expect(limits).toEqual([8, 16, 32, 40]);
    const [refused] = await take(limiter, 1);
    vi.advanceTimersByTime(10);
    refused?.release({ kind: "quota", retryAfterMs: 0 });
    // Nearly all succeeded of late, so that little is taken away.
    expect(limiter.limit).toBeGreaterThanOrEqual(37);
    const before = limiter.limit;
    await round();
    expect(limiter.limit).toBe(Math.min(40, Math.floor(before * 1.125)));
  });

  it("grows when answers begin, long before they end, and counts each once", async () => {
    const limiter = create(4);
    const permits = await take(limiter, 4);
    for (const permit of permits) permit.accepted();
    expect(limiter.limit).toBe(8);
    for (const permit of permits) permit.release({ kind: "success" });
    expect(limiter.limit).toBe(8);
  });

  it("does not grow as long as less than a third of it is used", async () => {
    const idle = create(8);
    for (let count = 0; count < 50; count += 1) {
      const [permit] = await take(idle, 1);
      permit?.release({ kind: "success" });
    }
    expect(idle.limit).toBe(8);
  });

  it("does not grow by a call that said it had begun after its end", async () => {
    const limiter = create(4);
    for (const permit of await take(limiter, 4)) {
      permit.release({ kind: "other" });
      permit.accepted();
    }
    expect(limiter.limit).toBe(4);
  });

  it("is not made smaller by timeouts and other failures", async () => {
    const limiter = create(8);
    for (const permit of await take(limiter, 8)) permit.release({ kind: "other" });
    expect(limiter.limit).toBe(8);
  });

  it("goes on while one call in twenty is refused, and keeps most of its width", async () => {
    const limiter = create(64, 64);
    let admittedInRest = 0;
    for (let round = 0; round < 40; round += 1) {
      const permits = await take(limiter, 20);
      admittedInRest += permits.length;
      vi.advanceTimersByTime(10);
      for (const [index, permit] of permits.entries())
        permit.release(index === 10 ? { kind: "quota", retryAfterMs: 5_000 } : { kind: "success" });
    }
    expect(admittedInRest).toBe(800);
    expect(limiter.limit).toBeGreaterThan(32);
  });

  it("holds everybody when calls that began after a refusal are refused as well", async () => {
    const limiter = create(8);
    const [good] = await take(limiter, 1);
    vi.advanceTimersByTime(10);
    good?.release({ kind: "success" });
    const refuse = async () => {
      const [permit] = await take(limiter, 1);
      vi.advanceTimersByTime(10);
      permit?.release({ kind: "quota", retryAfterMs: 5_000 });
    };
    await refuse();
    expect(limiter.state().restMs).toBe(0);
    await refuse();
    expect(limiter.state().restMs).toBe(5_000);
  });

  it("begins the calls of a turn together or not at all, and nobody goes before them", async () => {
    const limiter = create(5);
    const running = await take(limiter, 3);
    const order: string[] = [];
    const permits: Permit[] = [];
    const join = (name: string, place: Parameters<AccountLimiter["acquire"]>[0]) =>
      void limiter.acquire(place, far, never).then((permit) => {
        order.push(name);
        permits.push(permit);
      });
    for (let slot = 0; slot < 4; slot += 1) join(`anna-${slot}`, { ...studyA, turn: "anna" });
    join("ben", { ...studyA, turn: "ben" });
    await settle();
    expect(order).toEqual([]);
    running[0]?.release({ kind: "other" });
    await settle();
    expect(order).toEqual([]);
    running[1]?.release({ kind: "other" });
    await settle();
    expect(order).toEqual(["anna-0", "anna-1", "anna-2", "anna-3"]);
    permits[0]?.release({ kind: "other" });
    await settle();
    expect(order.at(-1)).toBe("ben");
  });

  it("begins a turn that is larger than the limit with as many as there is room for, and goes on with it", async () => {
    const limiter = create(2);
    const order: string[] = [];
    const permits: Permit[] = [];
    for (const name of ["anna", "anna", "anna", "ben"])
      void limiter.acquire({ ...studyA, turn: name }, far, never).then((permit) => {
        order.push(name);
        permits.push(permit);
      });
    await settle();
    expect(order).toEqual(["anna", "anna"]);
    permits[0]?.release({ kind: "other" });
    await settle();
    expect(order).toEqual(["anna", "anna", "anna"]);
  });

  it("puts replacements first, and people before benchmarks", async () => {
    const limiter = create(1);
    const [first] = await take(limiter, 1);
    const order: string[] = [];
    const join = (name: string, place: Parameters<AccountLimiter["acquire"]>[0]) =>
      void limiter.acquire(place, far, never).then((permit) => {
        order.push(name);
        permit.release({ kind: "other" });
      });
    join("benchmark", benchmark);
    join("turn", { ...studyA, turn: "t" });
    join("replacement", { ...studyA, isReplacement: true });
    first?.release({ kind: "other" });
    await settle();
    expect(order).toEqual(["replacement", "turn", "benchmark"]);
  });

  it("keeps half of the calls free of benchmarks while people are answered, and none otherwise", async () => {
    const limiter = create(8);
    const acquire = (place: Parameters<AccountLimiter["acquire"]>[0]) => limiter.acquire(place, far, never);
    let admitted = 0;
    const begin = () =>
      void acquire(benchmark).then(() => {
        admitted += 1;
      });
    const [person] = await take(limiter, 1);
    person?.release({ kind: "other" });
    for (let call = 0; call < 8; call += 1) begin();
    await settle();
    expect(admitted).toBe(4);
    await take(limiter, 4);
    expect(limiter.running).toBe(8);
    const alone = create(8);
    await Promise.all(Array.from({ length: 8 }, () => alone.acquire(benchmark, far, never)));
    expect(alone.running).toBe(8);
  });

  it("keeps half of the calls free of benchmarks all the time where another process answers people", async () => {
    const limiter = new AccountLimiter({ initial: 8, maximum: 8, now: () => 0, peopleElsewhere: true });
    let admitted = 0;
    for (let call = 0; call < 8; call += 1)
      void limiter.acquire(benchmark, far, never).then(() => {
        admitted += 1;
      });
    await settle();
    expect(admitted).toBe(4);
  });

  it("tries a host that asks for hours again after two minutes, with one call", async () => {
    const limiter = create(8);
    const [permit] = await take(limiter, 1);
    permit?.release({ kind: "quota", retryAfterMs: 7_200_000 });
    const permits: Permit[] = [];
    for (let call = 0; call < 4; call += 1)
      void limiter.acquire(studyA, far, never).then((next) => permits.push(next));
    await vi.advanceTimersByTimeAsync(119_000);
    expect(permits).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(permits).toHaveLength(1);
    permits[0]?.release({ kind: "success" });
    await settle();
    expect(permits).toHaveLength(4);
  });

  it.each([
    [9_999, 4],
    [10_000, 1],
  ])("after a rest of %i ms lets %i of four calls go ahead", async (restMs, ahead) => {
    const limiter = create(8);
    limiter.rest(restMs);
    let admitted = 0;
    for (let call = 0; call < 4; call += 1)
      void limiter.acquire(studyA, far, never).then(() => {
        admitted += 1;
      });
    await vi.advanceTimersByTimeAsync(restMs);
    expect(admitted).toBe(ahead);
  });

  it("begins a turn that there was no room for when one of its calls is given up", async () => {
    const limiter = create(3);
    await take(limiter, 2);
    const gone = new AbortController();
    const begun: string[] = [];
    const join = (name: string, signal: AbortSignal) =>
      limiter
        .acquire({ ...studyA, turn: "anna" }, far, signal)
        .then(() => begun.push(name))
        .catch(() => begun.push(`${name} gave up`));
    void join("anna-1", never);
    void join("anna-2", gone.signal);
    await settle();
    expect(begun).toEqual([]);
    gone.abort(new Error("anna-2 is not wanted any more"));
    await settle();
    expect(begun.toSorted()).toEqual(["anna-1", "anna-2 gave up"]);
  });

  it("says where it stands: limit, calls under way, waiting ones, and how long they waited", async () => {
    const limiter = create(1);
    const [permit] = await take(limiter, 1);
    void limiter.acquire(studyA, far, never);
    expect(limiter.state()).toEqual({ limit: 1, running: 1, waiting: 1, restMs: 0, waitedP95Ms: 0 });
    vi.advanceTimersByTime(300);
    permit?.release({ kind: "other" });
    await settle();
    expect(limiter.state()).toMatchObject({ running: 1, waiting: 0, waitedP95Ms: 300 });
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
      void limiter.acquire({ payer: "b", kind: "live" }, far, never).then((next) => {
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
    const waiting = limiter.acquire(studyA, 3_000, never).catch((error: unknown) => error);
    permit?.release({ kind: "quota", retryAfterMs: 10_000 });
    const late = limiter.acquire(studyA, 10_000, never).catch((error: unknown) => error);
    for (const error of [await waiting, await late]) {
      expect(error).toBeInstanceOf(ModelFailure);
      expect(error).toMatchObject({ failure: { kind: "quota", retryAfterMs: 10_000 } });
    }
    expect(limiter.waiting).toBe(0);
  });

  it("lets those wait whose deadline is behind the rest, and a shorter rest ends no longer one", async () => {
    const limiter = create(1);
    limiter.rest(5_000);
    let admittedAt: number | null = null;
    void limiter.acquire(studyA, 5_001, never).then(() => {
      admittedAt = Date.now();
    });
    limiter.rest(100);
    expect(limiter.state()).toMatchObject({ waiting: 1, restMs: 5_000 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(admittedAt).toBe(5_000);
  });

  it("forgets who stops waiting", async () => {
    const limiter = create(1);
    const [permit] = await take(limiter, 1);
    const controller = new AbortController();
    const reason = new Error("gone");
    const waiting = limiter.acquire(studyA, far, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(limiter.waiting).toBe(0);
    permit?.release({ kind: "other" });
    permit?.release({ kind: "other" });
    expect(limiter.running).toBe(0);
    await expect(limiter.acquire(studyA, far, controller.signal)).rejects.toBe(reason);
  });

  it("runs no more than its share of the account, whatever the account bears", async () => {
    const limiter = create(4);
    limiter.setShare(0);
    let admitted = 0;
    const waiting = Array.from({ length: 3 }, () =>
      limiter.acquire(studyA, far, never).then(() => {
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
    void limiter.acquire(studyA, far, never).then((permit) => {
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
