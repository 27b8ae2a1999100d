import { openStore } from "@refract/store";
import { createSqliteDatabase } from "@refract/testing";
import { expect, test } from "vitest";
import { settleAbandonedCalls } from "./settle-abandoned.ts";

test("what a killed server set aside is booked while the next one runs, though it was too young at its start", async () => {
  await using database = await createSqliteDatabase();
  await using store = await openStore(database.options);
  await store.putStudy(
    { id: "s", seed: "s", createdAt: 0 },
    { studyId: "s", hash: "h", bundle: {}, createdAt: 0 },
  );
  await store.reserve({ name: "s", account: "openai", reference: "openai:m", usd: 2, capUsd: 5 });
  const money = async () => {
    const { spentUsd, reservedUsd } = await store.totals("s");
    return { spentUsd, reservedUsd };
  };
  const errors: unknown[] = [];
  // Too young at the first two looks, old enough at the next.
  const booked: number[] = [];
  const aging = {
    settleAbandoned: async () => {
      const count = await store.settleAbandoned(booked.length < 2 ? 3_600_000 : 0);
      booked.push(count);
      return count;
    },
  };
  await using _settling = settleAbandonedCalls({
    store: aging,
    onError: (error) => errors.push(error),
    lookEveryMs: 20,
  });
  await expect.poll(money).toEqual({ spentUsd: 2, reservedUsd: 0 });
  await expect.poll(() => booked).toContain(1);
  expect(booked.slice(0, 2)).toEqual([0, 0]);
  expect(errors).toEqual([]);
});

test("a call counts as abandoned after fifteen minutes", async () => {
  const ages: number[] = [];
  const store = {
    settleAbandoned: async (age: number) => {
      ages.push(age);
      return 0;
    },
  };
  await settleAbandonedCalls({ store, onError: () => {} })[Symbol.asyncDispose]();
  expect(ages).toEqual([900_000]);
});
