import { statSync } from "node:fs";
import { createSqliteDatabase, describeOnEachDatabase } from "@refract/testing";
import { expect, test } from "vitest";
import { openStore } from "../index.ts";
import { addStudy, answer, collect, enter, event } from "./sample-rows.ts";

await describeOnEachDatabase("opening and closing", (createDatabase) => {
  test("what was written is there after closing and opening", async () => {
    await using database = await createDatabase();
    {
      await using store = await openStore(database.options);
      await addStudy(store, "s");
      await enter(store, "s", "p1");
    }
    await using store = await openStore(database.options);
    expect((await store.participant("p1"))?.ordinal).toBe(1);
  });

  test("closing waits for what was begun and refuses what comes later", async () => {
    await using database = await createDatabase();
    const store = await openStore(database.options);
    await addStudy(store, "s");
    await enter(store, "s", "p1");
    const begun = Array.from({ length: 10 }, (_, index) =>
      store.commit({ participantId: "p1", events: [], rows: [answer("p1", `field ${index}`)] }),
    );
    await store[Symbol.asyncDispose]();
    await Promise.all(begun);
    const late = store.commit({ participantId: "p1", events: [event("p1", 2)], rows: [] });
    await expect(late).rejects.toThrow("the store is closed");
    await using again = await openStore(database.options);
    const [record] = await collect(again.records("s", { simulated: "include" }));
    expect(record?.answers).toHaveLength(10);
  });

  test("several stores that open an empty database at the same moment all find its tables", async () => {
    await using database = await createDatabase();
    const stores = await Promise.all(Array.from({ length: 6 }, () => openStore(database.options)));
    await Promise.all(stores.map((store, index) => addStudy(store, `s${index}`)));
    expect(await stores[0]?.studies()).toHaveLength(6);
    await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
  });
});

test("a file in a folder that is not there yet is made, for this user only", async () => {
  await using database = await createSqliteDatabase();
  const file = `${database.folder}/data/of/the/study/refract.db`;
  await using store = await openStore({ file });
  expect(await store.studies()).toEqual([]);
  expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  expect((statSync(`${file}-wal`).mode & 0o777).toString(8)).toBe("600");
});
