import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportOfRuns } from "../card/report-of-runs.ts";
import { madeInstrument, madeItems } from "../run/made-instrument.fixture.ts";
import { rescoreRun, runInstrument } from "../run/run-instrument.ts";
import { chanceOfAgreement } from "./agreement.ts";
import { peopleBesideRun } from "./people-beside-run.ts";
import { readPeopleDataset } from "./people-dataset.ts";

let folder: string;
const at = (name: string) => join(folder, name);

/** Eight items in four scoring groups; the demo model answers B to all of them, which is right. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-people-"));
  await mkdir(at("records"));
  await writeFile(at("records/items.csv"), madeItems(8));
  await mkdir(at("people"));
  await runInstrument({
    instrument: madeInstrument,
    choices: { models: [{ id: "demo", use: "demo:plain" }] },
    from: at("records"),
    out: at("run"),
    service: createModelService({ env: {}, prices: loadPrices([]), ledger: createMemoryLedger() }),
    cacheFile: null,
    capUsd: null,
    deadlineMs: 10_000,
    lengthNormalised: false,
    parquet: false,
    stopper: new AbortController(),
    onProgress: () => {},
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const item = (id: string, question = `Question ${id}?`, instrument: string | null = "made") => ({
  ...{ item: id, stage: "task", instrument, question },
});
const answer = (respondent: string, id: string, value: string | null, rule = "people/answer") => ({
  ...{ item: id, stage: "task", respondent, reply: "", value, rule },
  ...{ missing: value === null ? "skipped" : null, optionOrder: ["A", "B"], seed: "s" },
});

async function people(items: readonly object[], answers: readonly object[]): Promise<void> {
  await writeFile(at("people/items.jsonl"), lines(items));
  await writeFile(at("people/responses.jsonl"), lines(answers));
}

const beside = async () =>
  peopleBesideRun(at("run"), await readPeopleDataset(at("people")), [madeInstrument]);

test("people get the points a model would get, over the groups they answered whole", async () => {
  await people(
    [item("q0"), item("q1"), item("q2"), item("q3", "Another wording?")],
    [
      ...[answer("a", "q0", "B"), answer("a", "q1", "B")],
      ...[answer("b", "q0", "B"), answer("b", "q1", "A")],
      ...[answer("c", "q0", "A"), answer("c", "q1", "unsure", "people/opt-out")],
      ...[answer("c", "q2", null, "people/skipped"), answer("c", "q3", "B")],
    ],
  );
  const found = await beside();
  expect(found).toMatchObject({
    people: 3,
    kinds: { answer: 5, "opt-out": 1, skipped: 1 },
    items: 3,
    otherWording: 1,
    incompleteGroups: 2,
  });
  expect(found?.scores.map(({ model, mean, points }) => [model, mean, points])).toEqual([
    [null, 0.5, 1],
    ["demo", 1, 1],
  ]);
  expect(found?.scores[1]?.difference).toMatchObject({ difference: 0.5, groups: 1 });
});

test("agreement is the share of people who gave the model's answer, and for people the chance that two agree", async () => {
  await people(
    [item("q0"), item("q1")],
    [
      ...[answer("a", "q0", "B"), answer("b", "q0", "B"), answer("c", "q0", "A")],
      ...[answer("a", "q1", "B"), answer("b", "q1", "A"), answer("c", "q1", "unsure", "people/opt-out")],
    ],
  );
  const found = await beside();
  // three answers to one item and two to the other: observed disagreement 2/3 and 1 over pairs, expected 3/5 (BBABA)
  expect(found?.raters.map(({ kappa, alpha }) => [kappa, Number(alpha?.toFixed(9))])).toEqual([
    [null, Number((1 - ((2 / 3) * 3 + 1 * 2) / 5 / (3 / 5)).toFixed(9))],
  ]);
  expect(found?.agreement.map(({ model, mean }) => [model, mean])).toEqual([
    [null, (1 / 3 + 0) / 2],
    ["demo", (2 / 3 + 1 / 2) / 2],
  ]);
  expect(found?.replies.map(({ item: id, people: said, reply, share }) => [id, said, reply, share])).toEqual([
    ["q0", "Answer B (67 %), Answer A (33 %)", "Answer B", 2 / 3],
    ["q1", "Answer A (50 %), Answer B (50 %)", "Answer B", 1 / 2],
  ]);
});

test("people's answers stand under the condition they were shown, apart by stage and by groups that are large enough", async () => {
  const shown = (id: string, stage: string, conditions: readonly string[]) => ({
    ...item(id),
    ...{ stage, conditions, questionDigest: null, texts: "withheld" },
  });
  const given = (respondent: string, stage: string, value: string) =>
    ["q0", "q1"].map((id) => ({ ...answer(respondent, id, value), stage }));
  const persons = Array.from({ length: 10 }, (_, place) => `p${place}`);
  await people(
    [
      ...["q0", "q1"].map((id) => shown(id, "plain-stage", ["plain"])),
      ...["q0", "q1"].map((id) => shown(id, "other", ["elsewhere"])),
      ...["q0", "q1"].map((id) => shown(id, "third", ["plain"])),
      ...["q0", "q1"].map((id) => shown(id, "fourth", ["plain"])),
    ],
    [
      ...persons.flatMap((one) => given(one, "plain-stage", "B")),
      ...given("lone", "plain-stage", "A"),
      ...persons.flatMap((one) => given(one, "other", "A")),
      // of a large group one person alone was asked elsewhere
      ...given("p0", "third", "A"),
      ...Array.from({ length: 10 }, (_, place) => given(`u${place}`, "third", "B")).flat(),
      ...persons.flatMap((one) => given(one, "fourth", "B")),
      ...Array.from({ length: 10 }, (_, place) => given(`u${place}`, "fourth", "A")).flat(),
    ],
  );
  await writeFile(
    at("people/survey.jsonl"),
    lines([
      ...persons.map((one) => ({ user_id: one, pool: "GH" })),
      ...["lone", ...Array.from({ length: 10 }, (_, place) => `u${place}`)].map((one) => ({
        ...{ user_id: one, pool: "US" },
      })),
    ]),
  );
  const dataset = await readPeopleDataset(at("people"), "pool");
  const found = await peopleBesideRun(at("run"), dataset, [madeInstrument]);
  expect(found?.scores.map(({ stage, group, model, mean }) => [stage, group, model, mean])).toEqual([
    ["plain-stage", null, null, 10 / 11],
    ["plain-stage", null, "demo", 1],
    ["third", null, null, 10 / 11],
    ["third", null, "demo", 1],
    ["fourth", null, null, 1 / 2],
    ["fourth", null, "demo", 1],
    ["fourth", "GH", null, 1],
    ["fourth", "GH", "demo", 1],
    ["fourth", "US", null, 0],
    ["fourth", "US", "demo", 1],
  ]);
  expect(found?.smallGroups).toEqual(["US (stage plain-stage, en)", "GH (stage third, en)"]);
  // all less the ten would be the one person's own answers
  expect(found?.withheldGroups).toEqual(["GH (stage plain-stage, en)", "US (stage third, en)"]);
  expect(found?.raters.map(({ stage, group, items, raw }) => [stage, group, items, raw])).toEqual([
    ["plain-stage", null, 2, 45 / 55],
    ["other", null, 2, 1],
    ["other", "GH", 2, 1],
    ["third", null, 2, 45 / 55],
    ["fourth", null, 2, 90 / 190],
    ["fourth", "GH", 2, 1],
    ["fourth", "US", 2, 1],
  ]);
  // texts that the dataset withholds are said by id
  expect(found?.replies[0]).toMatchObject({ question: null, people: "B (91 %), A (9 %)", reply: "B" });
  const told = await peopleBesideRun(at("run"), dataset, [madeInstrument], true);
  expect(told?.replies[0]).toMatchObject({ question: "Question q0?", reply: "Answer B" });
  await expect(readPeopleDataset(at("people"), "age")).rejects.toThrow('--people-by: nobody answered "age"');
});

test("a dataset without the run's items, and a folder that is none, are named", async () => {
  await people([item("q0", "Question q0?", "other"), item("q1", "Question q1?", null)], []);
  await expect(reportOfRuns([at("run")], [madeInstrument], { folders: [at("people")] })).rejects.toThrow(
    /^--people: .*people has no item of .*run, expected a dataset of people who were given the same items$/,
  );
  await expect(readPeopleDataset(at("records"))).rejects.toThrow(
    /^--people: .*records has no items\.jsonl, expected a dataset of a study with a task stage/,
  );
  await people([item("q0")], [{ ...answer("a", "q0", "B"), missing: "lost" }]);
  await expect(readPeopleDataset(at("people"))).rejects.toThrow(/responses\.jsonl line 1: missing: .*"lost"/);
});

test("records that moved are found again after the run was scored from their new place", async () => {
  await people([item("q0"), item("q1")], [answer("a", "q0", "B"), answer("a", "q1", "B")]);
  await mkdir(at("moved"));
  await writeFile(at("moved/items.csv"), madeItems(8));
  await rm(at("records"), { recursive: true });
  await expect(beside()).rejects.toThrow(/records/);
  await rescoreRun(at("run"), [madeInstrument], {
    from: at("moved"),
    lengthNormalised: false,
    parquet: false,
  });
  expect((await beside())?.scores[0]).toMatchObject({ model: null, mean: 1 });
});

test("intervals of people allow for other people: what somebody knows moves all of their answers", async () => {
  const ids = Array.from({ length: 8 }, (_, place) => `q${place}`);
  const persons = Array.from({ length: 12 }, (_, place) => `p${place}`);
  const given = (value: (person: number, id: number) => string) =>
    persons.flatMap((one, person) => ids.map((id, place) => answer(one, id, value(person, place))));
  const shown = ids.map((id) => item(id));
  // half of the people are right everywhere, the others nowhere: every question has the same mean
  await people(
    shown,
    given((person) => (person % 2 === 0 ? "B" : "A")),
  );
  const { scores: apart = [], agreement = [] } = (await beside()) ?? {};
  expect(apart.map(({ mean }) => mean)).toEqual([0.5, 1]);
  const width = (one: { readonly lower: number | null; readonly upper: number | null } | undefined) =>
    (one?.upper ?? 0) - (one?.lower ?? 0);
  // 12 people, half of whom are right: Student's t over 11 degrees of freedom, squared error 0.25 / 11
  expect(width(apart[0])).toBeGreaterThan(0.5);
  expect(apart[0]?.method).toContain("over clusters and people");
  expect(apart[1]?.difference?.test).toBe("Student's t over clusters and people");
  // and as many agree with the model, and with each other (30 of 66 pairs), on every question
  expect(agreement.map(({ mean }) => mean)).toEqual([30 / 66, 0.5]);
  expect(width(agreement[1])).toBeCloseTo(width(apart[0]), 12);
  // eight items in four clusters say too little about the chance that two people agree
  expect(agreement[0]).toMatchObject({
    ...{ lower: null, upper: null },
    method: "no interval: 4 clusters of items, expected at least 20",
  });
  // the same shares by people who are right on some questions each
  await people(
    shown,
    given((person, place) => ((person + Math.floor(place / 2)) % 2 === 0 ? "B" : "A")),
  );
  const mixed = (await beside())?.scores ?? [];
  expect(mixed[0]?.mean).toBe(0.5);
  expect(mixed[1]?.difference?.pValue).toBe(2 / 2 ** 4);
});

test("the chance that two people agree has an interval from 20 clusters of items on", () => {
  const of = (clusters: number) =>
    chanceOfAgreement({ mean: 0.6, lower: 0.5, upper: 0.7, method: "t", points: clusters, clusters });
  expect(of(20)).toMatchObject({ mean: 0.6, lower: 0.5, upper: 0.7, method: "t" });
  expect(of(19)).toMatchObject({ mean: 0.6, lower: null, upper: null });
});
