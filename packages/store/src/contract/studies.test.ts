import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";
import { morning } from "./sample-rows.ts";

await describeOnEachDatabase("studies", (createDatabase) => {
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
  const version = (studyId: string, hash: string) => ({
    studyId,
    hash,
    bundle: { "study.yaml": `# ${hash} é \u0000 “quoted”`, "texts/consent.en.md": "Hello\n" },
    createdAt: morning,
  });

  test("a study keeps the seed of its first start and its bundle to the character", async () => {
    const first = await store.putStudy({ id: "a", seed: "one", createdAt: morning }, version("a", "h1"));
    const again = await store.putStudy({ id: "a", seed: "two", createdAt: morning + 5 }, version("a", "h1"));
    expect(first).toEqual({
      study: { id: "a", seed: "one", createdAt: morning },
      version: { ...version("a", "h1"), version: 1, damage: null },
    });
    expect(again).toEqual(first);
    expect(await store.studyVersion("a")).toEqual(first.version);
  });

  test("a changed file makes the next version, and so does going back to an earlier one", async () => {
    const study = { id: "b", seed: "one", createdAt: morning };
    for (const hash of ["h1", "h2", "h2", "h1"]) await store.putStudy(study, version("b", hash));
    expect((await store.studyVersion("b"))?.version).toBe(3);
    expect((await store.studyVersion("b"))?.hash).toBe("h1");
    expect((await store.studyVersion("b", 2))?.hash).toBe("h2");
    expect(await store.studyVersion("b", 4)).toBeNull();
    expect(await store.studyVersion("nowhere")).toBeNull();
  });

  test("two processes that start with the same new file make one version", async () => {
    const study = { id: "c", seed: "one", createdAt: morning };
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? store : second).putStudy(study, version("c", "h1")),
      ),
    );
    expect(made.map((one) => one.version.version)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test("studies come in the order they were made", async () => {
    await store.putStudy({ id: "0-late", seed: "s", createdAt: morning + 9 }, version("0-late", "h"));
    expect((await second.studies()).map((study) => study.id)).toEqual(["a", "b", "c", "0-late"]);
  });
});
