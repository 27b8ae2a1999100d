import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";

const study = {
  "study.yaml": `
refract: 1
id: once
title: Once
models: [demo:warm, demo:plain]
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
};
const consent = {
  id: "0f0e0d0c-0b0a-4908-8706-050403020100",
  stageId: "consent",
  command: { type: "consent.given", statements: { consent: true } },
};

/** What a window's stream has brought so far, unpacked by the client. */
async function listen(person: ParticipantClient, window: string, stop: AbortSignal) {
  const cookie = [...person.cookies].map((pair) => pair.join("=")).join("; ");
  const response = await fetch(`${person.baseUrl}/api/p/stream?study=once&window=${window}`, {
    headers: { cookie },
    signal: stop,
  });
  const heard = { text: "", encoding: response.headers.get("content-encoding") };
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) heard.text += decoder.decode(bytes, { stream: true });
  };
  read().catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
  return heard;
}

const viewsIn = (text: string) => text.split("event: view").length - 1;

test("the window that sent a command has its view in the answer only, other windows by their stream, all compressed", async () => {
  await using running = await startTestServer({ study });
  const person = new ParticipantClient(running.server.baseUrl, "once");
  await person.enter();
  const leave = new AbortController();
  const asking = await listen(person, "asking", leave.signal);
  const other = await listen(person, "other", leave.signal);
  for (let waited = 0; viewsIn(asking.text) + viewsIn(other.text) < 2 && waited < 5_000; waited += 10)
    await sleep(10);
  const answer = await person.request("/api/p/command?study=once&window=asking", consent);
  expect(answer.status).toBe(200);
  for (let waited = 0; viewsIn(other.text) < 2 && waited < 5_000; waited += 10) await sleep(10);
  expect([viewsIn(asking.text), viewsIn(other.text)]).toEqual([1, 2]);
  expect([asking.encoding, other.encoding]).toEqual(["gzip", "gzip"]);
  leave.abort();
});

test("a window that does not say its name is sent every view, and a client without gzip plain text", async () => {
  await using running = await startTestServer({ study });
  const person = new ParticipantClient(running.server.baseUrl, "once");
  await person.enter();
  const cookie = [...person.cookies].map((pair) => pair.join("=")).join("; ");
  const { promise, resolve } = Promise.withResolvers<string>();
  const outgoing = request(
    `${person.baseUrl}/api/p/session?study=once`,
    { headers: { cookie } },
    (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (piece: string) => {
        text += piece;
      });
      incoming.on("end", () => {
        expect(incoming.headers["content-encoding"]).toBeUndefined();
        // Longer than the pause between two saves, and than nginx keeps its own end.
        expect(incoming.headers["keep-alive"]).toBe("timeout=75");
        resolve(text);
      });
    },
  );
  outgoing.end();
  expect(JSON.parse(await promise)).toMatchObject({ status: "active" });
});
