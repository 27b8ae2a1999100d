import type { ConversationStageView, SessionView } from "@refract/collect";
import {
  applyFrame,
  ParticipantClient,
  StubModelServer,
  signatureOf,
  signaturesIn,
  startTestServer,
} from "@refract/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"];
const trace = { touched: true, firstTouchMs: 10, pathLength: 3 };

let stub: StubModelServer;
beforeAll(async () => {
  stub = await StubModelServer.start();
});
afterAll(() => stub[Symbol.asyncDispose]());

const studyFile = (
  settings: { entry?: string; stage?: string; models?: readonly string[]; budget?: string } = {},
) => ({
  "study.yaml": `
refract: 1
id: talk
title: {en: Talk, ar: حديث}
languages: [en, ar]
${settings.entry ?? ""}
${settings.budget ?? ""}
models:
${(settings.models ?? names).map((name) => `  - {id: ${name}, use: "${stub.reference(name)}"}`).join("\n")}
stages:
  - {id: consent, type: consent, version: "2", statements: [{id: consent, text: I agree}]}
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: 2000
    deadlineSeconds: 2
    retries: 0
${settings.stage ?? ""}
  - {id: end, type: end}
`,
});

const talk = (view: SessionView): ConversationStageView => {
  if (view.stage?.type !== "conversation")
    throw new Error(`expected the conversation stage, got ${view.stage?.type}`);
  return view.stage;
};
const isRating = (view: SessionView) => view.stage?.type === "conversation" && view.stage.phase === "rate";
const begin = {
  type: "conversation.begun",
  conversationType: "unguided",
  prompt: "Is loyalty a virtue?",
} as const;

async function consented(baseUrl: string): Promise<ParticipantClient> {
  const person = new ParticipantClient(baseUrl, "talk");
  await person.enter();
  await person.does("consent", { type: "consent.given", statements: { consent: true } });
  return person;
}

