import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { EndingView, SessionView } from "@refract/collect";
import { checkDataset } from "@refract/dataset";
import { ParticipantClient, repositoryRoot, startTestServer } from "@refract/testing";
import { describe, expect, test } from "vitest";
import { exportStudy } from "./export/export-study.ts";
import { findPerson, listPeople } from "./people/people-list.ts";
import { readBundle } from "./studies/read-bundle.ts";

const survey = JSON.stringify({
  pages: [
    {
      name: "p",
      elements: [
        {
          type: "radiogroup",
          name: "age",
          title: "Age?",
          choices: ["under 18", "18 or over"],
          isRequired: true,
        },
        { type: "radiogroup", name: "colour", title: "Choose blue.", choices: ["red", "blue"] },
        { type: "radiogroup", name: "animal", title: "Choose horse.", choices: ["cat", "horse"] },
      ],
    },
  ],
});
const study = (entry: string, extra = "") => ({
  "study.yaml": `
refract: 1
id: tea
title: Tea
${extra}
entry: ${entry}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: you
    type: survey
    survey: you.json
    endings:
      - {as: screened-out, when: [{field: age, oneOf: [under 18]}]}
      - {as: failed-check, when: [{field: colour, noneOf: [blue]}, {field: animal, noneOf: [horse]}]}
  - {id: end, type: end}
`,
  "you.json": survey,
});
const prolific =
  "{panel: {use: prolific, codes: {completed: DONE1, declined: NOPE2, screenedOut: OUT3, full: FULL4, failedCheck: CHECK5}}}";
const agree = { type: "consent.given", statements: { consent: true } } as const;
const good = { age: "18 or over", colour: "blue", animal: "horse" };

async function answers(
  person: ParticipantClient,
  given: Readonly<Record<string, string>>,
): Promise<SessionView> {
  await person.does("consent", agree);
  await person.does("you", { type: "survey.saved", answers: given, page: 0 });
  return person.does("you", { type: "survey.submitted" });
}

const link = (id: string) => ({ PROLIFIC_PID: id, STUDY_ID: "s1", SESSION_ID: `session-${id}` });
const address = (code: string) => `https://app.prolific.com/submissions/complete?cc=${code}`;

