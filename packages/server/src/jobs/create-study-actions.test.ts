import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  StubModelServer,
  signaturesIn,
  signInResearcher,
  startTestServer,
  type TestServer,
} from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { exportStudy } from "../export/export-study.ts";
import { createStudyActions } from "./create-study-actions.ts";

const jobNewsSchema = z.object({ state: z.string(), done: z.number(), message: z.string() });
type JobNews = z.output<typeof jobNewsSchema>;

let stub: StubModelServer;
let running: TestServer;
beforeEach(async () => {
  stub = await StubModelServer.start();
  running = await startTestServer({
    study: {
      "study.yaml": `
refract: 1
id: talk
title: Talk
models:
  - {id: alpha, use: "${stub.reference("alpha")}"}
  - {id: beta, use: "${stub.reference("beta")}"}
stages:
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: 1}]
    opening: {models: 2}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: 10
`,
    },
    pages: { styles: [], serve: (context) => context.body("") },
    actions: (server) => createStudyActions(server, async () => [], {}),
  });
});
afterEach(async () => {
  await running[Symbol.asyncDispose]();
  await stub[Symbol.asyncDispose]();
});

/** A researcher's browser, let in by the printed link. */
async function signedIn() {
  const { baseUrl } = running.server;
  const { headers } = await signInResearcher(running.server);
  return {
    simulate: async (people: number): Promise<string> => {
      const body = JSON.stringify({ studyId: "talk", people });
      const response = await fetch(`${baseUrl}/api/r/simulate`, { method: "POST", headers, body });
      return z.object({ jobId: z.string() }).parse(await response.json()).jobId;
    },
    /** What a job's stream says until it says no more of it; `onFirst` is called at the first of it. */
    follow: async (jobId: string, onFirst = () => {}): Promise<readonly JobNews[]> => {
      const said: JobNews[] = [];
      const response = await fetch(`${baseUrl}/api/r/jobs/${jobId}/stream`, { headers });
      for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        for (const [, data = ""] of text.matchAll(/^data: (.*)$/gm)) {
          said.push(jobNewsSchema.parse(JSON.parse(data)));
          if (said.length === 1) onFirst();
          if (said.at(-1)?.state !== "running") return said;
        }
      }
      return said;
    },
  };
}

test("simulated people of the start page are answered at once by scripted voices, not by the study's models", async () => {
  const researcher = await signedIn();
  const said = await researcher.follow(await researcher.simulate(5));
  expect(said.at(-1)).toMatchObject({ state: "done", done: 5, message: "5 simulated people took part" });
  expect(stub.requests).toEqual([]);
  expect(await running.store.totals("talk")).toMatchObject({ people: 0, simulated: 5, completed: 5 });
  for await (const { utterances } of running.store.records("talk", { simulated: "only" })) {
    for (const { text } of utterances) expect(signaturesIn(text ?? "")).toEqual([]);
  }
  const folder = await mkdtemp(join(tmpdir(), "refract-export-"));
  try {
    await exportStudy({
      store: running.store,
      shelf: running.server.shelf,
      studyId: "talk",
      out: join(folder, "data"),
      simulated: "only",
      codings: [],
      env: {},
      generatedBy: "a test",
      generatedAt: null,
    });
    const card = await readFile(join(folder, "data", "README.md"), "utf8");
    expect(card).toContain("alpha (scripted demo text)");
    expect(card).toContain("beta (scripted demo text)");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a server stops although people are being simulated, and says so to who follows it", async () => {
  const researcher = await signedIn();
  let stopped: PromiseLike<void> | null = null;
  const said = await researcher.follow(await researcher.simulate(1000), () => {
    stopped = running.server[Symbol.asyncDispose]();
  });
  await stopped;
  expect(said.at(-1)).toMatchObject({ state: "failed", message: "the server is stopping" });
  expect(running.log).toEqual([]);
});

test("who follows work of a server that is no more is told", async () => {
  const researcher = await signedIn();
  const said = await researcher.follow("b9f9e0a6-58b5-4e5a-9f0a-8a2b7f3a1c11");
  expect(said).toMatchObject([{ state: "failed", message: "the server was started again meanwhile" }]);
});
