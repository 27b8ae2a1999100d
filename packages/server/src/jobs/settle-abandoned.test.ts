import { setTimeout as sleep } from "node:timers/promises";
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
  await using _settling = settleAbandonedCalls({
    store,
    onError: (error) => errors.push(error),
    abandonedAfterMs: 150,
    lookEveryMs: 20,
  });
  await sleep(30);
  expect(await money()).toEqual({ spentUsd: 0, reservedUsd: 2 });
  for (let look = 0; look < 200 && (await money()).reservedUsd > 0; look += 1) await sleep(20);
  expect(await money()).toEqual({ spentUsd: 2, reservedUsd: 0 });
  expect(errors).toEqual([]);
});
