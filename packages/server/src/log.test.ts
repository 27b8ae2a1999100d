import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParticipantClient, signInResearcher, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { createStudyActions } from "./jobs/create-study-actions.ts";

const study = {
  "study.yaml": `refract: 1
id: tea
title: Tea
entry: {panel: {idParameter: PID}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
};

test("the log says start, sign-in, export, withdrawal, sign-out and stop, and names nobody", async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), "refract-log-"));
  const running = await startTestServer({
    study,
    dataFolder,
    commit: "abc1234",
    pages: { styles: [], serve: (context) => context.body("") },
    actions: (server) => createStudyActions(server, async () => [], {}),
  });
  try {
    const { baseUrl, entryUrl } = running.server;
    const { headers } = await signInResearcher(running.server);
    // The link was used, and is refused now.
    await fetch(entryUrl, { redirect: "manual" });
    const person = new ParticipantClient(baseUrl, "tea");
    await person.arrive({ PID: "canary-panel-id" });
    await person.request("/api/p/withdraw", { studyId: "tea" });
    await fetch(`${baseUrl}/api/r/export`, {
      method: "POST",
      headers,
      body: JSON.stringify({ studyId: "tea", simulated: "exclude" }),
    });
    await expect
      .poll(() => running.notes.map(({ message }) => message), { timeout: 20_000 })
      .toContain("an export is written");
    await fetch(`${baseUrl}/api/r/sign-out`, { method: "POST", headers, body: "{}" });
  } finally {
    await running[Symbol.asyncDispose]();
    await rm(dataFolder, { recursive: true });
  }
  const { notes, log } = running;
  expect(log).toEqual([]);
  expect(notes).toEqual([
    {
      fields: { url: running.server.baseUrl, publicUrl: null, version: "0.1.0", commit: "abc1234" },
      message: "the server started",
    },
    { fields: {}, message: "a researcher signed in" },
    { fields: {}, message: "a sign-in link was refused" },
    { fields: { study: "tea", person: 1 }, message: "a person withdrew" },
    { fields: { study: "tea", simulated: "exclude" }, message: "an export began" },
    { fields: { study: "tea", files: expect.any(Number), problems: 0 }, message: "an export is written" },
    { fields: {}, message: "a researcher signed out" },
    { fields: {}, message: "the server stops" },
    { fields: {}, message: "the server stopped" },
  ]);
  const token = new URL(running.server.entryUrl).searchParams.get("token") ?? "";
  expect(JSON.stringify(notes)).not.toContain("canary");
  expect(JSON.stringify(notes)).not.toContain(token);
});

test("the log says once why pages behind a proxy are refused that does not keep their address", async () => {
  await using running = await startTestServer({ study });
  const { baseUrl } = running.server;
  const enter = (origin: string) =>
    fetch(`${baseUrl}/api/p/studies/tea`, {
      method: "POST",
      headers: { origin, "content-type": "application/json" },
      body: '{"parameters":{"PID":"canary-panel-id"}}',
    });
  for (const origin of ["https://study.example.org", "https://study.example.org", "https://other.example"])
    expect((await enter(origin)).status).toBe(403);
  const refused = running.notes.filter(({ message }) => message.startsWith("a request was refused"));
  expect(refused).toEqual(
    ["https://study.example.org", "https://other.example"].map((origin) => ({
      fields: { origin },
      message:
        "a request was refused for its origin; expected the server's own pages, or --public-url to be the address people use, where a proxy stands before the server",
    })),
  );
  expect(JSON.stringify(running.notes)).not.toContain("canary");
  // Nobody fills the log with addresses.
  for (let number = 0; number < 30; number += 1) await enter(`https://n${number}.example`);
  expect(running.notes.filter(({ message }) => message.startsWith("a request was refused"))).toHaveLength(20);
});
