import { ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";

const study = (panel: string, id = "tea") => ({
  "study.yaml": `
refract: 1
id: ${id}
title: Tea
entry: {panel: ${panel}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
});
const framed = study("{use: mturk, externalQuestion: true}");
const accepted = { assignmentId: "A1", hitId: "H1", workerId: "W1", turkSubmitTo: "https://www.mturk.com" };
const task = { address: "https://www.mturk.com/mturk/externalSubmit", assignmentId: "A1" };
const pages = {
  styles: [],
  serve: () => new Response("page", { headers: { "content-type": "text/html" } }),
};

test("only MTurk may frame a study, and only one that says so", async () => {
  await using running = await startTestServer({ study: framed, pages });
  await running.server.addStudy(study("{use: mturk}", "link"));
  const policyOf = async (path: string) =>
    (await fetch(`${running.server.baseUrl}${path}`)).headers.get("content-security-policy") ?? "";
  expect(await policyOf("/s/tea")).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self' https://www.mturk.com https://workersandbox.mturk.com https://worker.mturk.com https://requester.mturk.com https://requestersandbox.mturk.com; frame-ancestors https://worker.mturk.com https://www.mturk.com https://workersandbox.mturk.com https://requester.mturk.com https://requestersandbox.mturk.com",
  );
  for (const path of ["/s/link", "/s/nobody", "/", "/api/p/studies/tea", "/health"])
    expect(await policyOf(path)).toContain("form-action 'self'; frame-ancestors 'none'");
});

test("a cookie inside MTurk's page is partitioned; elsewhere it stays strict", async () => {
  await using running = await startTestServer({ study: framed });
  await running.server.addStudy(study("{use: mturk}", "link"));
  const cookieOf = async (studyId: string) => {
    const person = new ParticipantClient(running.server.baseUrl, studyId);
    const { body } = await person.landing(accepted);
    const answer = await fetch(`${running.server.baseUrl}/api/p/enter`, {
      method: "POST",
      headers: { origin: running.server.baseUrl, "content-type": "application/json" },
      body: JSON.stringify({ studyId, entryToken: body.entryToken, language: "en", parameters: accepted }),
    });
    return (answer.headers.getSetCookie()[0] ?? "").split("; ").slice(1).sort();
  };
  expect(await cookieOf("tea")).toEqual([
    "HttpOnly",
    "Max-Age=5184000",
    "Partitioned",
    "Path=/api/p",
    "SameSite=None",
    "Secure",
  ]);
  expect(await cookieOf("link")).toEqual(["HttpOnly", "Max-Age=5184000", "Path=/api/p", "SameSite=Strict"]);
});

test("a paid ending submits the task, another one gives it back", async () => {
  await using running = await startTestServer({ study: framed });
  const done = new ParticipantClient(running.server.baseUrl, "tea");
  await done.arrive(accepted);
  const { ending } = await done.does("consent", { type: "consent.given", statements: { consent: true } });
  expect(ending).toMatchObject({ kind: "completed", paid: true, returnUrl: null, task });
  expect(ending?.code).toMatch(/^[0-9A-Z]{8}$/);
  const declined = new ParticipantClient(running.server.baseUrl, "tea");
  await declined.arrive({ ...accepted, workerId: "W2" });
  const other = await declined.does("consent", { type: "consent.declined" });
  expect(other.ending).toMatchObject({ kind: "declined", paid: false, task: null });
});

test("a preview begins nothing, and nobody comes in round MTurk's page", async () => {
  await using running = await startTestServer({ study: framed });
  const preview = { ...accepted, assignmentId: "ASSIGNMENT_ID_NOT_AVAILABLE" };
  const person = new ParticipantClient(running.server.baseUrl, "tea");
  expect((await person.landing(preview)).body).toMatchObject({ panel: "preview", task: null });
  expect((await person.arrive(preview)).status).toBe(403);
  expect((await person.landing(accepted)).body).toMatchObject({ panel: "given", task });
  const elsewhere = { ...accepted, turkSubmitTo: "https://mturk.example" };
  expect((await person.landing(elsewhere)).body).toMatchObject({ panel: "missing", task: null });
  expect((await person.arrive(elsewhere)).status).toBe(403);
  expect((await running.store.people("tea")).length).toBe(0);
});
