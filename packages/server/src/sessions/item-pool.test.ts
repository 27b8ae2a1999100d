import { ParticipantClient, startTestServer, type TestServer } from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

const study = `refract: 1
id: pool
title: Pool
languages: [en]
stages:
  - id: consent
    type: consent
    version: "1"
    cards: [{title: T, text: X}]
    statements: [{id: consent, text: I agree.}]
  - id: opinions
    type: task
    itemOrder: as-listed
    perPerson: 2
    target: 1
    releaseAfterMinutes: 30
    format: {kind: true-false}
    items: [{id: a, question: A?}, {id: b, question: B?}]
  - {id: end, type: end}
`;
const minute = 60_000;
// Entering is by the wall clock, and no event is older than the one before it.
const morning = Date.now() + minute;

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer({ study: { "study.yaml": study } });
});
afterAll(() => running[Symbol.asyncDispose]());

/** Somebody who comes to the task so many minutes into the morning. */
async function arrive(minutes: number) {
  const client = new ParticipantClient(running.server.baseUrl, "pool");
  await client.enter();
  let participantId = "";
  let ordinal = 0;
  for await (const { participant } of running.store.records("pool", { simulated: "exclude" })) {
    if (participant.ordinal > ordinal) ({ id: participantId, ordinal } = participant);
  }
  const at = (now: number) => running.server.clocks.set(participantId, morning + now * minute);
  at(minutes);
  const view = await client.does("consent", { type: "consent.given", statements: { consent: true } });
  return {
    view,
    items: view.stage?.type === "task" ? view.stage.count : 0,
    answer: (item: string, now: number) => {
      at(now);
      return client.does("opinions", {
        type: "task.answered",
        item,
        response: { kind: "answer", value: true },
        pageMs: 900,
        firstInputMs: 400,
      });
    },
  };
}

test("who starts and leaves keeps items from others for a while only, and may still answer them on returning", async () => {
  const leaves = await arrive(0);
  expect(leaves.items).toBe(2);
  expect(await leaves.answer("a", 1)).toMatchObject({ stage: { item: { id: "b" } } });

  // Item a is answered and b is open with somebody who may still be there.
  const early = await arrive(25);
  expect(early.items).toBe(0);
  expect(early.view).toMatchObject({ status: "completed", stage: { type: "end" } });

  // 30 minutes after the last sign of life b is free again; a has its answer.
  const later = await arrive(32);
  expect(later.view).toMatchObject({ stage: { item: { id: "b" } } });
  expect(later.items).toBe(1);
  // Now it is open with somebody else.
  expect((await arrive(33)).items).toBe(0);

  expect(await leaves.answer("b", 40)).toMatchObject({ status: "completed" });
  expect(await later.answer("b", 41)).toMatchObject({ status: "completed" });
  expect((await arrive(500)).items).toBe(0);
});
