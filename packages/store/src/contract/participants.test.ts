import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";
import { addStudy, answer, enter, event, morning, newParticipant } from "./sample-rows.ts";

await describeOnEachDatabase("entering", (createDatabase) => {
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

  test("a person enters with the events of entering and is found by token, recovery code and identity", async () => {
    await addStudy(store, "found");
    const identity = { lookup: "keyed hash", sealed: new Uint8Array([0, 255, 1]) };
    const person = await store.addParticipant(newParticipant("found", "f1", { identity }), {
      events: [event("f1", 1), event("f1", 2)],
      rows: [answer("f1", "language")],
    });
    expect(person).toEqual({
      id: "f1",
      studyId: "found",
      studyVersion: 1,
      ordinal: 1,
      seed: "seed of f1",
      simulated: false,
      test: false,
      language: "en",
      status: "active",
      enteredAt: morning,
      consentedAt: null,
      endedAt: null,
      outcome: null,
    });
    expect(await second.participant("f1")).toEqual(person);
    expect(await second.participantByToken("token of f1")).toEqual(person);
    expect(await second.participantByRecovery("found", "recovery of f1")).toEqual(person);
    expect(await second.participantByIdentity("found", "keyed hash")).toEqual(person);
    expect(await second.events("f1")).toEqual([event("f1", 1), event("f1", 2)]);
    expect(await store.participant("f2")).toBeNull();
    expect(await store.participantByToken("seed of f1")).toBeNull();
    expect(await store.participantByRecovery("another", "recovery of f1")).toBeNull();
    expect(await store.participantByIdentity("another", "keyed hash")).toBeNull();
  });

  test("another device gets a token of its own and the first one stays good", async () => {
    await addStudy(store, "tokens");
    await enter(store, "tokens", "t1");
    await store.addToken("t1", "second device", morning + 1);
    expect((await store.participantByToken("second device"))?.id).toBe("t1");
    expect((await store.participantByToken("token of t1"))?.id).toBe("t1");
    await enter(store, "tokens", "t2");
    await expect(store.addToken("t2", "second device", morning)).rejects.toMatchObject({ code: "conflict" });
  });

  test("an entry token is good for one person, and the second try writes nothing", async () => {
    await addStudy(store, "nonce");
    await enter(store, "nonce", "n1", { entryNonce: "once" });
    await expect(enter(second, "nonce", "n2", { entryNonce: "once" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await store.participant("n2")).toBeNull();
    expect((await enter(store, "nonce", "n3")).ordinal).toBe(2);
  });

  test("an event that is refused takes the whole entry back, its entry token included", async () => {
    await addStudy(store, "whole");
    const refused = store.addParticipant(newParticipant("whole", "w1"), {
      events: [event("w1", 1, { commandId: "same" }), event("w1", 2, { commandId: "same" })],
      rows: [],
    });
    await expect(refused).rejects.toMatchObject({ code: "conflict" });
    expect(await store.participant("w1")).toBeNull();
    expect((await enter(store, "whole", "w1")).ordinal).toBe(1);
  });

  test("of one identity the latest person is found", async () => {
    await addStudy(store, "again");
    const identity = { lookup: "panel 7", sealed: new Uint8Array([1]) };
    await enter(store, "again", "a1", { identity });
    await enter(store, "again", "a2", { identity });
    expect((await store.participantByIdentity("again", "panel 7"))?.id).toBe("a2");
  });

  test("an identity that may enter once enters once from two windows at the same time", async () => {
    await addStudy(store, "once");
    const identity = { lookup: "panel 8", sealed: new Uint8Array([1]), once: true };
    const tries = await Promise.allSettled([
      enter(store, "once", "o1", { identity }),
      enter(second, "once", "o2", { identity }),
      enter(store, "once", "o3", { identity }),
    ]);
    expect(tries.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect((await store.totals("once")).people).toBe(1);
  });

  test("ordinals have no gaps and the maximum is kept when fifty enter at once through two processes", async () => {
    await addStudy(store, "crowd");
    const tries = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        enter(index % 2 === 0 ? store : second, "crowd", `crowd-${index}`, {
          places: 20,
          consentedAt: morning,
          simulated: index % 5 === 0,
        }),
      ),
    );
    const entered = tries.filter((one) => one.status === "fulfilled").map((one) => one.value);
    const refused = tries.filter((one) => one.status === "rejected").map((one) => one.reason.code);
    expect(entered.map((person) => person.ordinal).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    expect(entered.filter((person) => person.simulated)).toHaveLength(10);
    expect(refused).toEqual(Array.from({ length: 20 }, () => "rejected"));
    expect(await store.totals("crowd")).toMatchObject({ people: 20, simulated: 10 });
  });

  test("a study that is not in the store and a taken id are refused", async () => {
    await expect(enter(store, "no-such-study", "x")).rejects.toMatchObject({ code: "not-found" });
    await addStudy(store, "taken");
    await enter(store, "taken", "taken-1");
    await expect(enter(store, "taken", "taken-1", { entryNonce: "another" })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
