import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { exportStudy } from "./export/export-study.ts";
import { createSecrets, type Secrets } from "./secrets.ts";
import { simulatePeople } from "./simulation/simulate-people.ts";

const study = (settings: string) => ({
  "study.yaml": `refract: 1
id: tea
title: Tea
contact: tea@example.org
${settings}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: you, type: survey, survey: you.json}
  - {id: more, type: survey, survey: more.json}
  - {id: end, type: end}
`,
  "you.json": `{"pages":[
    {"name":"first","elements":[{"type":"radiogroup","name":"gender","isRequired":true,"choices":["Male","Female","Other"]}]},
    {"name":"second","elements":[{"type":"radiogroup","name":"english","choices":["fluent","some"]}]}]}`,
  "more.json": `{"pages":[{"name":"last","elements":[{"type":"text","name":"tea"}]}]}`,
});
const panel = `entry:
  panel: {use: prolific, localeParameter: LOCALE, codes: {completed: DONE1, screenedOut: OUT2, full: FULL3, declined: NO4}, testIds: [lab-test]}`;

async function arrive(baseUrl: string, id: string, more: Readonly<Record<string, string>> = {}) {
  const person = new ParticipantClient(baseUrl, "tea");
  const entered = await person.arrive({ PROLIFIC_PID: id, ...more });
  return { person, entered };
}

/** Goes as far as the first page of the survey. */
async function says(
  baseUrl: string,
  id: string,
  gender: string,
  more: Readonly<Record<string, string>> = {},
) {
  const { person } = await arrive(baseUrl, id, more);
  const agreed = await person.does("consent", { type: "consent.given", statements: { consent: true } });
  if (agreed.status !== "active") return { person, view: agreed };
  const view = await person.does("you", {
    type: "survey.saved",
    answers: { gender },
    page: 0,
    left: "first",
  });
  return { person, view };
}

test("quotas turn away people whose kind is full, at the page that decides, with the panel's code and no way round", async () => {
  await using running = await startTestServer({
    study: study(`${panel}\nquotas: [{field: gender, people: {Male: 1, Female: 2}}]`),
  });
  const { baseUrl } = running.server;
  const first = await says(baseUrl, "m1", "Male");
  expect([first.view.status, first.view.stage]).toMatchObject(["active", { decidesByPage: true }]);
  const second = await says(baseUrl, "m2", "Male");
  expect(second.view).toMatchObject({
    status: "screened-out",
    ending: { kind: "full", code: "FULL3", quota: true },
  });
  // The same id may not answer anew, in this browser or another one.
  expect((await second.person.landing({ PROLIFIC_PID: "m2" })).body.session).toBe("screened-out");
  expect((await arrive(baseUrl, "m2")).entered.status).toBe(403);
  expect((await says(baseUrl, "f1", "Female")).view.status).toBe("active");
  expect((await says(baseUrl, "o1", "Other")).view.status).toBe("active");
  // A seat that becomes free is open to others.
  await first.person.request("/api/p/withdraw?study=tea", { studyId: "tea" });
  expect((await says(baseUrl, "m3", "Male")).view.status).toBe("active");
});

test("two people who answer at once for one seat: one gets it", async () => {
  await using running = await startTestServer({
    study: study(`${panel}\nquotas: [{field: gender, people: {Male: 1}}]`),
  });
  const people = await Promise.all(
    ["a", "b", "c", "d"].map((id) => says(running.server.baseUrl, id, "Male")),
  );
  expect(people.map(({ view }) => view.status).toSorted()).toEqual([
    "active",
    "screened-out",
    "screened-out",
    "screened-out",
  ]);
});

test("a locale that is full is told on the landing page; where the link names none, the study's own locale counts", async () => {
  await using running = await startTestServer({
    study: study(
      `${panel}\ndataset: {studyLocale: NZ}\nquotas:\n  - {field: study_locale, people: {GB: 1, NZ: 1}}\n  - {field: gender, people: {Male: 0}, where: [{field: study_locale, oneOf: [US]}]}`,
    ),
  });
  const { baseUrl } = running.server;
  expect((await says(baseUrl, "gb1", "Male", { LOCALE: "GB" })).view.status).toBe("active");
  const late = new ParticipantClient(baseUrl, "tea");
  const landing = await late.landing({ PROLIFIC_PID: "gb2", LOCALE: "GB" });
  expect(landing.body).toMatchObject({ open: false, full: { kind: "full", code: "FULL3", quota: true } });
  // Somebody who was on the page before it was full is turned away when they agree.
  expect((await says(baseUrl, "gb3", "Male", { LOCALE: "GB" })).view.ending).toMatchObject({ quota: true });
  expect((await says(baseUrl, "us1", "Male", { LOCALE: "US" })).view.status).toBe("screened-out");
  expect((await says(baseUrl, "us2", "Female", { LOCALE: "US" })).view.status).toBe("active");
  expect((await says(baseUrl, "nz1", "Male")).view.status).toBe("active");
  expect((await says(baseUrl, "nz2", "Male")).view.status).toBe("screened-out");
});

