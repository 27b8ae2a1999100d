import { setTimeout as sleep } from "node:timers/promises";
import type { SessionView } from "@refract/collect";
import { applyFrame, ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";

const study = {
  "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:warm, demo:plain, demo:cautious, demo:blunt]
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    opening: {models: 4}
    judge: {kind: scale, startAt: 50, tie: random, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: 10000
  - {id: end, type: end}
`,
};
const isRating = (view: SessionView) => view.stage?.type === "conversation" && view.stage.phase === "rate";
const begin = {
  type: "conversation.begun",
  conversationType: "unguided",
  prompt: "Is loyalty a virtue?",
} as const;

test("300 people listen while 50 of them talk, and nobody is refused or mixed up", async () => {
  await using running = await startTestServer({ study });
  const people = await Promise.all(
    Array.from({ length: 300 }, async () => {
      const person = new ParticipantClient(running.server.baseUrl, "talk");
      await person.enter();
      await person.does("consent", { type: "consent.given", statements: { consent: true } });
      return person;
    }),
  );
  const leave = new AbortController();
  let connected = 0;
  let ended = 0;
  const pages = people.map((person) => {
    const rated = Promise.withResolvers<{ view: SessionView; texts: ReadonlyMap<string, string> }>();
    const watch = async () => {
      const texts = new Map<string, string>();
      let isFirst = true;
      for await (const message of person.stream({ signal: leave.signal })) {
        if (isFirst) connected += 1;
        isFirst = false;
        if (message.event === "text") applyFrame(texts, message.data);
        else if (isRating(message.data)) rated.resolve({ view: message.data, texts });
      }
      ended += 1;
    };
    const watching = watch().catch((error: unknown) => {
      if (!leave.signal.aborted) throw error;
    });
    return { person, rated: rated.promise, watching };
  });
  for (let waited = 0; connected < 300 && waited < 20_000; waited += 50) await sleep(50);
  expect(connected).toBe(300);

  await Promise.all(
    pages.slice(0, 50).map(async ({ person, rated }) => {
      await person.does("talk", begin);
      const { view, texts } = await rated;
      if (view.stage?.type !== "conversation") throw new Error("expected a conversation");
      const slots = view.stage.conversation?.turn?.slots ?? [];
      expect(slots).toHaveLength(4);
      for (const slot of slots) expect(slot.text).toBe(texts.get(slot.id));
      await person.does("talk", { type: "turn.chosen", slotId: null });
    }),
  );

  expect(ended).toBe(0);
  expect(await running.store.totals("talk")).toMatchObject({
    people: 300,
    conversations: 50,
    utterances: 200,
  });
  expect(running.log).toEqual([]);
  leave.abort();
  await Promise.all(pages.map(({ watching }) => watching));
});

test("one person can't hold more than 20 streams: the oldest is let go", async () => {
  await using running = await startTestServer({ study });
  const person = new ParticipantClient(running.server.baseUrl, "talk");
  await person.enter();
  const leave = new AbortController();
  const ended: number[] = [];
  const open = async (index: number) => {
    const stream = person.again().stream({ signal: leave.signal });
    await stream.next();
    void (async () => {
      try {
        for await (const _ of stream);
        ended.push(index);
      } catch {
        // Left at the end of the test.
      }
    })();
  };
  for (let index = 0; index < 23; index += 1) await open(index);
  await sleep(100);
  expect(ended).toEqual([0, 1, 2]);
  leave.abort();
});
