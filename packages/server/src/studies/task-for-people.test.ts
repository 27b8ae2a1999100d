import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  applyEvents,
  builtInStages,
  checkStudy,
  decideSession,
  newSession,
  numberEvents,
  openStudy,
  receiveDraw,
  releaseStudy,
  type Session,
  viewSession,
} from "@refract/collect";
import { instruments } from "@refract/instruments";
import { describeWith, sharedCases } from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBundle } from "./read-bundle.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-people-items-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function bundleOf(stages: string, files: Readonly<Record<string, string>>, languages = "[en]") {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await writeFile(
    join(folder, "study.yaml"),
    `refract: 1\nid: views\ntitle: Views\nlanguages: ${languages}\nstages:\n${stages}  - {id: end, type: end}\n`,
  );
  return readBundle(folder, async () => instruments);
}

const stage = (id: string, instrument: string, more = "") =>
  `  - {id: ${id}, type: task, instrument: ${instrument}, items: items, perPerson: 12${more}}\n`;

const release = (files: Awaited<ReturnType<typeof bundleOf>>) =>
  releaseStudy({
    ...{ opened: openStudy(files, builtInStages), version: 1, hash: "", seed: "seed" },
    ...{ openSeed: false, codings: [] },
  }).study;

const errorsOf = (files: Awaited<ReturnType<typeof bundleOf>>) =>
  checkStudy(files, builtInStages)
    .problems.filter(({ severity }) => severity === "error")
    .map(({ field, message }) => `${field}: ${message}`);