describe("every ending leads back to the panel with the study's code for it", () => {
  test.each<[EndingView["kind"], string, boolean, (person: ParticipantClient) => Promise<SessionView>]>([
    ["completed", "DONE1", true, (person) => answers(person, good)],
    ["declined", "NOPE2", false, (person) => person.does("consent", { type: "consent.declined" })],
    ["screened-out", "OUT3", false, (person) => answers(person, { ...good, age: "under 18" })],
    ["failed-check", "CHECK5", false, (person) => answers(person, { age: "18 or over", colour: "red" })],
  ])("%s", async (kind, code, paid, walk) => {
    await using running = await startTestServer({ study: study(prolific) });
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    await person.arrive(link("p1"));
    expect((await walk(person)).ending).toEqual({ kind, code, returnUrl: address(code), paid, quota: false });
    // The same after a restart of the page.
    expect((await person.session()).body.ending?.code).toBe(code);
  });

  test("one of two checks failed is no failure", async () => {
    await using running = await startTestServer({ study: study(prolific) });
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    await person.arrive(link("p1"));
    expect((await answers(person, { ...good, colour: "red" })).ending?.kind).toBe("completed");
  });

  test("full: at the door, and for whoever agreed a moment too late", async () => {
    await using running = await startTestServer({ study: study(prolific, "participants: 1") });
    const [first, second] = [1, 2].map(() => new ParticipantClient(running.server.baseUrl, "tea"));
    if (first === undefined || second === undefined) throw new Error("two people");
    await first.arrive(link("p1"));
    await second.arrive(link("p2"));
    await first.does("consent", agree);
    const view = await second.does("consent", agree);
    const full = { kind: "full", code: "FULL4", returnUrl: address("FULL4"), paid: false, quota: false };
    expect(view).toMatchObject({ status: "screened-out", stage: null, ending: full });
    expect((await second.send("consent", agree)).status).toBe(422);
    const third = new ParticipantClient(running.server.baseUrl, "tea");
    expect((await third.landing(link("p3"))).body).toMatchObject({ open: false, full });
    expect((await third.arrive(link("p3"))).body.error.userMessage).toBe("study-full");
    // Once the first withdraws there is a place, for the one who was told that there was none as well.
    await first.request("/api/p/withdraw", { studyId: "tea" });
    expect((await second.landing(link("p2"))).body).toMatchObject({ open: true, session: "none" });
    expect((await second.arrive(link("p2"))).status).toBe(200);
    expect((await second.does("consent", agree)).status).toBe("active");
  });

  test("withdrawn: as declining leads back; whoever has completed keeps what they earned", async () => {
    await using running = await startTestServer({ study: study(prolific) });
    const withdrawn = async (id: string, walk: (person: ParticipantClient) => Promise<unknown>) => {
      const person = new ParticipantClient(running.server.baseUrl, "tea");
      await person.arrive({ PROLIFIC_PID: id });
      await walk(person);
      const { body } = await person.request<{ view: SessionView }>("/api/p/withdraw", { studyId: "tea" });
      return body.view;
    };
    expect(await withdrawn("a", (person) => person.does("consent", agree))).toMatchObject({
      status: "withdrawn",
      stage: null,
      ending: {
        kind: "declined",
        code: "NOPE2",
        returnUrl: "https://app.prolific.com/submissions/complete?cc=NOPE2",
        paid: false,
        quota: false,
      },
    });
    expect((await withdrawn("b", (person) => answers(person, good))).ending).toMatchObject({
      kind: "completed",
      code: "DONE1",
      paid: true,
      quota: false,
    });
  });

  test("SONA gets the very code back that came in, and other parameters are handed back by name", async () => {
    const entry =
      "{panel: {use: sona, parameters: [wave], addresses: {completed: 'https://x.sona-systems.com/webstudy_credit.aspx?experiment_id=1&credit_token=abc&survey_code={id}&w={wave}'}}}";
    await using running = await startTestServer({ study: study(entry) });
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    await person.arrive({ survey_code: "00a 7", wave: "2&x" });
    const view = await answers(person, good);
    expect(view.ending?.returnUrl).toBe(
      "https://x.sona-systems.com/webstudy_credit.aspx?experiment_id=1&credit_token=abc&survey_code=00a%207&w=2%26x",
    );
    const without = new ParticipantClient(running.server.baseUrl, "tea");
    await without.arrive({ survey_code: "8" });
    // An address with a hole credits nobody.
    expect((await answers(without, good)).ending?.returnUrl).toBeNull();
  });

  test("MTurk people get a code each, the same on every page", async () => {
    await using running = await startTestServer({ study: study("{panel: {use: mturk}}") });
    const codes = [];
    for (let index = 0; index < 2; index += 1) {
      const person = new ParticipantClient(running.server.baseUrl, "tea");
      await person.arrive({});
      const { ending } = await answers(person, good);
      expect(ending).toMatchObject({ returnUrl: null, paid: true });
      expect((await person.session()).body.ending).toEqual(ending);
      codes.push(ending?.code);
    }
    expect(new Set(codes).size).toBe(2);
    expect(codes[0]).toMatch(/^[0-9A-F]{8}$/);
  });
});

