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
  page,
  participantChange,
  utterance,
  wholeConversation,
} from "./sample-rows.ts";

await describeOnEachDatabase("records and totals", (createDatabase) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await openStore(database.options);
  });
  afterAll(async () => {
    await store[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  test("people come in order of arrival, simulated ones as asked", async () => {
    await addStudy(store, "order");
    for (let index = 0; index < 45; index += 1) {
      // Names in reverse, so that no other order is the order of arrival.
      await enter(store, "order", `order-${99 - index}`, { simulated: index % 3 === 0 });
    }
    const ordinals = async (simulated: "include" | "exclude" | "only") =>
      (await collect(store.records("order", { simulated }))).map((record) => record.participant.ordinal);
    const all = Array.from({ length: 45 }, (_, index) => index + 1);
    expect(await ordinals("include")).toEqual(all);
    expect(await ordinals("only")).toEqual(all.filter((ordinal) => ordinal % 3 === 1));
    expect(await ordinals("exclude")).toEqual(all.filter((ordinal) => ordinal % 3 !== 1));
    expect(await collect(store.records("no-such-study", { simulated: "include" }))).toEqual([]);
  });

  test("rows of a person come in an order that does not depend on how they were written", async () => {
    await addStudy(store, "rows");
    await enter(store, "rows", "r1");
    await store.commit({
      participantId: "r1",
      events: [],
      rows: [
        conversation("r1", 2),
        conversation("r1", 1),
        interaction("r1", 1, 1),
        interaction("r1", 2, 0),
        interaction("r1", 1, 0),
        utterance("r1", 1, 1, 1),
        utterance("r1", 2, 0, 0),
        utterance("r1", 1, 1, 0),
        utterance("r1", 1, 0, 0),
        answer("r1", "b"),
        answer("r1", "É"),
        answer("r1", "Z"),
        answer("r1", "early", { at: morning - 1 }),
        call("r1", "call-2", { attempt: 1 }),
        call("r1", "call-1", { attempt: 0 }),
        page("r1", "b", { enteredAt: morning + 2 }),
        page("r1", "a", { enteredAt: morning + 3 }),
        page("r1", "", { leftAt: morning + 300_000 }),
      ],
    });
    await store.commit({
      participantId: "r1",
      events: [],
      rows: [page("r1", "b", { enteredAt: morning + 2, spentMs: 70_000 })],
    });
    const [record] = await collect(store.records("rows", { simulated: "include" }));
    expect(record?.pages.map(({ page, spentMs }) => [page, spentMs])).toEqual([
      ["", 60_000],
      ["b", 70_000],
      ["a", 60_000],
    ]);
    expect(record?.conversations.map((row) => row.id)).toEqual(["r1-c1", "r1-c2"]);
    expect(record?.interactions.map((row) => row.id)).toEqual(["r1-c1-t0", "r1-c1-t1", "r1-c2-t0"]);
    expect(record?.utterances.map((row) => row.slotId)).toEqual([
      "r1-c1-t0-s0",
      "r1-c1-t1-s0",
      "r1-c1-t1-s1",
      "r1-c2-t0-s0",
    ]);
    expect(record?.answers.map((row) => row.field)).toEqual(["early", "Z", "b", "É"]);
    expect(record?.calls.map((row) => row.id)).toEqual(["r1-call-1", "r1-call-2"]);
  });

  test("people go on writing while records are read, each record is whole, and newcomers are left out", async () => {
    await addStudy(store, "live");
    const ids = Array.from({ length: 60 }, (_, index) => `live-${index}`);
    for (const id of ids) await enter(store, "live", id);
    const read: { id: string; answers: number; utterances: number }[] = [];
    let turn = 0;
    for await (const record of store.records("live", { simulated: "include" })) {
      const { participant, answers, utterances } = record;
      read.push({ id: participant.id, answers: answers.length, utterances: utterances.length });
      const id = ids[59 - turn];
      turn += 1;
      if (id === undefined) continue;
      await store.commit(wholeConversation(id, 2));
      if (turn === 1) await enter(store, "live", "latecomer");
    }
    expect(read.map((one) => one.id)).toEqual(ids);
    expect(read.every((one) => one.utterances === one.answers * 2)).toBe(true);
    expect(read.filter((one) => one.answers > 0).length).toBeGreaterThan(0);
  });

  test("reading can be broken off and the store goes on", async () => {
    for await (const record of store.records("live", { simulated: "include" })) {
      expect(record.participant.ordinal).toBe(1);
      break;
    }
    await enter(store, "live", "after the break");
  });

  test("totals count people, what they did and what it cost", async () => {
    await addStudy(store, "totals");
    await enter(store, "totals", "t1");
    await enter(store, "totals", "t2", { simulated: true });
    await enter(store, "totals", "t3");
    await store.commit(wholeConversation("t1", 2));
    await store.commit(wholeConversation("t2", 2));
    await store.commit({
      participantId: "t1",
      events: [event("t1", 3)],
      rows: [
        {
          table: "participants",
          row: participantChange({ status: "completed", endedAt: morning, outcome: "completed" }),
        },
        conversation("t1", 2),
        interaction("t1", 2, 0),
        utterance("t1", 2, 0, 0, { text: null, missing: "model-error" }),
      ],
    });
    const money = { name: "totals", account: "demo", reference: "demo:plain", capUsd: null };
    await store.settle(await store.reserve({ ...money, usd: 0.5 }), 0.1);
    await store.settle(await store.reserve({ ...money, usd: 0.5 }), 0.2);
    await store.reserve({ ...money, usd: 0.25 });
    const whole = {
      people: 2,
      simulated: 1,
      test: 0,
      places: 1,
      withdrawn: 0,
      spentUsd: 0.3,
      reservedUsd: 0.25,
    };
    expect(await store.totals("totals")).toEqual({
      ...whole,
      completed: 1,
      conversations: 3,
      finishedConversations: 2,
      utterances: 4,
      responses: 0,
    });
    expect(await store.totals("totals", { simulated: "exclude" })).toEqual({
      ...whole,
      completed: 1,
      conversations: 2,
      finishedConversations: 1,
      utterances: 2,
      responses: 0,
    });
    expect(await store.totals("totals", { simulated: "only" })).toEqual({
      ...whole,
      completed: 0,
      conversations: 1,
      finishedConversations: 1,
      utterances: 2,
      responses: 0,
    });
    expect(await store.totals("no-such-study")).toMatchObject({ people: 0, conversations: 0, spentUsd: 0 });
  });

  test("ratings are of the first who completed, of touched sliders, and of one person alone", async () => {
    await addStudy(store, "ratings");
    for (const [index, id] of ["rated1", "rated2", "rated3", "rated4"].entries()) {
      await enter(store, "ratings", id, { test: id === "rated4" });
      await store.commit({
        participantId: id,
        events: [event(id, 2)],
        rows: [
          conversation(id, 1),
          interaction(id, 1, 0, { verdict: "a" }),
          utterance(id, 1, 0, 0, { score: 81, touched: true }),
          utterance(id, 1, 0, 1, { score: 50, touched: false }),
          {
            table: "participants",
            // Who came last ended first.
            row: participantChange({ status: "completed", outcome: "completed", endedAt: morning - index }),
          },
        ],
      });
    }
    expect(await store.completedPeople("ratings", false)).toBe(3);
    const { people, scores, verdicts } = await store.ratingsOfFirst({
      studyId: "ratings",
      simulated: false,
      first: 2,
    });
    expect(people).toBe(2);
    expect(
      scores
        .map(({ participantId, modelId, score, count }) => [participantId, modelId, score, count])
        .toSorted(),
    ).toEqual([
      ["rated2", "model-0", 81, 1],
      ["rated3", "model-0", 81, 1],
    ]);
    expect(verdicts.map(({ participantId, verdict }) => [participantId, verdict]).toSorted()).toEqual([
      ["rated2", "a"],
      ["rated3", "a"],
    ]);
    expect((await store.ratingsOfPerson("rated1")).scores).toEqual([
      { participantId: "rated1", modelId: "model-0", score: 81, count: 1 },
    ]);
    expect((await store.ratingsOfFirst({ studyId: "ratings", simulated: false, first: 0 })).people).toBe(0);
  });
});
