import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type ParticipantChange, type Store } from "../index.ts";
import { addStudy, answer, collect, enter, event, morning, participantChange } from "./sample-rows.ts";

await describeOnEachDatabase("places and decisions", (createDatabase) => {
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

  const change = (on: Store, id: string, seq: number, row: Partial<ParticipantChange>, places?: number) =>
    on.commit({
      participantId: id,
      events: [event(id, seq)],
      rows: [{ table: "participants", row: participantChange(row) }],
      ...(places === undefined ? {} : { place: { studyId: id.split("-")[0] ?? "", places } }),
    });
  const identity = (lookup: string) => ({ lookup, sealed: new Uint8Array([7]) });

  test("of ten who agree at once for three places, through two processes, three get one", async () => {
    await addStudy(store, "race");
    for (let index = 0; index < 10; index += 1) await enter(store, "race", `race-${index}`, { places: 3 });
    expect(await store.placesTaken("race")).toBe(0);
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        change(index % 2 === 0 ? store : second, `race-${index}`, 2, {}, 3),
      ),
    );
    const refused = tries.filter((one) => one.status === "rejected").map((one) => one.reason);
    expect(refused.map(({ code, userMessage }) => [code, userMessage])).toEqual(
      Array.from({ length: 7 }, () => ["rejected", "study-full"]),
    );
    expect(await store.placesTaken("race")).toBe(3);
    // Nothing was written for those who were refused.
    const lengths = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => (await store.events(`race-${index}`)).length),
    );
    expect(lengths.sort()).toEqual([1, 1, 1, 1, 1, 1, 1, 2, 2, 2]);
    await expect(enter(store, "race", "race-late", { places: 3 })).rejects.toMatchObject({
      code: "rejected",
      userMessage: "study-full",
    });
  });

  test("a place is free again after a withdrawal, a screening out, a return, a rejection and a release", async () => {
    await addStudy(store, "free");
    const ids = ["stays", "leaves", "unfit", "returned", "rejected", "released", "approved", "reading"];
    for (const id of ids) await enter(store, "free", id);
    for (const id of ids.slice(0, -1)) await change(store, id, 2, {});
    expect(await store.placesTaken("free")).toBe(7);
    await store.withdraw("leaves", morning);
    await change(store, "unfit", 3, { status: "screened-out", outcome: "screened-out", endedAt: morning });
    const decide = (participantId: string, kind: "approve" | "return" | "reject" | "release") =>
      store.decide({ participantId, kind, at: morning, reason: kind === "reject" ? "no answers" : null });
    await decide("returned", "return");
    await decide("rejected", "reject");
    await decide("released", "release");
    await decide("approved", "approve");
    expect(await store.placesTaken("free")).toBe(2);
    expect(await store.latestDecision("rejected")).toEqual({
      participantId: "rejected",
      number: 1,
      at: morning,
      kind: "reject",
      reason: "no answers",
    });
    // The last decision counts.
    await decide("rejected", "approve");
    expect(await store.placesTaken("free")).toBe(3);
    expect((await store.latestDecision("rejected"))?.number).toBe(2);
    expect(await store.latestDecision("stays")).toBeNull();
  });

  test("somebody who began anew has one place, and their earlier one is not in their way", async () => {
    await addStudy(store, "anew");
    for (const id of ["anew-1", "anew-2"]) await enter(store, "anew", id, { identity: identity("same") });
    await enter(store, "anew", "anew-3", { identity: identity("other") });
    await change(store, "anew-1", 2, {}, 1);
    await expect(change(store, "anew-3", 2, {}, 1)).rejects.toMatchObject({ userMessage: "study-full" });
    await change(store, "anew-2", 2, {}, 1);
    expect(await store.placesTaken("anew")).toBe(1);
    await store.withdraw("anew-2", morning);
    expect(await store.placesTaken("anew")).toBe(1);
  });

  test("simulated and test people take no place and are told apart in the totals", async () => {
    await addStudy(store, "kinds");
    await enter(store, "kinds", "real", { consentedAt: morning, places: 1 });
    await enter(store, "kinds", "made", { simulated: true, consentedAt: morning, places: 1 });
    await enter(store, "kinds", "tried", { test: true, consentedAt: morning, places: 1 });
    await store.commit({
      participantId: "tried",
      events: [event("tried", 2)],
      rows: [answer("tried", "age")],
    });
    await change(store, "tried", 3, { status: "completed", outcome: "completed", endedAt: morning });
    expect(await store.totals("kinds")).toMatchObject({
      people: 1,
      simulated: 1,
      test: 1,
      places: 1,
      completed: 0,
    });
    for (const simulated of ["include", "exclude", "only"] as const) {
      const found = await collect(store.records("kinds", { simulated }));
      expect(found.map(({ participant }) => participant.id)).not.toContain("tried");
    }
  });

  test("people are listed with their sealed ids, their last decision, and which submission of one id they are", async () => {
    await addStudy(store, "list");
    await enter(store, "list", "l1", { identity: identity("x") });
    await enter(store, "list", "l2", { identity: identity("y") });
    await enter(store, "list", "l3", { identity: identity("x") });
    await enter(store, "list", "l4");
    await store.decide({ participantId: "l2", kind: "return", at: 1, reason: null });
    await store.decide({ participantId: "l2", kind: "approve", at: 2, reason: null });
    expect(
      (await store.people("list")).map(({ participant, sealed, submission, decision }) => [
        participant.id,
        sealed,
        submission,
        decision?.kind ?? null,
      ]),
    ).toEqual([
      ["l1", new Uint8Array([7]), 1, null],
      ["l2", new Uint8Array([7]), 1, "approve"],
      ["l3", new Uint8Array([7]), 2, null],
      ["l4", null, 1, null],
    ]);
    expect(await store.identity("l1")).toEqual(identity("x"));
    expect(await store.identity("l4")).toBeNull();
  });

  test("another device's token replaces those before, and a released person is signed out until readmitted", async () => {
    await addStudy(store, "device");
    await enter(store, "device", "d1", { consentedAt: morning, places: 1 });
    await store.replaceTokens("d1", "new phone", morning);
    expect(await store.participantByToken("token of d1")).toBeNull();
    expect((await store.participantByToken("new phone"))?.id).toBe("d1");
    const back = { participantId: "d1", studyId: "device", tokenHash: "third", at: morning, places: 1 };
    await expect(store.readmit(back)).rejects.toMatchObject({ code: "conflict" });
    await store.decide({ participantId: "d1", kind: "release", at: morning, reason: null });
    expect(await store.participantByToken("new phone")).toBeNull();
    await enter(store, "device", "d2", { consentedAt: morning, places: 1 });
    await expect(store.readmit(back)).rejects.toMatchObject({ userMessage: "study-full" });
    expect(await store.participantByToken("third")).toBeNull();
    await store.readmit({ ...back, places: 2 });
    expect((await store.participantByToken("third"))?.id).toBe("d1");
    expect(await store.placesTaken("device")).toBe(2);
  });

  test("a withdrawal takes what was written about the person's rejection along", async () => {
    await addStudy(store, "gone");
    await enter(store, "gone", "g1", { identity: identity("x"), consentedAt: morning });
    await store.decide({ participantId: "g1", kind: "reject", at: morning, reason: "wrote about X" });
    await store.withdraw("g1", morning);
    expect(await store.latestDecision("g1")).toMatchObject({ kind: "reject", reason: null });
    expect((await store.people("gone"))[0]).toMatchObject({ sealed: null });
    const again = store.decide({ participantId: "g1", kind: "approve", at: morning, reason: null });
    await expect(again).rejects.toMatchObject({ code: "rejected", userMessage: "withdrawn" });
    expect(await store.latestDecision("g1")).toMatchObject({ kind: "reject", number: 1 });
  });

  test("a command that was on its way when the person's place was freed is not stored", async () => {
    await addStudy(store, "late");
    await enter(store, "late", "late1", { consentedAt: morning });
    const command = {
      participantId: "late1",
      events: [{ ...event("late1", 2), commandId: "00000000-0000-4000-8000-000000000001" }],
      rows: [],
    };
    await store.decide({ participantId: "late1", kind: "return", at: morning, reason: null });
    await expect(store.commit(command)).rejects.toMatchObject({ userMessage: "no-session" });
    await store.decide({ participantId: "late1", kind: "approve", at: morning, reason: null });
    await store.commit(command);
  });

  test("a kind of people that is full refuses the next one with all they sent, and is free again when somebody withdraws", async () => {
    await addStudy(store, "kinds");
    for (const id of ["k1", "k2", "k3"]) await enter(store, "kinds", id, { consentedAt: morning });
    await enter(store, "kinds", "k4", { consentedAt: morning, simulated: true });
    const seat = (participantId: string, simulated = false) =>
      store.commit({
        participantId,
        events: [event(participantId, 2)],
        rows: [],
        seats: {
          studyId: "kinds",
          simulated,
          cells: [
            { name: "age=old", people: 9 },
            { name: "gender=Male", people: 1 },
          ],
        },
      });
    await seat("k1");
    await expect(seat("k2")).rejects.toMatchObject({ code: "rejected", userMessage: "quota-full" });
    expect(await store.events("k2")).toHaveLength(1);
    await seat("k4", true);
    const taken = async (cell: string, simulated = false) => store.seatsTaken("kinds", cell, simulated);
    expect([await taken("gender=Male"), await taken("age=old"), await taken("gender=Male", true)]).toEqual([
      1, 1, 1,
    ]);
    await store.withdraw("k1", morning + 5);
    expect(await taken("gender=Male")).toBe(0);
    await seat("k2");
    await store.decide({ participantId: "k2", kind: "return", at: morning, reason: null });
    expect(await taken("gender=Male")).toBe(0);
    await seat("k3");
    expect(await taken("gender=Male")).toBe(1);
  });
});
