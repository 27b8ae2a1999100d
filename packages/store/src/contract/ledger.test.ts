import { setTimeout as sleep } from "node:timers/promises";
import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";

await describeOnEachDatabase("money", (createDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let second: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.options);
    second = await openStore(database.options);
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  const entry = (name: string, usd: number, capUsd: number | null) => ({
    name,
    account: "openai/default",
    reference: "openai:small",
    usd,
    capUsd,
  });
  const money = async (name: string) => {
    const { spentUsd, reservedUsd } = await store.totals(name);
    return { spentUsd, reservedUsd };
  };

  test("a cap is reached exactly, and the refusal says what was spent, reserved and allowed", async () => {
    const first = await store.reserve(entry("exact", 0.1, 0.3));
    await store.settle(first, 0.1);
    // 0.1 + 0.2 is over 0.3 in floating point; money is not.
    await store.reserve(entry("exact", 0.2, 0.3));
    await expect(second.reserve(entry("exact", 0.000_001, 0.3))).rejects.toMatchObject({
      code: "budget-reached",
      message:
        'budget "exact": spent 0.10 USD and reserved 0.20 USD; 0.000001 USD more is over the cap of 0.30 USD',
    });
    expect(await money("exact")).toEqual({ spentUsd: 0.1, reservedUsd: 0.2 });
    // Without a cap, and for others, there is room.
    await store.reserve(entry("exact", 5, null));
    await store.reserve(entry("another", 0.3, 0.3));
  });

  test("a hundred parallel reservations in two processes never overrun the cap", async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? store : second).reserve(entry("race", 0.03, 1)),
      ),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(33);
    expect(
      tries.filter((one) => one.status === "rejected").every((one) => one.reason.code === "budget-reached"),
    ).toBe(true);
    expect(await money("race")).toEqual({ spentUsd: 0, reservedUsd: 0.99 });
  });

  test("settling frees what was not needed, counts in full what is not known, and happens once", async () => {
    const [known, unknown, free] = await Promise.all([
      store.reserve(entry("settle", 1, 10)),
      store.reserve(entry("settle", 2, 10)),
      store.reserve(entry("settle", 4, 10)),
    ]);
    await second.settle(known, 0.25);
    await second.settle(unknown, null);
    await second.settle(free, 0);
    await store.settle(known, 9);
    expect(await money("settle")).toEqual({ spentUsd: 2.25, reservedUsd: 0 });
    await store.reserve(entry("settle", 7.75, 10));
    await expect(store.settle("no-such-reservation", 1)).rejects.toMatchObject({ code: "not-found" });
    await expect(store.reserve(entry("settle", Number.NaN, 1))).rejects.toThrow("invalid amount NaN USD");
  });

  test("only reservations past their age are settled as abandoned, and a late settling corrects them", async () => {
    const old = await store.reserve(entry("abandoned", 1, 10));
    await store.reserve(entry("abandoned", 2, 10));
    await sleep(60);
    const young = await second.reserve(entry("abandoned", 4, 10));
    // The other tests' open reservations are as old.
    expect(await store.settleAbandoned(40)).toBeGreaterThanOrEqual(2);
    expect(await money("abandoned")).toEqual({ spentUsd: 3, reservedUsd: 4 });
    expect(await store.settleAbandoned(hourMs)).toBe(0);
    await store.settle(old, 0.5);
    await store.settle(young, 1);
    expect(await money("abandoned")).toEqual({ spentUsd: 3.5, reservedUsd: 0 });
    // The balance that decides a cap is the sum of the entries: 6.5 fits, a billionth more does not.
    await expect(store.reserve(entry("abandoned", 6.500_000_001, 10))).rejects.toMatchObject({
      code: "budget-reached",
    });
    await store.reserve(entry("abandoned", 6.5, 10));
  });
});

const hourMs = 3_600_000;
