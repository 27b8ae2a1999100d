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
  const note = ({ isLast: _, ...kept }: { readonly isLast: boolean }) => kept;
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

    const failed = {
      participantId: "ended",
      lastAt: morning + 10,
      grantedAt: null,
      problem: "HTTP 500",
      isLast: false,
    };
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
      ["ended", { ...note(granted), attempts: 3 }],
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

  test("is still owed to somebody who withdrew, and then nothing names them any more", async () => {
    for (const id of ["gone", "lost", "unpaid"]) await enter(store, "tea", id, { identity: identity(id) });
    await end("gone");
    await store.withdraw("gone", morning + 50, "completed");
    await store.withdraw("lost", morning + 50, "declined");
    await store.withdraw("unpaid", morning + 50);
    const owed = async () =>
      (await store.creditsDue("tea")).map(({ participant, ending, sealed, attempts }) => [
        ...[participant.id, participant.status, ending],
        ...[[...sealed], attempts],
      ]);
    expect(await owed()).toEqual([
      ["gone", "withdrawn", "completed", [7], 0],
      ["lost", "withdrawn", "declined", [7], 0],
    ]);
    const failed = { lastAt: morning + 60, grantedAt: null, problem: "HTTP 500" };
    await store.noteCredit({ participantId: "lost", ...failed, isLast: false });
    expect(await owed()).toContainEqual(["lost", "withdrawn", "declined", [7], 1]);
    await store.noteCredit({ participantId: "lost", ...failed, isLast: true });
    const granted = { lastAt: morning + 70, grantedAt: morning + 70, problem: null };
    await store.noteCredit({ participantId: "gone", ...granted, isLast: false });
    expect(await owed()).toEqual([]);
    expect(await store.creditsDue("tea", "lost")).toEqual([]);
    expect(await store.sealedSample()).toEqual(new Uint8Array([7]));
    const people = new Map((await store.people("tea")).map((row) => [row.participant.id, row]));
    expect(people.get("gone")).toMatchObject({ sealed: null, credit: granted });
    expect(people.get("lost")).toMatchObject({ sealed: null, credit: { attempts: 2 } });
  });

  test("is asked for nobody who was rejected or returned, unless that is taken back", async () => {
    await enter(store, "tea", "bad", { identity: identity("bad") });
    await end("bad");
    expect(await due()).toEqual([["bad", 0, null]]);
    await store.decide({ participantId: "bad", at: morning + 6, kind: "reject", reason: "no" });
    expect(await due()).toEqual([]);
    expect(await store.creditsDue("tea", "bad")).toEqual([]);
    await store.decide({ participantId: "bad", at: morning + 7, kind: "approve", reason: null });
    expect(await due()).toEqual([["bad", 0, null]]);
    await store.decide({ participantId: "bad", at: morning + 8, kind: "return", reason: null });
    await store.withdraw("bad", morning + 9, "completed");
    expect(await due()).toEqual([]);
  });

  test("goes with the study, and nothing is noted of somebody who withdrew", async () => {
    await enter(store, "tea", "away", { identity: identity("d") });
    await end("away");
    await store.withdraw("away", morning + 50);
    await store.noteCredit({ participantId: "away", lastAt: 1, grantedAt: 1, problem: null, isLast: false });
    expect(
      (await store.people("tea")).find(({ participant }) => participant.id === "away")?.credit,
    ).toBeNull();
    await store.setStudyState("tea", "archived", morning + 60);
    await store.deleteStudy("tea");
    expect(await store.people("tea")).toEqual([]);
  });
});
