import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "@refract/store";
import { ParticipantClient, startTestServer } from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refract, workingFolder } from "./command-line.fixture.ts";

const study = {
  "study.yaml": `refract: 1
id: tea
title: Tea
participants: 10
entry: {panel: {use: prolific, codes: {completed: DONE1, declined: NOPE2}}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
};
/** What the test server seals with. */
const secret = "a secret for tests that is long enough";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
  await using running = await startTestServer({ study });
  const arrive = async (id: string, more: Readonly<Record<string, string>> = {}) => {
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    await person.arrive({ PROLIFIC_PID: id, ...more });
    return person;
  };
  const done = await arrive("5a9d64f5f6dfdd0001eaa73d");
  await done.does("consent", { type: "consent.given", statements: { consent: true } });
  await (await arrive("pid2")).does("consent", { type: "consent.declined" });
  await arrive("pid3");
  await arrive("tester", { test: "" });
  await mkdir(join(folder.path, "data"));
  if (!("file" in running.database.options)) throw new Error("expected SQLite");
  await running.store.backup(join(folder.path, "data", "refract.sqlite"));
  await writeFile(join(folder.path, "data", "secret.key"), secret);
});
afterEach(() => folder[Symbol.asyncDispose]());

const people = (...args: string[]) => refract("people", ...args, "--data", "data");

test("lists panel id, status, code and minutes of real people, and the places", async () => {
  const { exitCode, out, err } = await people("tea");
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
  expect(out.replaceAll(/ +/g, " ").replaceAll(/ \n/g, "\n")).toBe(
    `person panel id status code minutes decision
 1 5a9d64f5f6dfdd0001eaa73d completed DONE1 0 –
 2 pid2 declined NOPE2 0 –
 3 pid3 entered – – –

1 of 10 places taken
`,
  );
  expect((await people("list", "tea", "--test")).out).toContain("tester");
  const json = JSON.parse((await people("tea", "--json")).out);
  expect(json).toMatchObject({ study: "tea", places: { taken: 1, of: 10 } });
  expect(json.people[0]).toMatchObject({
    person: 1,
    panelId: "5a9d64f5f6dfdd0001eaa73d",
    status: "completed",
    code: "DONE1",
    minutes: 0,
    decision: null,
    kind: "real",
  });
});

test("ids stay sealed without the key, no key is made, and another key opens none", async () => {
  await rm("data/secret.key");
  const without = await people("tea");
  expect(without.out).toContain("(sealed)");
  expect(without.out).not.toContain("pid2");
  expect(without.err).toBe(
    "warning: panel ids stay sealed: the key that sealed them is not here, expected it in secret.key of the data folder or in REFRACT_SECRET\n",
  );
  await expect(copyFile("data/secret.key", "x")).rejects.toThrow("ENOENT");
  await writeFile("data/secret.key", "another secret that is long enough too");
  expect((await people("tea")).out).not.toContain("pid2");
});

test("a rejection needs a reason, frees the place, is kept, and leaves the person out of the export", async () => {
  expect(await people("reject", "tea", "1")).toMatchObject({ exitCode: 2 });
  expect(await people("reject", "tea", "1", "--why", " ")).toEqual({
    exitCode: 2,
    out: "",
    err: 'refract: --why: invalid value "", expected a reason\n',
  });
  const rejected = await people("reject", "tea", "5A9D64F5F6DFDD0001EAA73D", "--why", "Both checks failed.");
  expect(rejected).toEqual({
    exitCode: 0,
    out: "#1 (5a9d64f5f6dfdd0001eaa73d): rejected, left out of exports, the place is free. Tell the panel too: Refract does not.\n",
    err: "warning: Prolific asks for a message of at least 100 characters with a rejection; this one has 19\n",
  });
  const { out } = await people("tea");
  expect(out).toContain("reject: Both checks failed.");
  expect(out).toContain("0 of 10 places taken");
  const exported = await refract("export", "tea", "--data", "data", "--out", "out");
  expect(exported.err).toBe(
    "left out: #1, rejected: Both checks failed.\nleft out: 1 in all; --everybody exports them too, marked\n",
  );
});

test("the panel is to be told of what it pays by, and not of a place that was given away", async () => {
  expect((await people("release", "tea", "#1")).out).toMatch(/: released, the place is free\.\n$/);
  expect((await people("return", "tea", "#1")).out).toMatch(
    /: returned, the place is free\. Tell the panel too: Refract does not\.\n$/,
  );
});

test.each(["release", "approve", "return"])("%s is kept with its time, once", async (kind) => {
  for (let time = 0; time < 2; time += 1) {
    const told = JSON.parse((await people(kind, "tea", "#1", "--json")).out);
    expect(told.person.decision).toMatchObject({ kind, reason: null });
    expect(told.places).toEqual({ taken: kind === "approve" ? 1 : 0 });
  }
});

test.each([
  [["tee"], 'study: invalid value "tee", expected the id of a study served from here: tea'],
  [
    ["approve", "tea", "pid9"],
    'person: invalid value "pid9", expected a number or a panel id of `refract people tea`',
  ],
])("%j is refused", async (args, message) => {
  const { exitCode, err } = await people(...args);
  expect(exitCode).not.toBe(0);
  expect(err).toContain(message);
});

test("an action that is misspelt is told by its own name", async () => {
  expect(await people("aprove", "tea", "1")).toEqual({
    exitCode: 2,
    out: "",
    err: 'refract: people: "aprove tea" is nothing to do, expected list, costs, release, approve, return, reject, partial or bonus, or a study\'s id alone\n',
  });
});

test("who is returned while inside is signed out, and a decision about who withdrew is refused", async () => {
  expect((await people("return", "tea", "3")).out).toBe(
    "#3 (pid3): returned, the place is free; they are signed out. Tell the panel too: Refract does not.\n",
  );
  expect((await people("return", "tea", "1")).out).toContain(": returned, the place is free. Tell");
  await using store = await openStore({ file: join(folder.path, "data", "refract.sqlite") });
  const [first] = await store.people("tea");
  await store.withdraw(first?.participant.id ?? "", Date.now());
  const refused = await people("approve", "tea", "#1");
  expect(refused).toEqual({
    exitCode: 1,
    out: "",
    err: "refract: person: #1 has withdrawn: their data is deleted and their place is free, expected somebody who has not\n",
  });
  expect((await store.people("tea"))[0]?.decision?.kind).toBe("return");
});

test("who is approved without having completed is told", async () => {
  expect((await people("approve", "tea", "1")).err).toBe("");
  expect((await people("approve", "tea", "2")).err).toBe(
    "warning: #2 has not completed the study: their status is declined\n",
  );
});

test("--quality says what speaks against whom, what PRISM's rule advises, and who is in the data", async () => {
  const { exitCode, out, err } = await people("tea", "--quality", "--out", "quality.csv");
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
  expect(out.replaceAll(/ +/g, " ").replaceAll(/ \n/g, "\n")).toBe(
    `person panel id status minutes signals advice in the data
 1 5a9d64f5f6dfdd0001eaa73d completed 0 none approve: nothing against it no, nothing-finished: finished no survey, conversation or item
 2 pid2 declined 0 reject: did not consent leave: ended before the end of the study no, nothing-finished: finished no survey, conversation or item
 3 pid3 entered – reject: did not consent leave: still inside no, nothing-finished: finished no survey, conversation or item

wrote ${join(folder.path, "quality.csv")}
`,
  );
  const [header, first] = (await readFile("quality.csv", "utf8")).split("\r\n");
  expect(header).toContain("person,panel_id,panel_session,kind,status,submission,code,minutes");
  expect(first).toContain("1,5a9d64f5f6dfdd0001eaa73d,,real,completed,1,DONE1,0");
  const json = JSON.parse((await people("tea", "--quality", "--json")).out);
  expect(json.people[1].quality).toMatchObject({
    signals: [{ id: "no-consent", weight: "reject", detail: "did not consent" }],
    advice: "leave",
    included: false,
    leftOut: { because: "nothing-finished" },
    measures: { conversations: 0, surveyFinished: false },
  });
  expect((await people("tea", "--out", "x.csv")).err).toContain("--out: has no effect without --quality");
});

test("costs and pay per hour follow the study's payment, and partial payments and bonuses are listed", async () => {
  expect(await people("costs", "tea")).toEqual({
    exitCode: 2,
    out: "",
    err: 'refract: payment: missing in the study "tea", expected at least payment: {reward: 9.90, currency: GBP}\n',
  });
  await using store = await openStore({ file: join(folder.path, "data", "refract.sqlite") });
  const priced = {
    "study.yaml": study["study.yaml"].replace(
      "participants: 10",
      "participants: 10\npayment: {reward: 9.9, representativeStudy: 466.21}",
    ),
  };
  await store.putStudy(
    { id: "tea", seed: "s", createdAt: 1 },
    { studyId: "tea", hash: "priced", bundle: priced, createdAt: 1 },
  );
  const told = await people("bonus", "tea", "#1", "--amount", "1.15", "--why", "an outage");
  expect(told.out).toBe(
    "#1 (5a9d64f5f6dfdd0001eaa73d): GBP 1.15 as a bonus. Pay it on the panel too: Refract does not.\n",
  );
  expect((await people("partial", "tea", "pid3", "--amount", "3", "--why", "read it all")).exitCode).toBe(0);
  for (const amount of ["0", "-1", "1.234", "x"])
    expect((await people("bonus", "tea", "#1", "--amount", amount, "--why", "y")).err).toContain(
      `--amount: invalid value "${amount}", expected an amount above 0 such as 2.50`,
    );
  const { out } = await people("tea");
  expect(out).toContain("bonus 1.15: an outage");
  expect(out).toContain("partial 3.00: read it all");
  const costs = (await people("costs", "tea")).out.replaceAll(/ +/g, " ");
  expect(costs).toContain("people who get the reward 1");
  expect(costs).toContain("together GBP 480.03");
  expect(costs).toContain("partial payments GBP 3.00 to 1 people");
  expect(costs).toContain("bonuses GBP 1.15 to 1 people");
  expect(JSON.parse((await people("costs", "tea", "--json")).out)).toMatchObject({
    study: "tea",
    currency: "GBP",
    cost: { rewards: 9.9, fee: 3.27, tax: 0.65, representative: 466.21, total: 480.03 },
  });
  const json = JSON.parse((await people("tea", "--json")).out);
  expect(json.people[0].payments).toMatchObject([{ kind: "bonus", amount: 1.15, reason: "an outage" }]);
});
