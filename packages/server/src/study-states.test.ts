import {
  describeOnEachDatabase,
  ParticipantClient,
  StubModelServer,
  startTestServer,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

const names = ["alpha", "beta", "gamma"];
const begin = { type: "conversation.begun", conversationType: "unguided", prompt: "Is tea better?" } as const;

let stub: StubModelServer;
beforeAll(async () => {
  stub = await StubModelServer.start();
});
afterAll(() => stub[Symbol.asyncDispose]());

const talk = () => ({
  "study.yaml": `refract: 1
id: talk
title: Talk
entry: {panel: {idParameter: PID}}
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
/** What another server is started with, so that it has the stored study as it is. */
const other = {
  "study.yaml": `refract: 1
id: other
title: Other
stages: [{id: end, type: end}]
`,
};

const asked = () => names.reduce((sum, name) => sum + stub.count(name), 0);

await describeOnEachDatabase("an interrupted turn", (createDatabase) => {
  /** Somebody whose two models were asked when the server stopped, and the code that brings them back. */
  async function interrupted() {
    for (const name of names) stub.setBehaviour(name, { kind: "hang", words: 3 });
    const database = await createDatabase();
    const before = asked();
    await using running = await startTestServer({ study: talk(), database });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    await person.arrive({ PID: "ann" });
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    await person.does("talk", begin);
    await expect.poll(() => asked() - before).toBe(2);
    const { body } = await person.request<{ recoveryCode: string }>("/api/p/receipt?study=talk");
    return { database, person, code: body.recoveryCode };
  }

  /** Everything a participant's browser can ask for that touches a session, and what each was answered. */
  async function everyRoute(person: ParticipantClient, code: string) {
    const answers: Record<string, number> = {};
    const look = async (name: string, path: string, body?: unknown) => {
      const answer = await person.request<{ status?: string }>(path, body);
      answers[name] = answer.status;
      return answer.body;
    };
    await look("landing", "/api/p/studies/talk");
    const { entryToken = "" } = (await look("landing with link", "/api/p/studies/talk", {
      parameters: { PID: "ann" },
    })) as { entryToken?: string };
    const session = await look("session", "/api/p/session?study=talk");
    const enter = { studyId: "talk", entryToken, language: "en", parameters: { PID: "ann" } };
    await look("enter", "/api/p/enter", enter);
    await look("command", "/api/p/command?study=talk", {
      id: crypto.randomUUID(),
      stageId: "talk",
      command: { type: "turn.sent", prompt: "And then?" },
    });
    for (const name of ["receipt", "data", "ratings"]) await look(name, `/api/p/${name}?study=talk`);
    const stop = new AbortController();
    const stream = await fetch(`${person.baseUrl}/api/p/stream?study=talk`, {
      headers: { cookie: [...person.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      signal: stop.signal,
    });
    answers.stream = stream.status;
    if (stream.status === 200) await stream.body?.getReader().read();
    stop.abort();
    await look("recover", "/api/p/recover", { studyId: "talk", code });
    return { answers, status: session?.status ?? null };
  }

  test("goes on in a closed study, whose people may finish", async () => {
    const { database, person } = await interrupted();
    for (const name of names) stub.setBehaviour(name, { kind: "answer" });
    await using _database = database;
    await using running = await startTestServer({ study: other, database });
    await running.store.setStudyState("talk", "closed", Date.now());
    const before = asked();
    await person.again(running.server.baseUrl).until((view) => JSON.stringify(view).includes('"rate"'));
    expect(asked() - before).toBe(2);
  });

  test("is asked of no model in an archived study, by whatever route, and goes on when it is reopened", async () => {
    const { database, person, code } = await interrupted();
    for (const name of names) stub.setBehaviour(name, { kind: "answer" });
    await using _database = database;
    await using running = await startTestServer({ study: other, database });
    await running.store.setStudyState("talk", "archived", Date.now());
    const before = asked();
    const [ann] = await running.store.people("talk");
    const id = ann?.participant.id ?? "";
    const events = (await running.store.events(id)).length;
    const here = person.again(running.server.baseUrl);
    const { answers, status } = await everyRoute(here, code);
    expect(answers).toEqual({
      landing: 200,
      "landing with link": 200,
      session: 200,
      enter: 200,
      command: 422,
      receipt: 200,
      data: 200,
      ratings: 404,
      stream: 200,
      recover: 200,
    });
    expect(status).toBe("stopped");
    expect(asked()).toBe(before);
    expect((await running.store.events(id)).length).toBe(events);
    await running.store.setStudyState("talk", "open", Date.now());
    await here.until((view) => JSON.stringify(view).includes('"rate"'));
    expect(asked() - before).toBe(2);
  });

  test("that fails while its study is archived is asked of no other model, and its page is told", async () => {
    const fail = Promise.withResolvers<void>();
    for (const name of names)
      stub.setBehaviour(name, { kind: "disconnect", words: 2, hold: { words: 1, until: fail.promise } });
    await using running = await startTestServer({ study: talk() });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    await person.arrive({ PID: "ann" });
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    const before = asked();
    await person.does("talk", begin);
    await expect.poll(() => asked() - before).toBe(2);
    const told = person.until((view) => view.status === "stopped");
    await running.store.setStudyState("talk", "archived", Date.now());
    fail.resolve();
    expect((await told).view.stage).toBeNull();
    const [ann] = await running.store.people("talk");
    const models = (await running.store.events(ann?.participant.id ?? "")).filter(
      ({ type }) => type === "turn.sent",
    );
    expect(models).toHaveLength(1);
    expect(running.log).toEqual([]);
  });

  test("of a deleted study is nobody's any more", async () => {
    const { database, person, code } = await interrupted();
    await using _database = database;
    await using running = await startTestServer({ study: other, database });
    await running.store.setStudyState("talk", "archived", Date.now());
    await running.store.deleteStudy("talk");
    const before = asked();
    const { answers } = await everyRoute(person.again(running.server.baseUrl), code);
    expect(answers).toEqual({
      landing: 404,
      "landing with link": 404,
      session: 401,
      enter: 404,
      command: 403,
      receipt: 403,
      data: 403,
      ratings: 403,
      stream: 403,
      recover: 403,
    });
    expect(asked()).toBe(before);
    expect(running.log).toEqual([]);
  });
});
