import type { ConversationStageView, SessionView } from "@refract/collect";
import { RefractError } from "@refract/core";
import type { Store } from "@refract/store";
import {
  ParticipantClient,
  StubModelServer,
  signatureOf,
  signaturesIn,
  startTestServer,
} from "@refract/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

const names = ["alpha", "beta", "gamma"];
const trace = { touched: true, firstTouchMs: 10, pathLength: 3 };
const begin = {
  type: "conversation.begun",
  conversationType: "unguided",
  prompt: "Is loyalty a virtue?",
} as const;

let stub: StubModelServer;
beforeAll(async () => {
  stub = await StubModelServer.start();
});
afterAll(() => stub[Symbol.asyncDispose]());
afterEach(() => {
  vi.restoreAllMocks();
  for (const name of names) stub.setBehaviour(name, { kind: "answer" });
});

const study = () => ({
  "study.yaml": `
refract: 1
id: talk
title: Talk
models:
${names.map((name) => `  - {id: ${name}, use: "${stub.reference(name)}"}`).join("\n")}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    opening: {models: 2}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: 5000
  - {id: end, type: end}
`,
});

const talk = (view: SessionView): ConversationStageView => {
  if (view.stage?.type !== "conversation")
    throw new Error(`expected the conversation stage, got ${view.stage?.type}`);
  return view.stage;
};
const isRating = (view: SessionView) => view.stage?.type === "conversation" && view.stage.phase === "rate";

async function consented(baseUrl: string): Promise<ParticipantClient> {
  const person = new ParticipantClient(baseUrl, "talk");
  await person.enter();
  await person.does("consent", { type: "consent.given", statements: { consent: true } });
  return person;
}

/** A store whose writes of one kind fail while `failure` is set. */
function faulty(methods: readonly (keyof Store)[]) {
  const faults: { failure: RefractError | null; failed: number } = { failure: null, failed: 0 };
  return {
    faults,
    wrapStore: (store: Store): Store =>
      new Proxy(store, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== "function") return value;
          return (...given: unknown[]) => {
            if (faults.failure === null || !methods.some((method) => method === key))
              return Reflect.apply(value, target, given);
            faults.failed += 1;
            return Promise.reject(faults.failure);
          };
        },
      }),
  };
}

const full = new RefractError("storage-full", "refract.db: no space left, nothing was written", {
  userMessage: "storage-full",
});

describe("a disk that is full", () => {
  test("refuses an answer with 507, changes nothing, and takes the same command once there is room", async () => {
    const { faults, wrapStore } = faulty(["commit"]);
    await using running = await startTestServer({ study: study(), wrapStore });
    const person = await consented(running.server.baseUrl);
    const before = await person.session();
    const id = "3f1c6f0e-4c58-4f0c-9a37-2a6c93a1f001";
    faults.failure = full;
    const refused = await person.send("talk", begin, id);
    expect(refused.status).toBe(507);
    expect(refused.body.error).toEqual({
      code: "storage-full",
      message: "the request could not be carried out (storage-full)",
      userMessage: "storage-full",
    });
    expect((await person.session()).body).toEqual(before.body);
    expect(stub.requests).toHaveLength(0);
    faults.failure = null;
    expect((await person.send("talk", begin, id)).status).toBe(200);
    await person.until(isRating);
    expect((await running.store.totals("talk")).conversations).toBe(1);
  });

  test("keeps an answer of a model until it can be stored, and nobody is asked again for it", async () => {
    const { faults, wrapStore } = faulty(["commit", "settle"]);
    await using running = await startTestServer({ study: study(), wrapStore });
    for (const name of names) stub.setBehaviour(name, { kind: "answer", words: 5, firstTextMs: 150 });
    const person = await consented(running.server.baseUrl);
    const asked = stub.requests.length;
    await person.does("talk", begin);
    faults.failure = full;
    await vi.waitFor(() => expect(faults.failed).toBeGreaterThanOrEqual(4), { timeout: 5000 });
    expect(talk((await person.session()).body).phase).toBe("answering");
    faults.failure = null;
    const { view, texts } = await person.until(isRating);
    const slots = talk(view).conversation?.turn?.slots ?? [];
    expect(slots).toHaveLength(2);
    for (const slot of slots) {
      expect(slot.text).toBe(texts.get(slot.id));
      const model = (await running.store.slotModel(slot.id)) ?? "";
      expect(signaturesIn(slot.text ?? "")).toEqual([signatureOf(model)]);
    }
    expect(stub.requests.length).toBe(asked + 2);
  });

  test("or a database that is away while money is set aside is no fault of the models: the same ones answer later", async () => {
    const { faults, wrapStore } = faulty(["reserve"]);
    await using running = await startTestServer({ study: study(), wrapStore });
    const person = await consented(running.server.baseUrl);
    faults.failure = new RefractError("unavailable", "postgres://host/db: the server does not answer");
    await person.does("talk", begin);
    await vi.waitFor(() => expect(faults.failed).toBeGreaterThanOrEqual(2), { timeout: 5000 });
    const drawn = (await running.store.events((await onlyPerson(running.store)).id)).flatMap((event) =>
      event.type === "turn.sent" ? [JSON.stringify(event.payload)] : [],
    );
    faults.failure = null;
    const { view } = await person.until(isRating);
    for (const slot of talk(view).conversation?.turn?.slots ?? []) {
      const model = (await running.store.slotModel(slot.id)) ?? "";
      expect(drawn[0]).toContain(`{"id":"${slot.id}","modelId":"${model}"}`);
    }
  });
});

