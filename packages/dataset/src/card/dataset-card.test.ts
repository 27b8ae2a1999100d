import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import type { ReleaseDetectors } from "../detectors/detector.ts";
import { createPersonalDataDetector } from "../detectors/personal-data-detector.ts";
import { each, participant, people, study } from "../release-writer/fixtures/three-people.ts";
import type { ReleaseParticipant, ReleaseStudy } from "../release-writer/release-source.ts";
import { writeRelease } from "../release-writer/write-release.ts";
import { sizeCategory } from "./front-matter.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "card-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function card(of: ReleaseStudy, participants: readonly ReleaseParticipant[]): Promise<string> {
  const { folder: out } = await writeRelease({
    study: of,
    participants: each(participants),
    out: join(folder, "d"),
    detectors: { language: null, personalData: null, moderation: null },
    forms: { csv: false, parquet: false },
  });
  return readFile(join(out, "README.md"), "utf8");
}

const head = (page: string): unknown => parse(page.split("---\n")[1] ?? "");

test("the front matter is what the hub reads", async () => {
  expect(head(await card(study, people))).toEqual({
    pretty_name: "A small study",
    license: "cc-by-4.0",
    language: ["en", "ar"],
    size_categories: ["n<1K"],
    tags: ["refract", "prism-schema", "human-feedback"],
    configs: [
      { config_name: "utterances", data_files: "utterances.jsonl", default: true },
      { config_name: "survey", data_files: "survey.jsonl" },
      { config_name: "conversations", data_files: "conversations.jsonl" },
      { config_name: "metadata", data_files: "metadata.jsonl" },
      { config_name: "models", data_files: "models.jsonl" },
    ],
  });
});

test.each([
  [null, null, "The study file does not say."],
  ["3 *pounds*", null, "Participants were told of their pay: 3 \\*pounds\\*"],
  [
    "GBP 3",
    "Students of two courses.",
    "Students of two courses. Participants were told of their pay: GBP 3",
  ],
])("a promise of %s stands beside how people were recruited", async (pay, collection, expected) => {
  const page = await card({ ...study, pay, card: { ...study.card, collection } }, people);
  expect(/how were they paid\?\W+(.*)/.exec(page)?.[1]).toBe(expected);
});

test("every table with rows is a config with its features and splits, read from Parquet", async () => {
  const { folder: out } = await writeRelease({
    study,
    participants: each(people),
    out: join(folder, "tables"),
    detectors: { language: null, personalData: null, moderation: null },
  });
  const front = frontSchema.parse(head(await readFile(join(out, "README.md"), "utf8")));
  expect(front.configs.slice(0, 2)).toEqual([
    { config_name: "utterances", data_files: "parquet/utterances.parquet", default: true },
    { config_name: "survey", data_files: "parquet/survey.parquet" },
  ]);
  expect(front.configs.map((each) => each.config_name)).toEqual(
    expect.arrayContaining(front.dataset_info.map((each) => each.config_name)),
  );
  expect(front.configs.map((each) => each.config_name)).toContain("answers");
  const survey = front.dataset_info.find((each) => each.config_name === "survey");
  const dtype = (name: string) => survey?.features.find((each) => each.name === name)?.dtype;
  expect(
    ["user_id", "generated_datetime", "survey_only", "stated_prefs.values", "newspaper"].map(dtype),
  ).toEqual([...["string", "timestamp[us]", "bool", "int64", "string"]]);
  expect(survey?.splits).toEqual([{ name: "train", num_examples: 2, num_bytes: survey?.dataset_size }]);
});

const frontSchema = z.object({
  configs: z.array(z.looseObject({ config_name: z.string() })),
  dataset_info: z.array(
    z.object({
      config_name: z.string(),
      features: z.array(z.object({ name: z.string(), dtype: z.string() })),
      splits: z.array(z.looseObject({})),
      dataset_size: z.int().positive(),
    }),
  ),
});

test("a licence the hub doesn't know is other with a name, and empty files are no configs", async () => {
  const page = await card({ ...study, card: { ...study.card, licence: "Our Own Terms" } }, []);
  expect(head(page)).toMatchObject({
    license: "other",
    license_name: "our-own-terms",
    configs: [{ config_name: "models", data_files: "models.jsonl", default: true }],
  });
});

test("simulated people and scripted models are said loudly and tagged", async () => {
  const demo = { ...study, models: study.models.map((model) => ({ ...model, reference: "demo:plain" })) };
  const page = await card(
    demo,
    people.map((person) => ({ ...person, simulated: true })),
  );
  expect(head(page)).toMatchObject({
    tags: ["refract", "prism-schema", "human-feedback", "synthetic", "demo-models"],
  });
  expect(page).toContain("> **Synthetic data. Nobody was asked.**");
  expect(page).toContain("> **No language model answered.** Every response is scripted demo text.");
  expect(page).toContain("Nobody: all participants are computer programs.");
});

test("data of people carry no such note", async () => {
  expect(await card(study, people)).not.toMatch(/synthetic|scripted/i);
});

test("people and programs in one folder are called partly synthetic", async () => {
  const [first, second] = people;
  if (first === undefined || second === undefined) throw new Error("the fixture has people");
  const page = await card(study, [first, { ...second, simulated: true }]);
  expect(page).toContain("**Partly synthetic.** 1 of 2 participants");
  expect(page).toContain("may be scripted demo text under the names of the study's models");
});

