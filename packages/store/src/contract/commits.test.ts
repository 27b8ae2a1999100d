import { describeOnEachDatabase, type TestDatabase } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../index.ts";
import {
  addStudy,
  answer,
  call,
  collect,
  conversation,
  enter,
  event,
  interaction,
  morning,
  participantChange,
  utterance,
  wholeConversation,
} from "./sample-rows.ts";

await describeOnEachDatabase("commits", (createDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let second: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.options);
    second = await openStore(database.options);
    await addStudy(store, "s");
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  const recordOf = async (id: string) =>
    (await collect(store.records("s", { simulated: "include" }))).find((one) => one.participant.id === id);

  test("events and rows come back as they were written", async () => {
    await enter(store, "s", "p1");
    const commit = wholeConversation("p1", 2);
    await store.commit(commit);
    expect(await second.events("p1", 1)).toEqual(commit.events);
    expect(await recordOf("p1")).toEqual({
      participant: await store.participant("p1"),
      answers: [answer("p1", "age").row],
      conversations: [commit.rows[1]?.row],
      interactions: [commit.rows[2]?.row],
      utterances: [commit.rows[3]?.row, commit.rows[4]?.row],
      responses: [],
      calls: [commit.rows[5]?.row],
      pages: [],
    });
    expect(await store.slotModel("p1-c1-t0-s1")).toBe("model-1");
    expect(await store.slotModel("p1-c1-t0-s9")).toBeNull();
  });

  test("rows may come in any order, and of two with the same key the later counts", async () => {
    await enter(store, "s", "p2");
    await store.commit({
      participantId: "p2",
      events: [event("p2", 2)],
      rows: [
        utterance("p2", 1, 0, 0, { text: null, missing: null, completedAt: null }),
        interaction("p2", 1, 0),
        conversation("p2", 1),
        utterance("p2", 1, 0, 0, { text: "done" }),
      ],
    });
    expect((await recordOf("p2"))?.utterances).toEqual([utterance("p2", 1, 0, 0, { text: "done" }).row]);
  });

  test("a row replaces the one with the same key", async () => {
    await enter(store, "s", "p3");
    await store.commit({ participantId: "p3", events: [event("p3", 2)], rows: [answer("p3", "age")] });
    await store.commit({
      participantId: "p3",
      events: [event("p3", 3)],
      rows: [
        answer("p3", "age", { value: null, missing: "prefer-not-to-say", at: morning + 9 }),
        {
          table: "participants",
          row: participantChange({
            status: "completed",
            language: "ar",
            endedAt: morning + 10,
            outcome: "completed",
          }),
        },
      ],
    });
    const record = await recordOf("p3");
    expect(record?.answers).toEqual([
      { ...answer("p3", "age").row, value: null, missing: "prefer-not-to-say", at: morning + 9 },
    ]);
    expect(record?.participant).toMatchObject({
      status: "completed",
      language: "ar",
      endedAt: morning + 10,
    });
  });

  test("any JSON and any text come back, and a NUL in a text becomes a replacement character", async () => {
    await enter(store, "s", "p4");
    const payload = {
      b: 1,
      a: [null, true, 0.1, -0, 1e300, "", "\u0000 \ud800 💬 שלום مرحبا"],
      "": { "camelCase snake_case": {} },
    };
    await store.commit({
      participantId: "p4",
      events: [event("p4", 2, { payload, stageId: null, commandId: null })],
      rows: [
        answer("p4", "list", { value: ["x", 2, { firstName: null }] }),
        conversation("p4", 1),
        interaction("p4", 1, 0, { prompt: "a\u0000b 💬 '; drop table events; --" }),
      ],
    });
    const [read] = await store.events("p4", 1);
    expect(JSON.stringify(read?.payload)).toBe(JSON.stringify(payload));
    const record = await recordOf("p4");
    expect(record?.answers[0]?.value).toEqual(["x", 2, { firstName: null }]);
    expect(record?.interactions[0]?.prompt).toBe("a\uFFFDb 💬 '; drop table events; --");
  });

  test("a taken sequence number is a conflict and nothing of the commit is written", async () => {
    await enter(store, "s", "p5");
    await store.commit({ participantId: "p5", events: [event("p5", 2)], rows: [] });
    const late = second.commit({
      participantId: "p5",
      events: [event("p5", 2, { commandId: "another tab" })],
      rows: [answer("p5", "age")],
    });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    expect((await recordOf("p5"))?.answers).toEqual([]);
    expect(await store.hasCommand("p5", "another tab")).toBe(false);
  });

  test("a command that was carried out is a conflict and nothing of the commit is written", async () => {
    await enter(store, "s", "p6");
    await store.commit({
      participantId: "p6",
      events: [event("p6", 2, { commandId: "click" })],
      rows: [],
    });
    const again = second.commit({
      participantId: "p6",
      events: [event("p6", 3, { commandId: null }), event("p6", 4, { commandId: "click" })],
      rows: [answer("p6", "age")],
    });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await store.hasCommand("p6", "click")).toBe(true);
    expect((await store.events("p6")).map((one) => one.seq)).toEqual([1, 2]);
    expect((await recordOf("p6"))?.answers).toEqual([]);
  });

  test("the same command id of another person is not a conflict", async () => {
    await enter(store, "s", "p7");
    await enter(store, "s", "p8");
    for (const id of ["p7", "p8"]) {
      await store.commit({
        participantId: id,
        events: [event(id, 2, { commandId: "browser counter 1" })],
        rows: [],
      });
    }
    expect(await store.hasCommand("p8", "browser counter 1")).toBe(true);
  });

  test("of twenty tabs that answer at the same moment one is first", async () => {
    await enter(store, "s", "p9");
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, tab) =>
        (tab % 2 === 0 ? store : second).commit({
          participantId: "p9",
          events: [event("p9", 2, { commandId: `tab ${tab}` })],
          rows: [answer("p9", `field ${tab}`)],
        }),
      ),
    );
    const refusals = tries.filter((one) => one.status === "rejected").map((one) => one.reason.code);
    expect(refusals).toEqual(Array.from({ length: 19 }, () => "conflict"));
    expect((await recordOf("p9"))?.answers).toHaveLength(1);
  });

  test("a row with the id of somebody else's row is refused and theirs stays as it is", async () => {
    await enter(store, "s", "p10");
    await enter(store, "s", "p11");
    await store.commit(wholeConversation("p10", 2));
    await store.commit({ participantId: "p11", events: [event("p11", 2)], rows: [conversation("p11", 1)] });
    const forged = utterance("p10", 1, 0, 0, { participantId: "p11", text: "not mine" });
    const forgery = store.commit({ participantId: "p11", events: [event("p11", 3)], rows: [forged] });
    await expect(forgery).rejects.toMatchObject({ code: "not-allowed" });
    expect((await recordOf("p10"))?.utterances[0]?.text).toBe("Somebody who greets you.");
    expect(await store.events("p11", 2)).toEqual([]);
  });

  test("rows and events of another person and gaps are faults of the program", async () => {
    await enter(store, "s", "p12");
    const strange = { participantId: "p12", events: [event("p12", 2)], rows: [answer("p1", "age")] };
    await expect(store.commit(strange)).rejects.toThrow("of another participant");
    const strangeEvent = { participantId: "p12", events: [event("p1", 2)], rows: [] };
    await expect(store.commit(strangeEvent)).rejects.toThrow("event 2 is of participant p1");
    const gap = { participantId: "p12", events: [event("p12", 3)], rows: [] };
    await expect(store.commit(gap)).rejects.toThrow("event 3 leaves a gap, expected 2");
    await expect(
      store.commit({ participantId: "p12", events: [event("p12", 2)], rows: [interaction("p12", 1, 0)] }),
    ).rejects.toThrow(/foreign key/i);
    expect(await store.events("p12", 1)).toEqual([]);
  });

  test("a person who is not in the store is not found", async () => {
    const commit = { participantId: "nobody", events: [event("nobody", 1)], rows: [] };
    await expect(store.commit(commit)).rejects.toMatchObject({ code: "not-found" });
  });

  test("a thousand rows in one commit", async () => {
    await enter(store, "s", "p13");
    await store.commit({
      participantId: "p13",
      events: [event("p13", 2)],
      rows: Array.from({ length: 1001 }, (_, index) => call("p13", `call-${index}`)),
    });
    expect((await recordOf("p13"))?.calls).toHaveLength(1001);
  });
});