describe("a person's way through a study", () => {
  test("text streams to the slot it was asked for, is signed by its model there, and names no model to the browser", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const person = await consented(running.server.baseUrl);
    expect(talk(await person.does("talk", begin)).phase).toBe("answering");
    const { view, texts } = await person.until(isRating);
    const slots = talk(view).conversation?.turn?.slots ?? [];
    expect(slots).toHaveLength(4);
    for (const slot of slots) {
      expect(slot.text).toBe(texts.get(slot.id));
      const model = await running.store.slotModel(slot.id);
      expect(signaturesIn(slot.text ?? "")).toEqual([signatureOf(model ?? "")]);
    }
    for (const [index, slot] of slots.entries())
      await person.does("talk", { type: "slot.rated", slotId: slot.id, score: 10 + index, trace });
    await person.does("talk", { type: "turn.chosen", slotId: null });
    await person.does("talk", { type: "turn.sent", prompt: "Why?" });
    const second = await person.until(isRating);
    for (const slot of talk(second.view).conversation?.turn?.slots ?? []) {
      await person.does("talk", {
        type: "slot.rated",
        slotId: slot.id,
        score: 50 + slot.label.charCodeAt(0) - 65,
        trace,
      });
    }
    await person.does("talk", { type: "turn.chosen", slotId: null });
    const last = await person.does("talk", { type: "conversation.finished" });
    expect(last.status).toBe("completed");
    await person.request("/api/p/receipt?study=talk");
    await person.request("/api/p/data?study=talk");
    const everything = person.received.join("\n");
    for (const name of names) expect(everything).not.toContain(name);
    expect(everything).not.toContain(stub.baseUrl);
    const totals = await running.store.totals("talk");
    expect(totals).toMatchObject({
      people: 1,
      completed: 1,
      conversations: 1,
      finishedConversations: 1,
      utterances: 6,
    });
  });

  test("all slots move on at one pace however different the models are, and a mute one holds all", async () => {
    await using running = await startTestServer({ study: studyFile({ models: names.slice(0, 4) }) });
    stub.setBehaviour("alpha", { kind: "answer", words: 30, firstTextMs: 250, wordMs: 15 });
    const person = await consented(running.server.baseUrl);
    await person.does("talk", begin);
    const texts = new Map<string, string>();
    for await (const message of person.stream()) {
      if (message.event === "view" && isRating(message.data)) break;
      if (message.event !== "text") continue;
      applyFrame(texts, message.data);
      const lengths = [...texts.values()].map((text) => text.length);
      const longest = Math.max(...lengths);
      // Whoever is behind the longest has come to its end; nobody lags by its own speed.
      for (const [slotId, text] of texts) {
        if (text.length < longest) expect((await running.store.slotModel(slotId)) === "alpha").toBe(false);
      }
    }
    stub.setBehaviour("alpha", { kind: "answer" });
  });

  test("a reload in mid-stream shows the same characters, and an event id goes on behind its own", async () => {
    await using running = await startTestServer({ study: studyFile() });
    for (const name of names) stub.setBehaviour(name, { kind: "answer", words: 40, wordMs: 12 });
    const person = await consented(running.server.baseUrl);
    await person.does("talk", begin);
    const first = new Map<string, string>();
    let lastEventId = "";
    let frames = 0;
    for await (const message of person.stream()) {
      if (message.event !== "text") continue;
      applyFrame(first, message.data);
      lastEventId = message.id ?? "";
      frames += 1;
      if (frames === 4) break;
    }
    const reloaded = new Map<string, string>();
    for await (const message of person.again().stream()) {
      if (message.event !== "text") continue;
      applyFrame(reloaded, message.data);
      break;
    }
    for (const [slotId, text] of first) expect(reloaded.get(slotId)?.startsWith(text)).toBe(true);
    const continued = new Map(first);
    let final: SessionView | null = null;
    for await (const message of person.stream({ lastEventId })) {
      if (message.event === "text") {
        expect(message.data.reset).toEqual([]);
        applyFrame(continued, message.data);
      } else if (isRating(message.data)) {
        final = message.data;
        break;
      }
    }
    for (const slot of final === null ? [] : (talk(final).conversation?.turn?.slots ?? []))
      expect(continued.get(slot.id)).toBe(slot.text);
    expect(final).not.toBeNull();
    for (const name of names) stub.setBehaviour(name, { kind: "answer" });
  });

  test("after a restart in mid-answer the slots are asked anew, and old characters never mix with new ones", async () => {
    for (const name of names) stub.setBehaviour(name, { kind: "answer", words: 60, wordMs: 10 });
    const study = studyFile();
    const before = await startTestServer({ study });
    const person = await consented(before.server.baseUrl);
    await person.does("talk", begin);
    const texts = new Map<string, string>();
    let lastEventId = "";
    for await (const message of person.stream()) {
      if (message.event !== "text") continue;
      applyFrame(texts, message.data);
      lastEventId = message.id ?? "";
      if (message.data.to > 60) break;
    }
    await before.server[Symbol.asyncDispose]();
    await before.store[Symbol.asyncDispose]();
    await using after = await startTestServer({ study, database: before.database });
    const back = person.again(after.server.baseUrl);
    let final: SessionView | null = null;
    for await (const message of back.stream({ lastEventId })) {
      if (message.event === "text") applyFrame(texts, message.data);
      else if (isRating(message.data)) {
        final = message.data;
        break;
      }
    }
    const slots = final === null ? [] : (talk(final).conversation?.turn?.slots ?? []);
    expect(slots).toHaveLength(4);
    for (const slot of slots) {
      expect(texts.get(slot.id)).toBe(slot.text);
      expect(signaturesIn(slot.text ?? "")).toEqual([
        signatureOf((await after.store.slotModel(slot.id)) ?? ""),
      ]);
    }
    await before.database[Symbol.asyncDispose]();
    for (const name of names) stub.setBehaviour(name, { kind: "answer" });
  });

  test.each([
    ["429 for ever", { kind: "status", status: 429, retryAfter: "1" }],
    ["500", { kind: "status", status: 500 }],
    ["an HTML page", { kind: "html" }],
    ["half a stream", { kind: "half-stream", words: 5 }],
    ["nothing", { kind: "nothing" }],
    ["an empty answer", { kind: "empty" }],
    ["ten megabytes", { kind: "huge", megabytes: 10, as: "text" }],
    ["an event that breaks the form", { kind: "wrong-event", event: "not-json" }],
    ["silence", { kind: "hang", words: 3 }],
  ] as const)("a model that gives %s is replaced from the pool and recorded", async (_, behaviour) => {
    await using running = await startTestServer({ study: studyFile() });
    stub.setBehaviour("alpha", behaviour);
    stub.setBehaviour("beta", behaviour);
    const person = await consented(running.server.baseUrl);
    await person.does("talk", begin);
    const { view } = await person.until(isRating);
    const slots = talk(view).conversation?.turn?.slots ?? [];
    expect(slots).toHaveLength(4);
    const models = await Promise.all(slots.map((slot) => running.store.slotModel(slot.id)));
    expect(models).not.toContain("alpha");
    expect(models).not.toContain("beta");
    expect(new Set(models).size).toBe(4);
    stub.setBehaviour("alpha", { kind: "answer" });
    stub.setBehaviour("beta", { kind: "answer" });
  });

  test("when every model fails the person can try again, and then it works", async () => {
    await using running = await startTestServer({ study: studyFile() });
    for (const name of names) stub.setBehaviour(name, { kind: "status", status: 500 });
    const person = await consented(running.server.baseUrl);
    await person.does("talk", begin);
    const failed = await person.until(
      (view) => view.stage?.type === "conversation" && view.stage.phase === "failed",
    );
    expect(talk(failed.view).conversation?.turn?.failure).toBe("models");
    for (const name of names) stub.setBehaviour(name, { kind: "answer" });
    await person.does("talk", { type: "turn.retried" });
    const { view } = await person.until(isRating);
    expect(talk(view).conversation?.turn?.slots).toHaveLength(4);
  });
});