describe("who somebody is", () => {
  const withPolicy = (returning: string) =>
    study(`{returning: ${returning}, panel: {idParameter: PID, required: true}}`);

  test("another id in the same browser is another person, with a session and rows of their own", async () => {
    await using running = await startTestServer({ study: withPolicy("resume") });
    const browser = new ParticipantClient(running.server.baseUrl, "tea");
    await browser.arrive({ PID: "a" });
    const before = await answers(browser, good);
    expect((await browser.landing({ PID: "b" })).body.session).toBe("none");
    const other = (await browser.arrive({ PID: "b" })).body;
    expect(other).toMatchObject({ seq: 1, status: "active", stageIndex: 0 });
    expect(other.person).not.toBe(before.person);
    expect((await running.store.totals("tea")).people).toBe(2);
    // A window of the first person that is still open is not heard in the second one's session.
    const window = `/api/p/command?study=tea&person=${before.person}`;
    const envelope = { id: "3f1c6f0e-4c58-4f0c-9a37-2a6c93a1f001", stageId: "consent", command: agree };
    expect((await browser.request(window, envelope)).status).toBe(403);
    expect((await browser.session()).body.stageIndex).toBe(0);
  });

  test.each([
    ["resume", "active", 200, 1],
    ["restart", "none", 200, 2],
    ["block", "refused", 403, 1],
  ])("the same id in the same browser: %s", async (returning, session, status, people) => {
    await using running = await startTestServer({ study: withPolicy(returning) });
    const browser = new ParticipantClient(running.server.baseUrl, "tea");
    await browser.arrive({ PID: "a" });
    await browser.does("consent", agree);
    expect((await browser.landing({ PID: " A".toLowerCase() })).body.session).toBe(session);
    const again = await browser.arrive({ PID: "%20a" });
    expect(again.status).toBe(status);
    if (status === 403) expect(again.body.error.userMessage).toBe("taken-part");
    expect((await running.store.totals("tea")).people).toBe(people);
    // The page without the link is the page reloaded.
    expect((await browser.landing({})).body.session).toBe("active");
  });

  test("another browser goes on with the recovery code, and the device before is signed out", async () => {
    await using running = await startTestServer({ study: withPolicy("resume") });
    const phone = new ParticipantClient(running.server.baseUrl, "tea");
    await phone.arrive({ PID: "a" });
    await phone.does("consent", agree);
    const code = (await phone.request<{ recoveryCode: string }>("/api/p/receipt?study=tea")).body
      .recoveryCode;
    const laptop = new ParticipantClient(running.server.baseUrl, "tea");
    expect((await laptop.arrive({ PID: "a" })).body.error.userMessage).toBe("recovery-needed");
    const stream = phone.stream()[Symbol.asyncIterator]();
    await stream.next();
    expect((await laptop.request("/api/p/recover", { studyId: "tea", code })).status).toBe(200);
    expect((await laptop.session()).body.stageIndex).toBe(1);
    expect((await phone.session()).status).toBe(401);
    // Its open stream ends, so that the page hears of it.
    expect((await stream.next()).done).toBe(true);
  });

  test("a device lost before the code was shown is no loss: the same id goes on", async () => {
    await using running = await startTestServer({ study: withPolicy("resume") });
    const phone = new ParticipantClient(running.server.baseUrl, "tea");
    const first = (await phone.arrive({ PID: "a" })).body;
    await phone.does(null, { type: "session.language", language: "en" });
    const laptop = new ParticipantClient(running.server.baseUrl, "tea");
    const second = await laptop.arrive({ PID: "a" });
    expect(second.body.person).toBe(first.person);
    expect((await phone.session()).status).toBe(401);
    expect((await running.store.totals("tea")).people).toBe(1);
    const both = await Promise.all(
      [1, 2, 3].map(() => new ParticipantClient(running.server.baseUrl, "tea").arrive({ PID: "b" })),
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await running.store.totals("tea")).people).toBe(2);
  });

  test("somebody the researcher released goes on from another browser, with a place again", async () => {
    await using running = await startTestServer({
      study: study("{panel: {idParameter: PID}}", "participants: 1"),
    });
    const phone = new ParticipantClient(running.server.baseUrl, "tea");
    await phone.arrive({ PID: "a" });
    await phone.does("consent", agree);
    const [found] = (await running.store.people("tea")).map(({ participant }) => participant.id);
    await running.store.decide({ participantId: found ?? "", kind: "release", at: 1, reason: null });
    expect(await running.store.placesTaken("tea")).toBe(0);
    expect((await phone.session()).status).toBe(401);
    const laptop = new ParticipantClient(running.server.baseUrl, "tea");
    expect((await laptop.arrive({ PID: "a" })).body.stageIndex).toBe(1);
    expect(await running.store.placesTaken("tea")).toBe(1);
  });

  test.each(["return", "reject"] as const)(
    "%s signs out whoever is inside: no page, link or code completes on the place that is free again",
    async (kind) => {
      await using running = await startTestServer({
        study: study("{panel: {idParameter: PID}}", "participants: 1"),
      });
      const phone = new ParticipantClient(running.server.baseUrl, "tea");
      await phone.arrive({ PID: "a" });
      await phone.does("consent", agree);
      const code = (await phone.request<{ recoveryCode: string }>("/api/p/receipt?study=tea")).body
        .recoveryCode;
      const [found] = (await running.store.people("tea")).map(({ participant }) => participant.id);
      const decide = (decision: typeof kind | "release") =>
        running.store.decide({ participantId: found ?? "", kind: decision, at: 1, reason: "gone" });
      await decide(kind);
      expect(await running.store.placesTaken("tea")).toBe(0);
      expect((await phone.session()).status).toBe(401);
      expect((await phone.arrive({ PID: "a" })).body.error.userMessage).toBe("taken-part");
      const laptop = new ParticipantClient(running.server.baseUrl, "tea");
      expect((await laptop.arrive({ PID: "a" })).body.error.userMessage).toBe("taken-part");
      const recovery = await laptop.request<{ error: { userMessage: string } }>("/api/p/recover", {
        studyId: "tea",
        code,
      });
      expect(recovery.body.error.userMessage).toBe("session-ended");
      // A release still lets them go on.
      await decide("release");
      expect((await laptop.arrive({ PID: "a" })).body.stageIndex).toBe(1);
      expect(await running.store.placesTaken("tea")).toBe(1);
    },
  );

  test("who has completed keeps their last page when they are returned", async () => {
    await using running = await startTestServer({ study: study("{panel: {idParameter: PID}}") });
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    await person.arrive({ PID: "a" });
    await answers(person, good);
    const [found] = (await running.store.people("tea")).map(({ participant }) => participant.id);
    await running.store.decide({ participantId: found ?? "", kind: "return", at: 1, reason: null });
    expect((await person.session()).body.status).toBe("completed");
  });

  test("a placeholder that nobody filled in is no id, and the page is told", async () => {
    await using running = await startTestServer({ study: study(prolific) });
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    const unfilled = { PROLIFIC_PID: "{{%PROLIFIC_PID%}}" };
    expect((await person.landing(unfilled)).body.panel).toBe("unfilled");
    expect((await person.arrive(unfilled)).body.error.userMessage).toBe("panel-unfilled");
    expect((await person.landing({})).body.panel).toBe("missing");
    expect((await person.arrive({})).body.error.userMessage).toBe("panel-missing");
    expect((await running.store.totals("tea")).people).toBe(0);
  });

  test("ids and parameters that no panel sends are refused, and are in no message", async () => {
    await using running = await startTestServer({ study: withPolicy("resume") });
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    const id = `secret${"x".repeat(300)}`;
    expect((await person.arrive({ PID: id })).status).toBe(400);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`p${index}`, "1"]));
    expect((await person.request("/api/p/studies/tea", { parameters: many })).status).toBe(400);
    expect(JSON.stringify([running.log, person.received])).not.toContain(id);
  });
});