test("the study's screening ends visits with the screened-out code, whichever survey asks what decides", async () => {
  await using running = await startTestServer({
    study: study(
      `${panel}\nscreening:\n  - {when: [{field: english, noneOf: [fluent]}]}\n  - {when: [{field: tea, oneOf: ["no"]}, {field: gender, oneOf: [Male]}]}`,
    ),
  });
  const { baseUrl } = running.server;
  const { person, view } = await says(baseUrl, "p1", "Male");
  expect(view.status).toBe("active");
  const out = await person.does("you", {
    type: "survey.saved",
    answers: { english: "some" },
    page: 1,
    left: "second",
  });
  expect(out).toMatchObject({
    status: "screened-out",
    ending: { kind: "screened-out", code: "OUT2", quota: false },
  });
  const other = await says(baseUrl, "p2", "Male");
  await other.person.does("you", { type: "survey.saved", answers: { english: "fluent" }, page: 1 });
  expect((await other.person.does("you", { type: "survey.submitted" })).status).toBe("active");
  const ended = await other.person.does("more", {
    type: "survey.saved",
    answers: { tea: "no" },
    page: 0,
    left: "last",
  });
  expect(ended.ending?.kind).toBe("screened-out");
  const parent = await mkdtemp(join(tmpdir(), "refract-recruitment-"));
  try {
    const { store, server } = running;
    const of = {
      store,
      shelf: server.shelf,
      studyId: "tea",
      simulated: "exclude",
      codings: [],
      env: {},
    } as const;
    const made = { generatedBy: "test", generatedAt: null };
    const { manifest } = await exportStudy({ ...of, ...made, out: join(parent, "kept") });
    expect(manifest.counts).toMatchObject({ participants: 0, left_out: { ended_early: 2 } });
    await exportStudy({ ...of, ...made, out: join(parent, "all"), everybody: true });
    const answers = (await readFile(join(parent, "all", "answers.jsonl"), "utf8")).trim().split("\n");
    const outcomes = answers.map((line) => JSON.parse(line)).filter(({ field }) => field === "visit_outcome");
    expect(outcomes.map(({ value }) => value)).toEqual(["screened-out", "screened-out"]);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});

test("samples of two countries are PRISM's two flags, each counted by itself among people of its locale", async () => {
  const of = (name: string, locale: string) =>
    `  - {name: ${name}, people: 2, targets: [{field: gender, shares: {Male: 1, Female: 1}}], where: [{field: study_locale, oneOf: [${locale}]}]}`;
  await using running = await startTestServer({
    study: study(`${panel}\nsamples:\n${of("US", "us")}\n${of("UK", "uk")}`),
  });
  const { baseUrl, shelf } = running.server;
  for (const [id, gender, locale] of [
    ["a", "Male", "us"],
    ["b", "Male", "uk"],
    ["c", "Male", "us"],
    ["d", "Female", "us"],
    ["e", "Female", "nz"],
  ] as const) {
    const { person } = await says(baseUrl, id, gender, { LOCALE: locale });
    await person.does("you", { type: "survey.submitted" });
  }
  const parent = await mkdtemp(join(tmpdir(), "refract-samples-"));
  try {
    const cells: string[] = [];
    await exportStudy({
      ...{ store: running.store, shelf, studyId: "tea", simulated: "exclude", codings: [], env: {} },
      ...{ generatedBy: "test", generatedAt: null, out: join(parent, "out") },
      onSample: (counted) => {
        for (const { sample, level, count, target } of counted)
          cells.push(`${sample} ${level} ${count} of ${target}`);
      },
    });
    const people = (await readFile(join(parent, "out", "survey.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(people.map((person) => [person.included_in_US_REP, person.included_in_UK_REP])).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [true, false],
      [false, false],
    ]);
    expect(cells).toEqual(["US Male 1 of 1", "US Female 1 of 1", "UK Male 1 of 1", "UK Female 0 of 1"]);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});

test("simulated people fill quotas of their own, the same ones each time, and take no seat of anybody", async () => {
  const genders = async () => {
    await using running = await startTestServer({
      study: { ...study("seed: fixed\nquotas: [{field: gender, people: {Male: 2, Female: 1}}]") },
    });
    const { opened } = await running.server.shelf.get("tea");
    const outcome = await simulatePeople({ server: running.server, study: opened, people: 12, seed: "1" });
    expect(outcome.failures).toEqual([]);
    const statuses = (await running.store.people("tea")).map(({ participant }) => participant.outcome);
    const seats = {
      Male: await running.store.seatsTaken("tea", "gender=Male", true),
      Female: await running.store.seatsTaken("tea", "gender=Female", true),
    };
    expect(await running.store.seatsTaken("tea", "gender=Male", false)).toBe(0);
    return { statuses, seats };
  };
  const { statuses, seats } = await genders();
  expect(seats).toEqual({ Male: 2, Female: 1 });
  expect(new Set(statuses)).toEqual(new Set(["completed", "full"]));
  expect(await genders()).toEqual({ statuses, seats });
});

test("previews and test ids are test people; who came before the launch, or with an id that was named later, is no data", async () => {
  await using running = await startTestServer({ study: study(panel) });
  const { server, store } = running;
  const done = async (id: string, more: Readonly<Record<string, string>> = {}) => {
    const { person } = await says(server.baseUrl, id, "Male", more);
    await person.does("you", { type: "survey.submitted" });
    await person.does("more", { type: "survey.submitted" });
  };
  await done("my-LAB-TEST-1");
  await done("somebody", { assignmentId: "ASSIGNMENT_ID_NOT_AVAILABLE" });
  await done("colleague-7");
  await done("real1");
  expect((await store.people("tea")).map(({ participant }) => participant.test)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const leftOut = async (settings: string, secrets: Secrets | null) => {
    await server.addStudy(study(settings));
    const parent = await mkdtemp(join(tmpdir(), "refract-recruitment-"));
    try {
      const { manifest } = await exportStudy({
        ...{ store, shelf: server.shelf, studyId: "tea", out: join(parent, "out"), simulated: "exclude" },
        ...{ codings: [], env: {}, generatedBy: "test", generatedAt: null, secrets },
      });
      return [manifest.counts.participants, manifest.counts.left_out];
    } finally {
      await rm(parent, { recursive: true, force: true });
    }
  };
  const secrets = createSecrets(Buffer.from("a secret for tests that is long enough"));
  const named = panel.replace("[lab-test]", "[lab-test, colleague]");
  expect(await leftOut(named, secrets)).toMatchObject([1, { test_id: 1 }]);
  expect((await leftOut(named, null))[0]).toBe(2);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect(await leftOut(`${panel}\nlaunch: "${tomorrow}"`, secrets)).toMatchObject([0, { before_launch: 2 }]);
});

test("people withdraw by themselves until the day that was said, and are told whom to write to after it", async () => {
  await using running = await startTestServer({ study: study("withdrawUntil: 2020-01-31") });
  const { baseUrl } = running.server;
  const person = new ParticipantClient(baseUrl, "tea");
  const { body } = await person.enter();
  expect(body.study).toMatchObject({ withdrawUntil: "2020-01-31", contact: "tea@example.org" });
  const receipt = await person.request<{ mayWithdraw: boolean }>("/api/p/receipt?study=tea");
  expect(receipt.body.mayWithdraw).toBe(false);
  const refused = await person.request<{ error: { userMessage: string } }>("/api/p/withdraw?study=tea", {
    studyId: "tea",
  });
  expect([refused.status, refused.body.error.userMessage]).toEqual([422, "withdraw-over"]);
  expect((await person.session()).body.status).toBe("active");

  // A later version says another day: newcomers have it, and the promise to those before stands.
  await running.server.addStudy(study("withdrawUntil: 2999-01-31"));
  const later = new ParticipantClient(baseUrl, "tea");
  await later.enter();
  expect((await later.request("/api/p/withdraw?study=tea", { studyId: "tea" })).status).toBe(200);
  expect((await person.request("/api/p/withdraw?study=tea", { studyId: "tea" })).status).toBe(422);
});