describe("bad and forged requests change nothing", () => {
  test("a double submit is carried out once", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const person = await consented(running.server.baseUrl);
    const id = "3f1c6f0e-4c58-4f0c-9a37-2a6c93a1f001";
    const answers = await Promise.all([
      person.send("talk", begin, id),
      person.again().send("talk", begin, id),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect((await running.store.totals("talk")).conversations).toBe(1);
    expect((await person.send("talk", begin, id)).status).toBe(200);
    expect((await running.store.totals("talk")).conversations).toBe(1);
  });

  test("two tabs that do different things: the second is told where the session is", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const person = await consented(running.server.baseUrl);
    const tab = person.again();
    await person.does("talk", begin);
    const refused = await tab.send("talk", { ...begin, prompt: "Another" });
    expect(refused.status).toBe(422);
    expect(refused.body.error).toMatchObject({ code: "rejected", userMessage: "not-now" });
  });

  test.each([
    ["no cookie", async (url: string) => new ParticipantClient(url, "talk").send("talk", begin), 403],
    [
      "a made-up cookie",
      async (url: string) =>
        new ParticipantClient(url, "talk", new Map([["refract_talk", "made-up"]])).send("talk", begin),
      403,
    ],
    ["no study", async (_: string, person: ParticipantClient) => person.request("/api/p/command", {}), 400],
    [
      "an id that is no id",
      async (_: string, person: ParticipantClient) => person.send("talk", begin, "1"),
      400,
    ],
    [
      "not JSON",
      async (_: string, person: ParticipantClient) => person.request("/api/p/command?study=talk", "{"),
      400,
    ],
    [
      "another content type",
      async (_: string, person: ParticipantClient) =>
        person.request("/api/p/command?study=talk", "{}", { "content-type": "text/plain" }),
      400,
    ],
    [
      "another origin",
      async (_: string, person: ParticipantClient) =>
        person.request("/api/p/command?study=talk", {}, { origin: "https://elsewhere.example" }),
      403,
    ],
    [
      "a megabyte",
      async (_: string, person: ParticipantClient) =>
        person.send("talk", { ...begin, prompt: "x".repeat(1_000_000) }),
      400,
    ],
    [
      "the researcher's routes",
      async (_: string, person: ParticipantClient) => person.request("/api/r/overview"),
      403,
    ],
    [
      "a path out of the pages",
      async (_: string, person: ParticipantClient) => person.request("/../../etc/passwd"),
      404,
    ],
  ])("%s is refused", async (_, work, status) => {
    await using running = await startTestServer({ study: studyFile() });
    const person = await consented(running.server.baseUrl);
    const before = await running.store.totals("talk");
    const answer = await work(running.server.baseUrl, person);
    expect(answer.status).toBe(status);
    expect(await running.store.totals("talk")).toEqual(before);
    expect((await person.session()).body.seq).toBe(2);
  });

  test("the link of a study may end in a stroke", async () => {
    const served: string[] = [];
    const pages = {
      styles: [],
      serve: (_: unknown, name: string) => {
        served.push(name);
        return new Response("");
      },
    };
    await using running = await startTestServer({ study: studyFile(), pages });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    expect((await person.request("/s/talk/?PID=7")).status).toBe(200);
    expect(served).toEqual(["participant.html"]);
  });

  test("nobody reaches another person's slots or data", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const one = await consented(running.server.baseUrl);
    const other = await consented(running.server.baseUrl);
    await one.does("talk", begin);
    await other.does("talk", begin);
    const slotId = talk((await one.until(isRating)).view).conversation?.turn?.slots[0]?.id ?? "";
    await other.until(isRating);
    const forged = await other.send("talk", { type: "slot.rated", slotId, score: 1, trace });
    expect(forged.status).toBe(422);
    expect(JSON.stringify((await other.request("/api/p/data?study=talk")).body)).not.toContain(slotId);
  });

  test("a request for another host name is refused, so that no page elsewhere can rebind to this server", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const { request } = await import("node:http");
    const url = new URL(running.server.baseUrl);
    const status = await new Promise<number>((resolve, reject) => {
      request(
        { host: url.hostname, port: url.port, path: "/health", headers: { host: "evil.example" } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      )
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test("an entry token lets one person in and can't be made by anybody else", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    const { entryToken } = (await person.landing()).body;
    const enter = (token: string, browser = new ParticipantClient(running.server.baseUrl, "talk")) =>
      browser.request<{ error: { userMessage: string } }>("/api/p/enter", {
        studyId: "talk",
        entryToken: token,
        language: "en",
      });
    expect((await enter(entryToken)).status).toBe(200);
    // The answer was lost on its way: the page asks again and is the same person.
    expect((await enter(entryToken, person)).status).toBe(200);
    expect((await running.store.totals("talk")).people).toBe(1);
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    const spent = await enter(entryToken);
    expect(spent.status).toBe(409);
    expect(spent.body.error.userMessage).toBe("entry-expired");
    const otherEnd = entryToken.endsWith("0") ? "1" : "0";
    expect((await enter(`${entryToken.slice(0, -1)}${otherEnd}`)).status).toBe(403);
    const [body = ""] = entryToken.split(".");
    const forged = Buffer.from(
      JSON.stringify({
        ...JSON.parse(Buffer.from(body, "base64url").toString()),
        simulated: { seed: "x", startsAt: null },
      }),
    ).toString("base64url");
    expect((await enter(`${forged}.${entryToken.split(".")[1]}`)).status).toBe(403);
    expect((await running.store.totals("talk")).people).toBe(1);
  });
});

describe("coming back", () => {
  test("a panel id alone never reopens a session; the recovery code does", async () => {
    await using running = await startTestServer({
      study: studyFile({ entry: "entry: {panel: {idParameter: PROLIFIC_PID}}" }),
    });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    await person.enter({ id: "panel-person-1" });
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    const { recoveryCode } = (await person.request<{ recoveryCode: string }>("/api/p/receipt?study=talk"))
      .body;
    const stranger = new ParticipantClient(running.server.baseUrl, "talk");
    const refused = await stranger.enter({ id: "panel-person-1" });
    expect(refused.status).toBe(403);
    expect(refused.body.error.userMessage).toBe("recovery-needed");
    expect(
      (await stranger.request("/api/p/recover", { studyId: "talk", code: "AAAA-AAAA-AAAA" })).status,
    ).toBe(403);
    const back = await stranger.request<SessionView>("/api/p/recover", {
      studyId: "talk",
      code: recoveryCode.toLowerCase().replaceAll("-", " "),
    });
    expect(back.status).toBe(200);
    expect(back.body.stageIndex).toBe(1);
    expect((await running.store.totals("talk")).people).toBe(1);
  });

  test("a study that blocks lets a panel id in once, and one that restarts lets it begin anew", async () => {
    const entry = (returning: string) =>
      studyFile({ entry: `entry: {returning: ${returning}, panel: {idParameter: PROLIFIC_PID}}` });
    await using blocking = await startTestServer({ study: entry("block") });
    await new ParticipantClient(blocking.server.baseUrl, "talk").enter({ id: "p" });
    const again = await new ParticipantClient(blocking.server.baseUrl, "talk").enter({ id: "p" });
    expect(again.body.error.userMessage).toBe("taken-part");
    await using restarting = await startTestServer({ study: entry("restart") });
    await new ParticipantClient(restarting.server.baseUrl, "talk").enter({ id: "p" });
    expect((await new ParticipantClient(restarting.server.baseUrl, "talk").enter({ id: "p" })).status).toBe(
      200,
    );
    expect((await restarting.store.totals("talk")).people).toBe(2);
  });

  test("people stay on the version they began while newcomers get the changed one", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const early = await consented(running.server.baseUrl);
    await running.server.addStudy(studyFile({ stage: "    turns: {minimum: 3}" }));
    const late = await consented(running.server.baseUrl);
    const minimum = async (person: ParticipantClient) =>
      talk(await person.does("talk", begin)).conversation?.minimumTurns;
    expect(await minimum(early)).toBe(2);
    expect(await minimum(late)).toBe(3);
    expect((await running.store.studyVersion("talk"))?.version).toBe(2);
  });

  test("no more people take part than the study says, however many agree at once", async () => {
    await using running = await startTestServer({ study: studyFile({ entry: "entry: {maximumPeople: 2}" }) });
    const people = Array.from({ length: 4 }, () => new ParticipantClient(running.server.baseUrl, "talk"));
    for (const person of people) expect((await person.enter()).status).toBe(200);
    const views = await Promise.all(
      people.map((person) =>
        person.does("consent", { type: "consent.given", statements: { consent: true } }),
      ),
    );
    expect(views.map(({ ending }) => ending?.kind ?? "in").toSorted()).toEqual(["full", "full", "in", "in"]);
    const late = new ParticipantClient(running.server.baseUrl, "talk");
    expect((await late.landing()).body.open).toBe(false);
    expect((await late.enter()).body.error.userMessage).toBe("study-full");
  });

  test("withdrawing deletes what was said and closes the session", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const person = await consented(running.server.baseUrl);
    await person.does("talk", begin);
    await person.until(isRating);
    const answer = await person.request<{ view: SessionView }>("/api/p/withdraw", { studyId: "talk" });
    expect(answer.body.view.status).toBe("withdrawn");
    expect((await person.again().session()).status).toBe(401);
    expect(await running.store.totals("talk")).toMatchObject({
      withdrawn: 1,
      conversations: 0,
      utterances: 0,
      responses: 0,
    });
  });

  test("the language changes in the middle and stays changed", async () => {
    await using running = await startTestServer({ study: studyFile() });
    const person = await consented(running.server.baseUrl);
    const view = await person.does(null, { type: "session.language", language: "ar" });
    expect(view).toMatchObject({ language: "ar", direction: "rtl", study: { title: "حديث" } });
    expect((await person.send(null, { type: "session.language", language: "de" })).status).toBe(400);
    expect((await person.session()).body.language).toBe("ar");
  });
});