test("people of a test link need no id, take no place, and are in no count and no export", async () => {
  await using running = await startTestServer({ study: study(prolific, "participants: 1") });
  for (let index = 0; index < 2; index += 1) {
    const tester = new ParticipantClient(running.server.baseUrl, "tea");
    expect((await tester.landing({ test: "" })).body).toMatchObject({
      test: true,
      panel: "not-needed",
      open: true,
    });
    expect((await tester.arrive({ test: "", PROLIFIC_PID: "p1" })).body.test).toBe(true);
    expect((await answers(tester, good)).ending?.code).toBe("DONE1");
    // Opening it again is a new try.
    expect((await tester.landing({ test: "" })).body.session).toBe("none");
  }
  const real = new ParticipantClient(running.server.baseUrl, "tea");
  await real.arrive(link("p1"));
  await answers(real, good);
  expect(await running.store.totals("tea")).toMatchObject({ people: 1, test: 2, places: 1, completed: 1 });
  await withExport(running, async (folder) => {
    expect((await linesOf(folder, "survey.jsonl")).length).toBe(1);
  });
});

describe("the people of a study, as they are paid", () => {
  test("twenty of all endings: id, status, code and minutes; opened only where the key is", async () => {
    await using running = await startTestServer({ study: study(prolific) });
    const walks: ((person: ParticipantClient) => Promise<unknown>)[] = [
      (person) => answers(person, good),
      (person) => person.does("consent", { type: "consent.declined" }),
      (person) => answers(person, { ...good, age: "under 18" }),
      (person) => answers(person, { age: "18 or over", colour: "red" }),
      (person) => person.does("consent", agree),
    ];
    for (let index = 0; index < 20; index += 1) {
      const person = new ParticipantClient(running.server.baseUrl, "tea");
      await person.arrive(link(`pid${index}`));
      await walks[index % 5]?.(person);
    }
    const options = { ...running, shelf: running.server.shelf, studyId: "tea" };
    const { people, places } = await listPeople(options);
    expect(people.map(({ panelId, status, code }) => [panelId, status, code]).slice(0, 5)).toEqual([
      ["pid0", "completed", "DONE1"],
      ["pid1", "declined", "NOPE2"],
      ["pid2", "screened-out", "OUT3"],
      ["pid3", "failed-check", "CHECK5"],
      ["pid4", "active", null],
    ]);
    expect(people).toHaveLength(20);
    expect(people.map(({ minutes }) => typeof minutes).slice(0, 5)).toEqual([
      "number",
      "number",
      "number",
      "number",
      "object",
    ]);
    expect(people[0]).toMatchObject({ panelStudy: "s1", panelSession: "session-pid0", submission: 1 });
    expect(places).toEqual({ taken: 8, of: null });
    const sealed = await listPeople({ ...options, secrets: null });
    expect(sealed.people[0]).toMatchObject({
      panelId: null,
      sealed: true,
      panelSession: null,
      code: "DONE1",
    });
    expect(JSON.stringify(sealed)).not.toContain("pid");
    await withExport(running, async (folder) => {
      // screened out and failed checks in the survey: kept, but nobody in the study
      expect(await linesOf(folder, "survey.jsonl")).toHaveLength(4);
      const { counts } = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
      expect(counts).toMatchObject({ participants: 4, left_out: { ended_early: 8 } });
      expect((await checkDataset(folder)).violations).toEqual([]);
    });
    expect((await findPerson(options, "PID7")).person).toBe(8);
    expect((await findPerson(options, "#7")).panelId).toBe("pid6");
    await expect(findPerson(options, "pid99")).rejects.toMatchObject({ code: "not-found" });
  });

  test("a number that is a panel id too has to be said with #", async () => {
    await using running = await startTestServer({ study: study("{panel: {idParameter: PID}}") });
    for (const id of ["2", "9"])
      await new ParticipantClient(running.server.baseUrl, "tea").arrive({ PID: id });
    const options = { ...running, shelf: running.server.shelf, studyId: "tea" };
    await expect(findPerson(options, "2")).rejects.toMatchObject({
      message: 'person: "2" may be #1 or #2, expected one of these',
    });
    expect((await findPerson(options, "#2")).panelId).toBe("9");
    expect((await findPerson(options, "9")).person).toBe(2);
  });

  test("rejected and second submissions are left out of the export with counts, and marked where everybody is asked for", async () => {
    await using running = await startTestServer({
      study: study("{returning: restart, panel: {idParameter: PID}}"),
    });
    for (const id of ["a", "b", "a"]) {
      const person = new ParticipantClient(running.server.baseUrl, "tea");
      await person.arrive({ PID: id });
      await answers(person, good);
    }
    const people = await running.store.people("tea");
    await running.store.decide({
      participantId: people[1]?.participant.id ?? "",
      kind: "reject",
      at: 1,
      reason: "no answers",
    });
    const manifestOf = async (folder: string) =>
      JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
    await withExport(running, async (folder) => {
      expect(await linesOf(folder, "survey.jsonl")).toHaveLength(1);
      const { counts } = await manifestOf(folder);
      expect(counts.left_out).toMatchObject({ rejected: 1, second_submission: 1 });
      expect(await readFile(join(folder, "README.md"), "utf8")).toContain(
        "1 whose submission the researchers rejected, 1 second submissions of people who are in the data, ",
      );
      expect((await checkDataset(folder)).violations).toEqual([]);
    });
    await withExport(
      running,
      async (folder) => {
        const rows = await linesOf(folder, "answers.jsonl");
        const marks = (field: string) =>
          rows.filter((row) => row.field === field).map((row) => [row.user_id, row.value]);
        expect(marks("left_out_by_rule")).toEqual([
          ["user0", "no"],
          ["user1", "rejected"],
          ["user2", "second_submission"],
        ]);
        expect(marks("submission")).toEqual([
          ["user0", 1],
          ["user1", 1],
          ["user2", 2],
        ]);
        expect(marks("visit_outcome").map(([, outcome]) => outcome)).toEqual(Array(3).fill("completed"));
        expect((await manifestOf(folder)).counts.left_out).not.toHaveProperty("rejected");
        expect((await checkDataset(folder)).violations).toEqual([]);
      },
      { everybody: true },
    );
  });
});

