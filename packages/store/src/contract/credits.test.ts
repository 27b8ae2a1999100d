import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";
import { addStudy, enter, event, morning, participantChange } from "./sample-rows.ts";

await describeOnEachDatabase("credits asked of panels", (createDatabase) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.options);
    await addStudy(store, "tea");
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const identity = (lookup: string) => ({ lookup, sealed: new Uint8Array([7]), once: true });
  const end = (id: string) =>
    store.commit({
      participantId: id,
      events: [event(id, 2)],
      rows: [
        {
          table: "participants",
          row: participantChange({ status: "completed", outcome: "completed", endedAt: morning + 5 }),
        },
      ],
    });
  const due = async (studyId = "tea") =>
    (await store.creditsDue(studyId)).map(({ participant, attempts, lastAt }) => [
      participant.id,
      attempts,
      lastAt,
    ]);

  test("real people at an end who came by a panel are due until it is granted", async () => {
    await enter(store, "tea", "inside", { identity: identity("a") });
    await enter(store, "tea", "alone", {});
    await enter(store, "tea", "tester", { identity: identity("b"), test: true });
    await enter(store, "tea", "ended", { identity: identity("c") });
    for (const id of ["alone", "tester", "ended"]) await end(id);
    expect(await due()).toEqual([["ended", 0, null]]);

    const failed = { participantId: "ended", lastAt: morning + 10, grantedAt: null, problem: "HTTP 500" };
    await store.noteCredit(failed);
    await store.noteCredit({ ...failed, lastAt: morning + 20 });
    expect(await due()).toEqual([["ended", 2, morning + 20]]);
    const granted = { ...failed, lastAt: morning + 30, grantedAt: morning + 30, problem: null };
    await store.noteCredit(granted);
    // What a slower process says after it changes nothing.
    await store.noteCredit({ ...failed, lastAt: morning + 40 });
    expect(await due()).toEqual([]);
    const people = await store.people("tea");
    expect(people.map(({ participant, credit }) => [participant.id, credit])).toEqual([
      ["inside", null],
      ["alone", null],
      ["tester", null],
      ["ended", { ...granted, attempts: 3 }],
    ]);
  });

  test("are due in the order in which people came, and of no simulated person", async () => {
    await addStudy(store, "coffee");
    const arrivals = ["zoe", "mia", "bot", "amy"];
    for (const [place, id] of arrivals.entries())
      await enter(store, "coffee", id, { identity: identity(`${9 - place}`), simulated: id === "bot" });
    for (const id of arrivals.toReversed()) await end(id);
    expect(await due("coffee")).toEqual([
      ["zoe", 0, null],
      ["mia", 0, null],
      ["amy", 0, null],
    ]);
  });

  test("goes with the study, and nothing is noted of somebody who withdrew", async () => {
    await enter(store, "tea", "away", { identity: identity("d") });
    await end("away");
    await store.withdraw("away", morning + 50);
    await store.noteCredit({ participantId: "away", lastAt: 1, grantedAt: 1, problem: null });
    expect(
      (await store.people("tea")).find(({ participant }) => participant.id === "away")?.credit,
    ).toBeNull();
    await store.setStudyState("tea", "archived", morning + 60);
    await store.deleteStudy("tea");
    expect(await store.people("tea")).toEqual([]);
  });
});
