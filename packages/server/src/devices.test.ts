import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkDataset } from "@refract/dataset";
import { ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { exportStudy } from "./export/export-study.ts";

const phone =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";
const desk = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0";

const study = (entry: string) => ({
  "study.yaml": `refract: 1
id: tea
title: Tea
entry: ${entry}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: you, type: survey, survey: you.json}
  - {id: end, type: end}
`,
  "you.json": `{"pages":[
    {"name":"first","elements":[{"type":"text","name":"tea"}]},
    {"name":"second","elements":[{"type":"text","name":"milk"}]}]}`,
});

/** Somebody at a device, from the link to the end. */
async function comeIn(baseUrl: string, userAgent: string) {
  const person = new ParticipantClient(baseUrl, "tea");
  const headers = { "user-agent": userAgent };
  const landing = await person.request<{ device: string; entryToken: string }>(
    "/api/p/studies/tea",
    { parameters: {}, touchPoints: 0 },
    headers,
  );
  const { entryToken } = landing.body;
  const entered = await person.request<{ status: string; error: { userMessage: string } }>(
    "/api/p/enter",
    { studyId: "tea", entryToken, language: "en", parameters: {}, touchPoints: 0 },
    headers,
  );
  return { person, device: landing.body.device, entered };
}

test("a study for computers tells people at telephones so before anything begins, and lets them in on a computer", async () => {
  await using running = await startTestServer({ study: study("{devices: desktop}") });
  const { baseUrl } = running.server;
  const atPhone = await comeIn(baseUrl, phone);
  expect(atPhone.device).toBe("computer-needed");
  expect(atPhone.entered.status).toBe(403);
  expect(atPhone.entered.body.error.userMessage).toBe("computer-needed");
  const atDesk = await comeIn(baseUrl, desk);
  expect([atDesk.device, atDesk.entered.status]).toEqual(["fits", 200]);
  const { body } = await atDesk.person.request<{ recoveryCode: string }>("/api/p/receipt?study=tea");
  const recover = (userAgent: string) =>
    new ParticipantClient(baseUrl, "tea").request(
      "/api/p/recover",
      { studyId: "tea", code: body.recoveryCode },
      { "user-agent": userAgent },
    );
  expect((await recover(phone)).status).toBe(403);
  expect((await recover(desk)).status).toBe(200);
});

test("the class of a device and the times of pages are released, the browser's description of itself is kept nowhere", async () => {
  await using running = await startTestServer({ study: study("{}") });
  const { person, entered } = await comeIn(running.server.baseUrl, phone);
  expect(entered.status).toBe(200);
  await person.does("consent", { type: "consent.given", statements: { consent: true } });
  await person.does("you", { type: "survey.saved", answers: { tea: "green" }, page: 0 });
  await person.does("you", { type: "survey.saved", answers: {}, page: 1, shown: "second" });
  await person.does("you", { type: "survey.submitted" });
  const own = await person.request<{ device: unknown }>("/api/p/data?study=tea");
  expect(own.body.device).toEqual({ kind: "phone", system: "Android", browser: "Chrome 120" });
  const wrong = await person
    .again()
    .send("you", { type: "survey.saved", answers: {}, page: 0, shown: "third" });
  expect(wrong.status).not.toBe(200);

  const parent = await mkdtemp(join(tmpdir(), "refract-devices-"));
  try {
    const { folder } = await exportStudy({
      ...{ store: running.store, shelf: running.server.shelf, studyId: "tea", out: join(parent, "out") },
      ...{ simulated: "exclude", codings: [], env: {}, generatedBy: "test", generatedAt: null },
    });
    const linesOf = async (name: string): Promise<readonly Record<string, unknown>[]> =>
      (await readFile(join(folder, name), "utf8"))
        .split("\n")
        .flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    const answers = new Map((await linesOf("answers.jsonl")).map(({ field, value }) => [field, value]));
    expect([answers.get("device"), answers.get("operating_system"), answers.get("browser")]).toEqual([
      "phone",
      "Android",
      "Chrome 120",
    ]);
    const timings = await linesOf("timings.jsonl");
    expect(timings.map(({ user_id, stage, page }) => [user_id, stage, page])).toEqual([
      ["user0", "consent", null],
      ["user0", "you", null],
      ["user0", "you", "first"],
      ["user0", "you", "second"],
    ]);
    expect((await checkDataset(folder)).violations).toEqual([]);
    expect(
      JSON.stringify(
        await running.store.events((await running.store.people("tea"))[0]?.participant.id ?? ""),
      ),
    ).not.toContain("Mozilla");
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});