/** Somebody who answers every item of every stage; what they were shown, stage by stage. */
function walk(files: Awaited<ReturnType<typeof bundleOf>>, seed: string, language = "en") {
  let session: Session = newSession(openStudy(files, builtInStages), {
    ...{ id: "p", studyId: "views", studyVersion: 1, ordinal: 1, seed, simulated: false, test: false },
    ...{ language, status: "active", enteredAt: 0, consentedAt: null, endedAt: null, outcome: null },
  });
  const shown: { stage: string; item: string; options: readonly string[]; guidance: string | null }[] = [];
  const apply = (events: Parameters<typeof numberEvents>[1]) => {
    session = applyEvents(session, numberEvents(session, events, 1000, null)).session;
  };
  for (let step = 0; step < 100; step += 1) {
    const view = viewSession(session);
    const { stage: now } = view;
    if (now?.type !== "task") break;
    const stageId = view.stages[view.stageIndex]?.id ?? "";
    const send = (command: { readonly type: string }) =>
      apply(decideSession(session, { id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11", stageId, command }));
    if (now.awaitsBegin) send({ type: "task.begun" });
    else if (now.item === null) apply(receiveDraw(session, new Map()));
    else {
      const { id, format, guidance } = now.item;
      const options = "options" in format ? format.options : [];
      shown.push({
        ...{ stage: stageId, item: id, guidance },
        options: options.map(({ text, label }) => (label === undefined ? text : `${label}. ${text}`)),
      });
      const response = { kind: "pass", reason: "prefer-not-to-say" };
      send({ ...{ type: "task.answered", item: id, response, pageMs: null, firstInputMs: null } });
    }
  }
  return shown;
}

const normadFiles = {
  "items/own.csv":
    "ID,Country,Subaxis,Value,Rule-of-Thumb,Story,Gold Label\n1,japan,visiting,Tidiness,Coats are hung up.,Is the coat fine?,no\n2,japan,visiting,Tidiness,Shoes stay out.,Are the shoes fine?,yes\n",
};

test("two task stages on one folder have each their own items, whatever their settings", async () => {
  const files = await bundleOf(
    stage("judge", "normad") + stage("judge2", "normad", ", settings: {people_context: rot}"),
    normadFiles,
  );
  expect(Object.keys(files)).toHaveLength(3);
  const warnings = (bundle: typeof files) =>
    checkStudy(bundle, builtInStages).problems.map(({ field, message }) => `${field}: ${message}`);
  expect(warnings(files)).toContainEqual(
    expect.stringMatching(
      /^stage judge2: items: 2 of 2 items are of questions that stage "judge" gives too; .*oneVersion: false/,
    ),
  );
  const again = {
    ...files,
    "study.yaml": files["study.yaml"]?.replace("rot}}", "rot}, oneVersion: false}") ?? "",
  };
  expect(warnings(again).filter((text) => text.includes("gives too"))).toEqual([]);
  // two pools of people, of which nobody is of both
  const pools = (second: string) => ({
    ...files,
    "study.yaml":
      files["study.yaml"]
        ?.replace("perPerson: 12}", "perPerson: 12, eligible: [{field: pool, oneOf: [GH]}]}")
        .replace("rot}}", `rot}, eligible: [{field: pool, oneOf: [${second}]}]}`) ?? "",
  });
  expect(warnings(pools("US")).filter((text) => text.includes("gives too"))).toEqual([]);
  expect(warnings(pools("US, GH")).filter((text) => text.includes("gives too"))).toHaveLength(1);
  expect(walk(again, "seed").map(({ stage: of }) => of)).toEqual(["judge", "judge", "judge2", "judge2"]);
  const own = (id: string) =>
    walk(files, "seed").flatMap(({ stage: of, guidance }) => (of === id ? [guidance] : []))[0];
  expect(own("judge")).toContain("Infer nothing that the story does not say.");
  const items = release({ ...files }).items ?? [];
  const conditions = items.map(({ stage: of, item, conditions: shown }) => [of, item, shown]);
  expect(conditions).toEqual([
    ["judge", "1", ["none"]],
    ["judge", "2", ["none"]],
    ["judge2", "1", ["rot"]],
    ["judge2", "2", ["rot"]],
  ]);
});

await describeWith(sharedCases("studies/two-task-stages"), "the study of two task stages", (shared) => {
  test("has items of its own at each stage", async () => {
    await bundleOf("", normadFiles);
    await copyFile(join(shared, "study.yaml"), join(folder, "study.yaml"));
    const { items = [] } = release(await readBundle(folder, async () => instruments));
    expect(items.map(({ stage: of, conditions }) => [of, conditions])).toEqual([
      ["judge", ["none"]],
      ["judge", ["none"]],
      ["judge2", ["rot"]],
      ["judge2", ["rot"]],
    ]);
  });
});

test("a study of an earlier version keeps the items that it has under one name", async () => {
  const files = await bundleOf(stage("judge", "normad", ", settings: {people_context: rot}"), normadFiles);
  const [name = ""] = Object.keys(files).filter((one) => one !== "study.yaml");
  const { [name]: items = "", ...others } = files;
  const earlier = { ...others, "items.normad.json": items };
  expect(release(earlier).items?.map(({ item }) => item)).toEqual(["1", "2"]);
});

test("texts that may not be published stay out of a dataset, unless the study says otherwise", async () => {
  const files = await bundleOf(stage("judge", "normad"), normadFiles);
  const { items = [], files: kept } = release(files);
  expect(items[0]).toMatchObject({ licence: "CC BY 4.0 (data)", texts: "withheld", question: "" });
  expect(items[0]?.options.map(({ id, text }) => [id, text])).toEqual([
    ["yes", ""],
    ["no", ""],
    ["neutral", ""],
  ]);
  expect(JSON.stringify(kept)).not.toContain("coat");
  expect(JSON.parse(kept["items.normad.json"] ?? "")).toMatchObject({
    refract: "task-problem/1",
    message: expect.stringContaining("expected your own copy of the records"),
  });
  const published = release(await bundleOf(stage("judge", "normad", ", publishTexts: true"), normadFiles));
  expect(published.items?.[0]).toMatchObject({ texts: "included", question: "Is the coat fine?" });
  expect(published.items?.[0]?.questionDigest).toBe(items[0]?.questionDigest);
});

test("own statements have the licence that the study gives them, and are published", async () => {
  const files = await bundleOf(stage("say", "kornat", ", licence: CC0-1.0"), {
    "items/own.csv": "id,keyword,question\nS1,work,Work is fun.\n",
  });
  expect(release(files).items).toMatchObject([
    { licence: "CC0-1.0", texts: "included", question: "Work is fun." },
  ]);
});

test("options that a model sees in a fixed order with letters are shown so to people, with what it is told", async () => {
  const files = await bundleOf(stage("ask", "culturalbench", ", variants: [easy]"), {
    "items/easy.csv":
      "data_idx,question_idx,prompt_question,prompt_option_a,prompt_option_b,prompt_option_c,prompt_option_d,answer,country\n1,1,What is poured first?,Tea,Salt,Both A and B,Oil,A,Japan\n",
  });
  for (const seed of ["one", "two", "three"])
    expect(walk(files, seed)[0]?.options).toEqual(["A. Tea", "B. Salt", "C. Both A and B", "D. Oil"]);
  const judged = walk(await bundleOf(stage("judge", "normad"), normadFiles), "seed")[0];
  expect(judged?.options).toEqual(["1. Yes", "2. No", "3. Neither"]);
  expect(judged?.guidance).toContain("Neither means that what you were given does not settle it.");
});

const amammereRow = (seed: number, ending: string, country: string) =>
  `${seed}-${ending},Money.,Question ${seed} ${country}?,a,b,c,d,B,b,${country},B,A\n`;
const amammereFiles = {
  "items/made.csv": `ID,Context,Question,Option A,Option B,Option C,Option D,Answer Key,Answer Text,Country,gh_key,us_key\n${[
    1, 2, 3,
  ]
    .map(
      (seed) =>
        amammereRow(seed, "GH", "Ghana") +
        amammereRow(seed, "UN", "Unspecified") +
        amammereRow(seed, "US", "United States").replace(",B,b,", ",A,a,"),
    )
    .join("")}`,
};
const seedsOf = (shown: ReturnType<typeof walk>) => shown.map(({ item }) => item.split("-")[0]);

test("a person gets one version of a question, over all stages", async () => {
  const one = walk(await bundleOf(stage("choose", "amammere"), amammereFiles), "seed");
  expect(seedsOf(one).toSorted()).toEqual(["1", "2", "3"]);
  const two = await bundleOf(
    stage("first", "amammere").replace("perPerson: 12", "perPerson: 2") + stage("second", "amammere"),
    amammereFiles,
  );
  const shown = walk(two, "seed");
  expect(shown.map(({ stage: of }) => of)).toEqual(["first", "first", "second"]);
  expect(seedsOf(shown).toSorted()).toEqual(["1", "2", "3"]);
  const all = walk(await bundleOf(stage("choose", "amammere", ", oneVersion: false"), amammereFiles), "seed");
  expect(all).toHaveLength(9);
});

test("a person gets the items of one language: that of their pages, where there are such", async () => {
  const row = (question: string) =>
    `sample_id,subject,question,option_a,option_b,option_c,option_d,answer\nlogic/test/1,logic,${question},1,2,3,4,A\nlogic/test/2,logic,${question}2,1,2,3,4,A\n`;
  const made = {
    "items/en/test.csv": row("One?"),
    "items/ar/test.csv": row("واحد؟"),
    "items/ko/test.csv": row("하나?"),
  };
  const files = await bundleOf(stage("ask", "global-mmlu"), made, "[en, ar, sw]");
  const languagesOf = (seed: string, language: string) => [
    ...new Set(walk(files, seed, language).map(({ item }) => item.split(":")[0])),
  ];
  expect(languagesOf("one", "ar")).toEqual(["ar"]);
  expect(languagesOf("one", "en")).toEqual(["en"]);
  for (const seed of ["one", "two", "three", "four"]) expect(languagesOf(seed, "sw")).toHaveLength(1);
  expect(checkStudy(files, builtInStages).problems.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("people whose pages are in sw get those of one language"),
  );
});

const question = "id,culture,dimension,question\nq1,Arabic,Security,A provoking made question?\n";
const reply = JSON.stringify({
  ...{ item: "q1", variant: "single-turn", repeat: 0, respondent: "secret-model", mode: "judge" },
  ...{ reply: "A made reply.", value: "harmful" },
});

test("people label the replies to provoking questions, blind, and only after the researcher has confirmed them", async () => {
  const of = "cultural-kaleidoscope";
  expect(errorsOf(await bundleOf(stage("label", of), { "items/made.csv": question }))).toEqual([
    expect.stringContaining("people label replies, expected responses.jsonl of a run"),
  ]);
  const both = { "items/made.csv": question, "items/responses.jsonl": `${reply}\n` };
  expect(errorsOf(await bundleOf(stage("label", of), both))).toEqual([
    expect.stringMatching(/meant to provoke .* Say `contentConfirmed: true` when they may be shown/),
  ]);
  const files = await bundleOf(stage("label", of, ", contentConfirmed: true"), both);
  const [shown] = walk(files, "seed");
  expect(shown?.options.map((text) => text.split(":")[0])).toEqual(["harmful", "safe", "refusal", "unclear"]);
  expect(shown?.guidance).toContain("A reply does harm when it misrepresents a culture");
  const kept = JSON.parse(files[`items.${of}.json`] ?? "");
  expect(kept.items[0].stimulus.map(({ text }: { text: string }) => text)).toEqual([
    "User: A provoking made question?",
    "Assistant: A made reply.",
  ]);
  expect(JSON.stringify(kept)).not.toContain("secret-model");
});
