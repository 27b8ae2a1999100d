import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "@refract/store";
import { ParticipantClient, signInResearcher, startTestServer } from "@refract/testing";
import { describe, expect, test } from "vitest";

const study = {
  "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:warm, demo:plain]
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: about, type: survey, survey: survey.json}
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    opening: {models: 2}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
  - {id: end, type: end}
`,
  "survey.json": JSON.stringify({
    pages: [{ name: "one", elements: [{ type: "text", name: "hope", title: "Your hope?" }] }],
  }),
};

const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const id = "3f1c6f0e-4c58-4f0c-9a37-2a6c93a1f001";

describe("requests made to break the server are refused as what they are", () => {
  test.each([
    [
      "a prototype among the statements",
      422,
      `{"type":"consent.given","statements":{"__proto__":{"consent":true}}}`,
    ],
    [
      "a statement every object has",
      422,
      `{"type":"consent.given","statements":{"constructor":true,"consent":true}}`,
    ],
    ["statements that are a list", 400, `{"type":"consent.given","statements":[true]}`],
    ["nesting without end", 400, `{"type":"consent.given","statements":{"consent":${deep(100_000)}}}`],
    [
      "a field too many",
      400,
      `{"type":"consent.given","statements":{"consent":true},"participantId":"other"}`,
    ],
    ["a type every object has", 400, `{"type":"constructor"}`],
  ])("%s", async (_, status, command) => {
    await using running = await startTestServer({ study });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    await person.enter();
    const body = `{"id":"${id}","stageId":"consent","command":${command}}`;
    const answer = await person.request<{ error: { message: string } }>("/api/p/command?study=talk", body);
    expect(answer.status).toBe(status);
    expect((await person.session()).body.seq).toBe(1);
    expect(running.log).toEqual([]);
    expect(({} as Record<string, unknown>).consent).toBeUndefined();
  });

  test.each([
    ["a prototype", `{"__proto__":{"hope":"x"}}`],
    ["a name every object has", `{"toString":"x"}`],
    ["nesting without end", `{"hope":${deep(100_000)}}`],
  ])("%s among the answers of a survey", async (_, answers) => {
    await using running = await startTestServer({ study });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    await person.enter();
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    const command = `{"type":"survey.saved","answers":${answers},"page":0}`;
    const body = `{"id":"${id}","stageId":"about","command":${command}}`;
    const answer = await person.request<{ view?: { stage: { answers: object } } }>(
      "/api/p/command?study=talk",
      body,
    );
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 200) expect(answer.body.view?.stage.answers).toEqual({});
    expect(running.log).toEqual([]);
    expect((await person.request<{ answers: object }>("/api/p/data?study=talk")).body.answers).toEqual({});
  });
});

test("a start page that is closed while it is told the numbers does not stop the server", async () => {
  const thrown: unknown[] = [];
  const note = (error: unknown) => void thrown.push(error);
  process.on("unhandledRejection", note);
  const release: (() => void)[] = [];
  const wrapStore = (store: Store): Store =>
    new Proxy(store, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          const answer: unknown = Reflect.apply(value, target, given);
          if (key !== "totals") return answer;
          return new Promise((resolve) => release.push(() => resolve(answer)));
        };
      },
    });
  await using running = await startTestServer({ study, wrapStore, pages: pagesWithNothing });
  const { headers } = await signInResearcher(running.server);
  const gone = new AbortController();
  const response = await fetch(`${running.server.baseUrl}/api/r/stream`, {
    headers,
    signal: gone.signal,
  });
  expect(response.status).toBe(200);
  for (let waited = 0; release.length === 0 && waited < 5000; waited += 10) await sleep(10);
  gone.abort();
  await sleep(100);
  for (const answer of release.splice(0)) answer();
  await sleep(100);
  process.off("unhandledRejection", note);
  expect(thrown).toEqual([]);
  expect((await new ParticipantClient(running.server.baseUrl, "talk").landing()).status).toBe(200);
});

const pagesWithNothing = { styles: [], serve: () => new Response("") };