test("a cap on money stops new calls with a message and keeps what is there", async () => {
  await using running = await startTestServer({
    study: { ...studyFile({ budget: "budget: {capUsd: 0}" }) },
  });
  const person = await consented(running.server.baseUrl);
  await running.store.reserve({ name: "talk", account: "x", reference: "x", usd: 1, capUsd: null });
  const asked = stub.requests.length;
  await person.does("talk", begin);
  const { view } = await person.until(
    (now) => now.stage?.type === "conversation" && now.stage.phase === "failed",
  );
  expect(talk(view).conversation?.turn?.failure).toBe("budget");
  expect(stub.requests.length).toBe(asked);
});

test("every answer carries the strict policy, and logs hold no words of people", async () => {
  await using running = await startTestServer({ study: studyFile() });
  const person = await consented(running.server.baseUrl);
  const { headers } = await person.session();
  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  expect(headers.get("cache-control")).toBe("no-store");
  for (const name of names)
    stub.setBehaviour(name, { kind: "status", status: 500, message: "canary-from-server" });
  await person.does("talk", { ...begin, prompt: "canary-from-person" });
  await person.until((view) => view.stage?.type === "conversation" && view.stage.phase === "failed");
  await person.request("/api/p/session?study=nowhere");
  expect(JSON.stringify(running.log)).not.toContain("canary-from-person");
  for (const name of names) stub.setBehaviour(name, { kind: "answer" });
});