test("the datasheet answers from the study and the counts, and says what the study leaves open", async () => {
  const page = await card(study, people);
  expect(page).toContain("**What was the dataset made for?** To test the writer.");
  expect(page).toContain("**Was there an ethical review?** The study file does not say.");
  expect(page).toContain(
    "2 participants (1 with conversations, 1 with the survey only), 2 conversations, 3 turns, 5 responses of which 3 were chosen, 12 texts.",
  );
  expect(page).toContain("1 who finished neither the survey nor a conversation, 1 unfinished conversations");
  expect(page).toContain("**When?** 2026-11-23 to 2026-11-23.");
  expect(page).toContain("age: 25-34 years old 1, Prefer not to say 1.");
});

test("the card says whether anybody checked flagged texts by hand, and what became of them", async () => {
  const [first] = people;
  if (first === undefined) throw new Error("the fixture has people");
  const text = { value: "Write to a@b.org", missing: null };
  const page = async (checkedByHand: ReleaseDetectors["checkedByHand"]) => {
    const { folder: out } = await writeRelease({
      study,
      participants: each([
        { ...first, survey: { ...first.survey, self_description: text, system_string: text } },
      ]),
      out: join(folder, "d"),
      detectors: {
        language: null,
        personalData: createPersonalDataDetector(),
        moderation: null,
        ...(checkedByHand === undefined ? {} : { checkedByHand }),
      },
      forms: { csv: false, parquet: false },
      overwrite: true,
    });
    return readFile(join(out, "README.md"), "utf8");
  };
  expect(await page(undefined)).toMatch(/nobody has checked them by hand[\s\S]*Not by hand\./);
  const checked = await page((column) => column === "self_description");
  expect(checked).toContain("2 texts of people were checked by hand, 1 of them hold some (pii_manual_flag)");
  expect(checked).not.toMatch(/nobody has checked|Not by hand/);
});

test("a study of items says how many it has and how they were answered, and names no licence it does not know", async () => {
  const item = {
    item: "i1",
    stage: "task",
    instrument: null,
    instrumentVersion: null,
    licence: null,
    texts: "included" as const,
    group: "i1",
    cluster: "i1",
    conditions: null,
    questionDigest: "d",
    language: "en",
    stimulus: [],
    question: "Fair?",
    format: "true-false",
    options: [],
    optOuts: [],
    attributes: {},
  };
  const response = {
    stage: "task",
    item: "i1",
    place: 0,
    optionOrder: [],
    seed: "s",
    assignedAt: 0,
    shownAt: 0,
    answeredAt: 0,
    pageMs: 1,
    firstInputMs: 1,
    reply: "Yes",
    value: true,
    missing: null,
    rule: "people/answer",
  };
  const page = await card({ ...study, items: [item], surveyFields: [], conversations: null }, [
    participant({ surveyFinishedAt: null, responses: [response] }),
  ]);
  expect(head(page)).toMatchObject({
    configs: [
      { config_name: "survey", default: true },
      { config_name: "models" },
      { config_name: "items" },
      { config_name: "responses" },
    ],
  });
  expect(page).toContain("\n1 participants, 1 answers to 1 items, 0 conversations");
  expect(page).toContain(
    "Participants answered items of a task (items.jsonl) on pages in these languages: en, ar.",
  );
  expect(page).toContain("Left out: 0 who finished no survey, item or conversation");
  expect(page).toContain("What models wrote: the study file names no licence;");
});

test("texts from outside stay text: no HTML, image, link or table break comes alive", async () => {
  const hostile = "<img src=x onerror=alert(1)> ![x](http://evil.example/x) | a\n# head";
  const [first] = people;
  if (first === undefined) throw new Error("the fixture has people");
  const page = await card({ ...study, title: hostile, organisation: hostile }, [
    { ...first, survey: { ...first.survey, age: { value: hostile, missing: null } } },
  ]);
  const codebook = await readFile(join(folder, "d", "codebook.md"), "utf8");
  for (const text of [page.split("---\n").slice(2).join(""), codebook]) {
    expect(text).not.toContain("<img");
    expect(text).not.toContain("![x]");
    expect(text).not.toContain("(http://");
    expect(text).toContain("&lt;img src=x onerror=alert\\(1\\)&gt;");
  }
});

test.each([
  [0, "n<1K"],
  [999, "n<1K"],
  [1000, "1K<n<10K"],
  [68_371, "10K<n<100K"],
  [5_000_000, "1M<n<10M"],
])("%i rows are in the category %s", (rows, category) => {
  expect(sizeCategory(rows)).toBe(category);
});

test("items of one instrument under two licences have both on the card", async () => {
  const item = {
    ...{ item: "i1", stage: "task", instrument: "made", instrumentVersion: 1, licence: "CC0-1.0" },
    ...{ texts: "included" as const, group: "i1", cluster: "i1", conditions: null, questionDigest: "d" },
    ...{ language: "en", stimulus: [], question: "Fair?", format: "true-false", options: [], optOuts: [] },
    attributes: {},
  };
  const other = { ...item, item: "i2", licence: "CC-BY-4.0", texts: "withheld" as const };
  const page = await card({ ...study, items: [item, { ...item, item: "i3" }, other] }, people);
  expect(page).toContain(
    "Texts of the items of made: CC0-1.0. Texts of the items of made: CC-BY-4.0; they are not part of this dataset.",
  );
});