const twiceFolder = join(dirname(repositoryRoot()), "shared", "cases", "studies", "twice");
test.skipIf(!existsSync(twiceFolder))(
  "the case of one panel id that submits twice: the second is not in the data, in a study of conversations (skipped without the shared cases)",
  async () => {
    await using running = await startTestServer({
      study: await readBundle(join(twiceFolder, "study.yaml")),
      instant: true,
    });
    const { opened } = await running.server.shelf.get("twice");
    for (const id of ["same", "same", "other"]) {
      const person = new ParticipantClient(running.server.baseUrl, "twice");
      await person.arrive({ PROLIFIC_PID: id });
      await person.does("before", { type: "survey.saved", answers: { hello: "x" }, page: 0 });
      await person.does("before", { type: "survey.submitted" });
    }
    expect(opened.study.entry.returning).toBe("restart");
    const people = await running.store.people("twice");
    expect(people.map(({ submission }) => submission)).toEqual([1, 2, 1]);
    await withExport(
      running,
      async (folder) => {
        const rows = await linesOf(folder, "answers.jsonl");
        expect(rows.filter(({ field }) => field === "submission").map(({ value }) => value)).toEqual([1, 1]);
      },
      { studyId: "twice" },
    );
  },
);

type Running = Awaited<ReturnType<typeof startTestServer>>;

async function withExport(
  running: Running,
  look: (folder: string) => Promise<void>,
  options: { readonly studyId?: string; readonly everybody?: boolean } = {},
): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), "refract-panels-"));
  try {
    const out = join(parent, "out");
    await exportStudy({
      store: running.store,
      shelf: running.server.shelf,
      studyId: "tea",
      ...options,
      out,
      simulated: "include",
      codings: [],
      env: {},
      generatedBy: "test",
      generatedAt: null,
    });
    await look(out);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

async function linesOf(folder: string, name: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(folder, name), "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}
