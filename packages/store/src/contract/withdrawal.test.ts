import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";
import { openPostgres } from "../postgres/open-postgres.ts";
import { openSqlite } from "../sqlite/open-sqlite.ts";
import {
  addStudy,
  call,
  collect,
  enter,
  event,
  morning,
  page,
  participantChange,
  wholeConversation,
} from "./sample-rows.ts";

await describeOnEachDatabase("withdrawing", (createDatabase) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.options);
    await addStudy(store, "s");
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  const recordOf = async (id: string) =>
    (await collect(store.records("s", { simulated: "include" }))).find((one) => one.participant.id === id);
  const identity = { lookup: "panel 1", sealed: new Uint8Array([7]) };

  test("what a person said and how they are found is gone, that they withdrew and what it cost stays", async () => {
    await enter(store, "s", "w1", { identity });
    await enter(store, "s", "w2");
    await store.commit(wholeConversation("w1", 2));
    await store.commit(wholeConversation("w2", 2));
    const failed = call("w1", "call-2", { outcome: "failed", message: "the server said: hello w1" });
    await store.commit({ participantId: "w1", events: [], rows: [failed, page("w1", "who you are")] });
    const others = await recordOf("w2");

    await store.withdraw("w1", morning + 77);

    expect(await recordOf("w1")).toEqual({
      participant: expect.objectContaining({
        id: "w1",
        status: "withdrawn",
        endedAt: morning + 77,
        ordinal: 1,
      }),
      answers: [],
      conversations: [],
      interactions: [],
      utterances: [],
      calls: [
        { ...call("w1", "call-1").row, reasoning: null },
        { ...failed.row, message: null, reasoning: null, failedText: null },
      ],
      responses: [],
      pages: [],
    });
    expect((await store.events("w1")).map(({ seq, payload }) => ({ seq, payload }))).toEqual([
      { seq: 1, payload: null },
      { seq: 2, payload: null },
    ]);
    expect(await store.participantByToken("token of w1")).toBeNull();
    expect(await store.participantByRecovery("s", "recovery of w1")).toBeNull();
    expect(await store.participantByIdentity("s", "panel 1")).toBeNull();
    expect(await recordOf("w2")).toEqual(others);
    expect(await store.totals("s")).toMatchObject({
      people: 2,
      withdrawn: 1,
      conversations: 1,
      utterances: 2,
    });
  });

  test("what was noted of a person goes too: the kinds they count into, and why they were decided about and paid", async () => {
    await enter(store, "s", "w6");
    const cells = [{ name: "gender=Male", people: 9 }];
    await store.commit({
      participantId: "w6",
      events: [event("w6", 2)],
      rows: [],
      seats: { studyId: "s", simulated: false, cells },
    });
    await store.decide({ participantId: "w6", kind: "approve", at: morning, reason: "wrote a lot" });
    await store.pay({
      participantId: "w6",
      kind: "bonus",
      hundredths: 200,
      at: morning,
      reason: "wrote more",
    });
    await store.withdraw("w6", morning + 1);
    const { options } = database;
    const { kysely } = await ("file" in options ? openSqlite(options) : openPostgres(options));
    const seats = await kysely.selectFrom("seats").selectAll().where("participantId", "=", "w6").execute();
    await kysely.destroy();
    expect(seats).toEqual([]);
    expect(await store.latestDecision("w6")).toMatchObject({ kind: "approve", reason: null });
    const row = (await store.people("s")).find(({ participant }) => participant.id === "w6");
    expect(row?.payments).toMatchObject([{ kind: "bonus", hundredths: 200, reason: null }]);
  });

  test("a second time changes nothing", async () => {
    await enter(store, "s", "w3");
    await store.withdraw("w3", morning + 1);
    await store.withdraw("w3", morning + 2);
    expect((await store.participant("w3"))?.endedAt).toBe(morning + 1);
    await expect(store.withdraw("nobody", morning)).rejects.toMatchObject({ code: "not-found" });
  });

  test("a model's answer that comes after the withdrawal is refused", async () => {
    await enter(store, "s", "w4");
    await store.withdraw("w4", morning + 1);
    await expect(store.commit(wholeConversation("w4", 2))).rejects.toMatchObject({ code: "rejected" });
    expect((await recordOf("w4"))?.utterances).toEqual([]);
  });

  test("an event that withdraws and the deletion are one commit", async () => {
    await enter(store, "s", "w5");
    await store.commit(wholeConversation("w5", 2));
    await store.commit({
      participantId: "w5",
      events: [event("w5", 3, { type: "person.withdrew", commandId: "withdraw" })],
      rows: [
        { table: "participants", row: participantChange({ status: "withdrawn", endedAt: morning + 5 }) },
      ],
    });
    const record = await recordOf("w5");
    expect(record?.participant.status).toBe("withdrawn");
    expect(record?.utterances).toEqual([]);
    expect(await store.hasCommand("w5", "withdraw")).toBe(true);
    expect((await store.events("w5", 2))[0]?.type).toBe("person.withdrew");
  });
});
