import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ParticipantClient, StubModelServer, startTestServer } from "@refract/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportStudy } from "./export/export-study.ts";

const panelId = "canary-panel-5f0c";
const key = "canary-key-91ab";
const secretText = "a secret for tests that is long enough";

let stub: StubModelServer;
beforeAll(async () => {
  stub = await StubModelServer.start({ key });
});
afterAll(() => stub[Symbol.asyncDispose]());

const study = (entry: string) => ({
  "study.yaml": `
refract: 1
id: talk
title: Talk
entry: ${entry}
models: [{id: alpha, use: "${stub.reference("alpha")}"}, {id: beta, use: "${stub.reference("beta")}"}]
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    opening: {models: 2}
    turns: {minimum: 1}
    judge: {kind: scale, startAt: 50, tie: random, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: 5000
  - {id: end, type: end}
`,
});
const env = () => ({ [`REFRACT_KEY_127_0_0_1_${new URL(stub.origin).port}`]: key });
const panel =
  "{panel: {idParameter: PID, studyParameter: STUDY, completionUrl: 'https://panel.example/done?cc={code}'}}";

/** Every byte of every file below a folder. */
async function bytesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "latin1")));
  return texts.join("\n");
}

describe("a panel id", () => {
  test("is in no byte of the database, the export, the person's own data or the log, and neither are keys and tokens", async () => {
    await using running = await startTestServer({ study: study(panel), env: env() });
    const { server, store, database } = running;
    const person = new ParticipantClient(server.baseUrl, "talk");
    const entered = await person.enter({ id: panelId });
    expect(entered.status).toBe(200);
    const [cookie = ""] = person.cookies.values();
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    await person.does("talk", { type: "conversation.begun", conversationType: "unguided", prompt: "Why?" });
    await person.until((view) => view.stage?.type === "conversation" && view.stage.phase === "rate");
    await person.does("talk", { type: "turn.chosen", slotId: null });
    expect((await person.does("talk", { type: "conversation.finished" })).status).toBe("completed");
    await person.request("/api/p/receipt?study=talk");
    await person.request("/api/p/data?study=talk");
    // Failures are what logs are made of.
    stub.setBehaviour("alpha", { kind: "status", status: 500, message: `refused ${key}` });
    await new ParticipantClient(server.baseUrl, "talk").enter({ id: panelId });
    await person.send("talk", { type: "conversation.begun", conversationType: panelId, prompt: panelId });
    stub.setBehaviour("alpha", { kind: "answer" });

    if (!("file" in database.options)) throw new Error("expected a database file");
    const folder = join(database.options.file, "..");
    const stored = await bytesOf(folder);
    expect(stored).toContain("I agree");
    const out = join(folder, "export");
    await exportStudy({
      store,
      shelf: server.shelf,
      studyId: "talk",
      out,
      simulated: "include",
      codings: [],
      env: {},
      generatedBy: "test",
      generatedAt: 0,
    });
    const exported = await bytesOf(out);
    expect(exported).toContain("I agree");
    for (const [place, text] of [
      ["database", stored],
      ["export", exported],
      ["browser", person.received.join("\n")],
      ["log", JSON.stringify(running.log)],
    ] as const) {
      for (const canary of [panelId, key, secretText])
        expect(text.includes(canary), `${canary} in the ${place}`).toBe(false);
    }
    for (const [place, text] of [
      ["database", stored],
      ["export", exported],
      ["log", JSON.stringify(running.log)],
    ] as const) {
      expect(text.includes(cookie), `the session's token in the ${place}`).toBe(false);
    }
  });

  test("enters once, however fast two windows are", async () => {
    await using running = await startTestServer({
      study: study("{returning: block, panel: {idParameter: PID}}"),
      env: env(),
    });
    const windows = Array.from({ length: 8 }, () => new ParticipantClient(running.server.baseUrl, "talk"));
    const answers = await Promise.all(windows.map((window) => window.enter({ id: panelId })));
    const statuses = answers.map((answer) => answer.status).toSorted();
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers)
      if (status !== 200) expect(body.error.userMessage).toBe("taken-part");
    expect((await running.store.totals("talk")).people).toBe(1);
  });

  test("whose answer was lost on its way is let in by the same page, and once they agreed by no other", async () => {
    await using running = await startTestServer({ study: study(panel), env: env() });
    const page = new ParticipantClient(running.server.baseUrl, "talk");
    const { entryToken } = (await page.landing()).body;
    const body = { studyId: "talk", entryToken, language: "en", parameters: { PID: panelId } };
    // The cookie of the first answer never arrives.
    await new ParticipantClient(running.server.baseUrl, "talk").request("/api/p/enter", body);
    expect((await page.request("/api/p/enter", body)).status).toBe(200);
    expect((await page.session()).status).toBe(200);
    await page.does("consent", { type: "consent.given", statements: { consent: true } });
    const other = await new ParticipantClient(running.server.baseUrl, "talk").enter({ id: panelId });
    expect(other.body.error.userMessage).toBe("recovery-needed");
    expect((await page.session()).status).toBe(200);
    expect((await running.store.totals("talk")).people).toBe(1);
  });
});

describe("cookies", () => {
  const flagsOf = (setCookie: string) =>
    setCookie
      .split("; ")
      .slice(1)
      .map((flag) => flag.replace(/^Max-Age=.*/, "Max-Age"))
      .toSorted();

  test("of a person can't be read by a script, go to no other site and only to the people's routes", async () => {
    await using running = await startTestServer({ study: study("{}"), env: env() });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    const [setCookie = ""] = (await person.enter()).headers.getSetCookie();
    expect(flagsOf(setCookie)).toEqual(["HttpOnly", "Max-Age", "Path=/api/p", "SameSite=Strict"]);
    expect(setCookie).toMatch(/^refract_talk=[\w-]{32};/);
  });

  test("are sent over https only where people come by https", async () => {
    await using running = await startTestServer({
      study: study("{}"),
      env: env(),
      publicUrl: "https://study.example.org",
    });
    const person = new ParticipantClient(running.server.baseUrl, "talk");
    const { entryToken } = (await person.landing()).body;
    const body = { studyId: "talk", entryToken, language: "en" };
    const entered = await person.request("/api/p/enter", body, { origin: "https://study.example.org" });
    expect(flagsOf(entered.headers.getSetCookie()[0] ?? "")).toContain("Secure");
  });
});
