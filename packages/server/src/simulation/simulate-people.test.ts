import { builtInStages, openStudy } from "@refract/collect";
import type { ParticipantRecord, Store } from "@refract/store";
import { startTestServer, type TestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { SimulatedClocks } from "../clock.ts";
import { type SimulatePeopleOptions, simulatePeople } from "./simulate-people.ts";

const survey = {
  pages: [
    {
      name: "person",
      elements: [
        {
          type: "radiogroup",
          name: "gender",
          isRequired: true,
          choices: ["Male", "Female", "Other"],
          showRefuseItem: true,
        },
        { type: "comment", name: "self_description", isRequired: true },
      ],
    },
  ],
};
const statements = [
  { id: "values", text: "It reflected my values." },
  { id: "fluency", text: "It was well written." },
];

function studyFiles(stage: object = {}, models: readonly object[] = demoModels): Record<string, string> {
  const study = {
    refract: 1,
    id: "toy",
    title: "Toy",
    seed: "toy",
    models,
    stages: [
      { id: "consent", type: "consent", version: "1", statements: [{ id: "consent", text: "I agree." }] },
      { id: "survey", type: "survey", survey: "survey.json" },
      {
        id: "talk",
        type: "conversation",
        types: [
          { id: "unguided", title: "Anything", count: 1 },
          { id: "values guided", title: "Values", count: 1 },
        ],
        judge: { kind: "scale", minimumLabel: "Terrible", maximumLabel: "Perfect" },
        attributes: [
          {
            id: "performance_attributes",
            stem: "This …",
            minimumLabel: "poor",
            maximumLabel: "good",
            statements,
          },
        ],
        feedback: { prompt: "How was it?" },
        ...stage,
      },
      { id: "end", type: "end" },
    ],
  };
  return { "study.yaml": JSON.stringify(study), "survey.json": JSON.stringify(survey) };
}

const demoModels = ["plain", "plain-2", "plain-3", "plain-4", "plain-5"].map((name) => ({
  id: name,
  use: `demo:${name}`,
}));

async function simulate(
  running: TestServer,
  files: Record<string, string>,
  options: Partial<SimulatePeopleOptions> = {},
) {
  const study = openStudy(files, builtInStages);
  return simulatePeople({ server: running.server, study, people: 6, seed: "1", ...options });
}

async function records(store: Store): Promise<ParticipantRecord[]> {
  const all: ParticipantRecord[] = [];
  for await (const record of store.records("toy", { simulated: "include" })) all.push(record);
  return all;
}

/** All that is stored of people but how long the real calls took. */
async function timeless(store: Store) {
  return (await records(store)).map(({ calls: _calls, utterances, ...rest }) => ({
    ...rest,
    utterances: utterances.map((row) => ({ ...row, firstTextMs: null, totalMs: null, waitedMs: null })),
  }));
}

test("people walk through the real server in a known order, and are done when the last write is", async () => {
  const files = studyFiles();
  await using running = await startTestServer({ study: files, instant: true });
  const progress: number[] = [];
  const outcome = await simulate(running, files, {
    concurrency: 3,
    onProgress: (done) => progress.push(done),
  });
  expect(outcome.failures).toEqual([]);
  expect(outcome.people).toBe(6);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
  const stored = await records(running.store);
  expect(
    stored.map(({ participant }) => [participant.ordinal, participant.status, participant.simulated]),
  ).toEqual([1, 2, 3, 4, 5, 6].map((ordinal) => [ordinal, "completed", true]));
  expect(outcome.truth.people.map((person) => person.participantId)).toEqual(
    stored.map(({ participant }) => participant.id),
  );
  for (const [index, { participant, answers, conversations, utterances }] of stored.entries()) {
    const person = outcome.truth.people[index];
    expect(conversations.length).toBeGreaterThanOrEqual(2);
    expect(utterances.every((row) => row.text !== null && row.score !== null)).toBe(true);
    expect(participant.enteredAt).toBe(person?.startsAt);
    const gender = answers.find((row) => row.field === "gender")?.value;
    // Refusing is a reason for a missing value.
    expect(gender ?? "Prefer not to say").toBe(person?.profile.gender);
  }
  expect(running.log).toEqual([]);
});

test("two runs with the same seed store the same, whatever the order of arrival of answers; another seed does not", async () => {
  const files = studyFiles();
  const run = async (seed: string, concurrency: number) => {
    await using running = await startTestServer({ study: files, instant: true });
    const { truth } = await simulate(running, files, { people: 3, seed, concurrency });
    return { truth, stored: await timeless(running.store) };
  };
  const first = await run("1", 3);
  const second = await run("1", 1);
  expect(second).toEqual(first);
  expect((await run("2", 3)).stored).not.toEqual(first.stored);
  const times = first.stored.flatMap(({ interactions }) => interactions.map((row) => row.sentAt));
  expect(Math.min(...times)).toBeGreaterThan(Date.UTC(2025, 0, 1, 9));
  expect(Math.max(...times)).toBeLessThan(Date.UTC(2025, 0, 2));
});

test("text that is streamed at a pace comes together as the page shows it, at human pace too", async () => {
  const files = studyFiles({ charactersPerSecond: 10_000 });
  await using running = await startTestServer({ study: files });
  const outcome = await simulate(running, files, { people: 2, pace: "human", speed: 20_000 });
  expect(outcome.failures).toEqual([]);
  const [first] = await records(running.store);
  expect(first?.participant.enteredAt).toBeGreaterThan(Date.UTC(2026, 0, 1));
});

test("a second crowd with higher numbers joins the first", async () => {
  const files = studyFiles();
  await using running = await startTestServer({ study: files, instant: true });
  await simulate(running, files, { people: 2 });
  const outcome = await simulate(running, files, { people: 2, firstOrdinal: 3 });
  expect(outcome.failures).toEqual([]);
  expect((await records(running.store)).map(({ participant }) => participant.ordinal)).toEqual([1, 2, 3, 4]);
});

test("somebody who is not let in is reported by number and holds nobody up", async () => {
  const files = studyFiles();
  await using running = await startTestServer({ study: files, instant: true });
  await simulate(running, files, { people: 2 });
  const outcome = await simulate(running, files, { people: 3 });
  expect(outcome.people).toBe(1);
  expect(outcome.failures.map((failure) => failure.ordinal)).toEqual([1, 2]);
  expect(outcome.truth.people.map((person) => person.participantId === null)).toEqual([true, true, false]);
});

test("people whose models never answer are reported with the reason", async () => {
  const files = studyFiles({ opening: { models: 2 }, retries: 0 }, [
    { id: "a", use: "demo:fails" },
    { id: "b", use: "demo:fails" },
  ]);
  await using running = await startTestServer({ study: files, instant: true });
  const outcome = await simulate(running, files, { people: 2 });
  expect(outcome.people).toBe(0);
  expect(outcome.failures).toEqual([
    { ordinal: 1, reason: "no model answered in 4 attempts" },
    { ordinal: 2, reason: "no model answered in 4 attempts" },
  ]);
});

test("an aborted simulation ends by throwing, and a server that is gone fails everybody with the reason", async () => {
  const files = studyFiles();
  await using running = await startTestServer({ study: files, instant: true });
  const stop = new AbortController();
  const walking = simulate(running, files, {
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough")),
  });
  await expect(walking).rejects.toThrow("enough");
  const gone = {
    baseUrl: "http://127.0.0.1:1",
    clocks: new SimulatedClocks(),
    store: running.store,
    mintEntryToken: () => "none",
  };
  const outcome = await simulatePeople({
    server: gone,
    study: openStudy(files, builtInStages),
    people: 1,
    seed: "1",
  });
  expect(outcome.failures[0]?.reason).toMatch(/^\/api\/p\/enter: no answer in 5 attempts: /);
});

test("a number of people that is none is refused", async () => {
  const files = studyFiles();
  await using running = await startTestServer({ study: files, instant: true });
  await expect(simulate(running, files, { people: 0 })).rejects.toThrow(
    "people: invalid value 0, expected a whole number from 1",
  );
});