test("a page that is open gets to the ratings also where the database was away when its turn had been shown", async () => {
  const { faults, wrapStore } = faulty(["commit", "participant", "events", "studyState"]);
  const slow = study();
  await using running = await startTestServer({
    study: {
      "study.yaml": slow["study.yaml"].replace("charactersPerSecond: 5000", "charactersPerSecond: 400"),
    },
    wrapStore,
  });
  for (const name of names) stub.setBehaviour(name, { kind: "answer", words: 120 });
  const person = await consented(running.server.baseUrl);
  await person.does("talk", begin);
  const { id } = await onlyPerson(running.store);
  const rating = person.again().until(isRating);
  await vi.waitFor(
    async () => {
      const events = await running.store.events(id);
      expect(events.filter(({ type }) => type === "slot.completed")).toHaveLength(2);
    },
    { timeout: 20_000 },
  );
  // All is stored, and the words are still on their way to the page.
  faults.failure = new RefractError("unavailable", "postgres://host/db: the server does not answer");
  expect((await person.send(null, { type: "session.language", language: "en" })).status).toBe(503);
  await vi.waitFor(() => expect(running.log.length).toBeGreaterThanOrEqual(2), { timeout: 30_000 });
  faults.failure = null;
  expect(talk((await rating).view).phase).toBe("rate");
}, 60_000);

test("an error that nobody foresaw while an answer is stored leaves nobody locked out: the next look asks anew", async () => {
  const { faults, wrapStore } = faulty(["commit"]);
  await using running = await startTestServer({ study: study(), wrapStore });
  for (const name of names) stub.setBehaviour(name, { kind: "answer", words: 5, firstTextMs: 150 });
  const person = await consented(running.server.baseUrl);
  await person.does("talk", begin);
  faults.failure = new RefractError("invalid-input", "a mistake of ours");
  await vi.waitFor(() => expect(faults.failed).toBeGreaterThanOrEqual(1), { timeout: 5000 });
  faults.failure = null;
  const { view, texts } = await person.again().until(isRating);
  for (const slot of talk(view).conversation?.turn?.slots ?? []) expect(slot.text).toBe(texts.get(slot.id));
  expect((await person.send("talk", { type: "turn.chosen", slotId: null })).status).toBe(422);
});

test("what can never be stored closes its slot after a few tries, and the model is not asked again and again", async () => {
  let refused = 0;
  const wrapStore = (store: Store): Store =>
    new Proxy(store, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          if (key !== "commit" || !JSON.stringify(given).includes("unstorable"))
            return Reflect.apply(value, target, given);
          refused += 1;
          return Promise.reject(new RefractError("invalid-input", "a row that no database takes"));
        };
      },
    });
  await using running = await startTestServer({ study: study(), wrapStore });
  const before = names.map((name) => stub.count(name));
  for (const name of names)
    stub.setBehaviour(name, { kind: "answer", text: name === "beta" ? "fine" : "unstorable" });
  const person = await consented(running.server.baseUrl);
  await person.does("talk", begin);
  const { view } = await person.again().until((seen) => isRating(seen) || talk(seen).phase !== "answering");
  const texts = (talk(view).conversation?.turn?.slots ?? []).map(({ text }) => text);
  expect(texts.every((text) => text === "fine")).toBe(true);
  for (const [place, name] of names.entries())
    expect(stub.count(name) - (before[place] ?? 0)).toBeLessThanOrEqual(1);
  expect(refused).toBeLessThanOrEqual(8);
});

test("when the machine's clock is set back, no event is older than the one before it", async () => {
  await using running = await startTestServer({ study: study() });
  const person = await consented(running.server.baseUrl);
  const real = Date.now();
  vi.spyOn(Date, "now").mockImplementation(() => real - 3_600_000);
  await person.does("talk", begin);
  const { view } = await person.until(isRating);
  for (const slot of talk(view).conversation?.turn?.slots ?? [])
    await person.does("talk", { type: "slot.rated", slotId: slot.id, score: 40, trace });
  const participant = await onlyPerson(running.store);
  const times = (await running.store.events(participant.id)).map((event) => event.at);
  expect(times.length).toBeGreaterThan(6);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBe(participant.enteredAt);
  await person.request("/api/p/withdraw", { studyId: "talk" });
  expect((await running.store.participant(participant.id))?.endedAt).toBe(times.at(-1));
});

test("a person who withdraws while models answer gets no more of them, and nothing is stored after it", async () => {
  await using running = await startTestServer({ study: study() });
  for (const name of names) stub.setBehaviour(name, { kind: "answer", words: 50, wordMs: 20 });
  const person = await consented(running.server.baseUrl);
  await person.does("talk", begin);
  const { id } = await onlyPerson(running.store);
  const before = (await running.store.events(id)).length;
  const [withdrawn, late] = await Promise.all([
    person.request("/api/p/withdraw", { studyId: "talk" }),
    person.again().send("talk", { type: "turn.sent", prompt: "And then?" }),
  ]);
  expect(withdrawn.status).toBe(200);
  expect([403, 422]).toContain(late.status);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const events = await running.store.events(id);
  expect(events).toHaveLength(before);
  expect(events.every((event) => event.payload === null)).toBe(true);
  expect(running.log).toEqual([]);
});

async function onlyPerson(store: Store) {
  for await (const { participant } of store.records("talk", { simulated: "include" })) return participant;
  throw new Error("nobody is in the study");
}
