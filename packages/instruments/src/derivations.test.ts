import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Instrument, RecordFiles } from "@refract/core";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { amammere } from "./amammere/amammere.ts";
import { blend } from "./blend/blend.ts";
import { culturalKaleidoscope } from "./cultural-kaleidoscope/cultural-kaleidoscope.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { madeFiles } from "./record-files.fixture.ts";

type Steps = Pick<Instrument, "id" | "derivations">;
const derive = (instrument: Steps, step: string, files: RecordFiles, given: object = {}) => {
  const found = instrument.derivations?.find(({ id }) => id === step);
  if (found === undefined) throw new Error(`no step ${step}`);
  return found.derive(files, given, {
    embedder: "made vectors",
    // a vector counts the letters a and b
    embed: async (texts) =>
      texts.map((text) => Float32Array.from(["a", "b"].map((letter) => text.split(letter).length - 1))),
  });
};
const rowsOf = (text: string | undefined): readonly Readonly<Record<string, string>>[] =>
  parse(text ?? "", { columns: true, bom: true });
const read = async (path: string) => rowsOf(await readFile(path, "utf8"));

await describeWith(sharedData("culturalbench"), "CulturalBench's votes", (folder) => {
  test("become keys, dropped and contested questions (spec culturalbench, It works when 4)", async () => {
    const votes = await read(join(folder, "made_verification_votes.csv"));
    const { files, tables } = await derive(culturalBench, "keys", madeFiles({ "votes.csv": votes }));
    expect(
      rowsOf(files["keys.csv"]).map(({ question_idx, answer, mode, contested }) =>
        [question_idx, answer, mode, contested].join(" "),
      ),
    ).toEqual([
      "0 A single false",
      "1  dropped false",
      "2 A;B multi false",
      "3 C single false",
      "4 A single false",
      "5 A single true",
    ]);
    expect(tables[0]?.rows[0]?.slice(0, 4)).toEqual([4, 1, 1, 1]);
    expect(tables[0]?.rows[0]?.[4]).toBe(19 / 25);
  });

  test("of a question's writer, and of people of another region, are left out", async () => {
    const votes = await read(join(folder, "made_verification_votes.csv"));
    const { problems } = await derive(
      culturalBench,
      "keys",
      madeFiles({
        "votes.csv": votes,
        "writers.csv": [{ question_idx: "0", writer_id: "v00", region: "Peru" }],
        "people.csv": [{ verifier_id: "v01", region: "Nepal" }],
      }),
    );
    expect(problems.map(({ problem }) => problem)).toEqual([
      "v00 wrote question 0 or is of another region; the vote is left out",
      "v01 wrote question 0 or is of another region; the vote is left out",
      "1 of 6 questions do not have the protocol's 5, of whom 4 accept an option: 0 (3)",
    ]);
  });
});

await describeWith(sharedData("global-mmlu"), "Global MMLU's annotations", (folder) => {
  test("become labels (spec global-mmlu, It works when 2), with their statistics", async () => {
    const annotations = await read(join(folder, "made_annotations.csv"));
    const broken = { ...annotations[0], required_knowledge: "none|cultural" };
    const { files, tables, problems } = await derive(
      globalMmlu,
      "labels",
      madeFiles({ "a.csv": [...annotations, broken] }),
    );
    const labels = rowsOf(files["labels.csv"]);
    const held = (holds: (row: Readonly<Record<string, string>>) => boolean) =>
      labels
        .filter(holds)
        .map(({ sample_id }) => sample_id)
        .toSorted();
    expect(labels).toHaveLength(8);
    expect(held((row) => row.cultural_sensitivity_label === "CS")).toEqual([
      ...["high_school_us_history/test/3", "professional_law/test/40", "world_religions/test/9"],
    ]);
    expect(held((row) => row.time_sensitive === "Yes")).toEqual([
      ...["global_facts/test/2", "virology/test/7"],
    ]);
    expect(tables[0]?.rows[0]?.slice(0, 3)).toEqual([8, 3 / 8, 2 / 8]);
    expect(problems.map(({ problem }) => problem)).toEqual(["none excludes every other kind of knowledge"]);
  });
});

await describeWith(sharedData("amammere"), "AMAMMERe's stages", (folder) => {
  const stages = async () => ({
    "writing.csv": await read(join(folder, "made_stage1_writing.csv")),
    "ratings.csv": await read(join(folder, "made_stage2_ratings.csv")),
    "questions.csv": ["S1", "S2", "S3", "S4"].map((seed) => ({
      ...{ seed_id: seed, question: `Question ${seed}?`, context: "Made." },
    })),
  });

  test("make items of three seeds and drop the fourth (spec amammere, It works when 2)", async () => {
    const { files, problems } = await derive(amammere, "items", madeFiles(await stages()));
    const items = rowsOf(files["items.csv"]);
    expect(items.map(({ ID }) => ID)).toEqual(
      ["S1", "S2", "S3"].flatMap((seed) => [`${seed}-GH`, `${seed}-US`, `${seed}-UN`]),
    );
    expect(problems.find(({ place }) => place === "seed S4")?.problem).toContain("is not distinctive");
    // the rule's thresholds are settings
    const strict = await derive(amammere, "items", madeFiles(await stages()), { minimum_right: 5.1 });
    expect(rowsOf(strict.files["items.csv"])).toEqual([]);
  });

  test("say how far each pool agrees (It works when 3), and which items are valid", async () => {
    const choices = await read(join(folder, "made_stage3_selection.csv"));
    const items = await read(join(folder, "made_items.csv"));
    const { tables, files } = await derive(
      amammere,
      "validity",
      madeFiles({ "choices.csv": choices, "items.csv": items }),
    );
    expect(
      tables[0]?.rows.map(([pool, , raw, kappa]) => [
        pool,
        Number(Number(raw).toFixed(6)),
        Number(Number(kappa).toFixed(6)),
      ]),
    ).toEqual([
      ["GH", 0.851852, 0.666667],
      ["US", 0.851852, 0.614286],
    ]);
    expect(rowsOf(files["validity.csv"]).every(({ valid }) => valid === "true" || valid === "false")).toBe(
      true,
    );
  });
});

await describeWith(sharedData("cultural-kaleidoscope"), "Cultural Kaleidoscope's judgements", (folder) => {
  test("become six pairs, three of them unanimous (spec cultural-kaleidoscope, It works when 4)", async () => {
    const judgements = await read(join(folder, "made_preference_annotations.csv"));
    const { files, tables } = await derive(
      culturalKaleidoscope,
      "pairs",
      madeFiles({ "judgements.csv": judgements }),
    );
    expect(files["pairs.jsonl"]?.trim().split("\n")).toHaveLength(6);
    expect(tables[0]?.rows[0]).toEqual([6, 6, 3, 0]);
  });
});

test("a version without a country whose pools choose the same option distinguishes nothing and is not valid", async () => {
  const chosen = (item_id: string, gh: string, us: string) =>
    [1, 2, 3].flatMap((person) => [
      { item_id, pool: "GH", participant_id: `g${person}`, selected: gh },
      { item_id, pool: "US", participant_id: `u${person}`, selected: us },
    ]);
  const { files } = await derive(
    amammere,
    "validity",
    madeFiles({
      "choices.csv": [...chosen("1-UN", "B", "B"), ...chosen("2-UN", "B", "A")],
      "items.csv": ["1-UN", "2-UN"].map((ID) => ({ ID, "Answer Key": "" })),
    }),
  );
  expect(rowsOf(files["validity.csv"]).map(({ item_id, valid }) => [item_id, valid])).toEqual([
    ["1-UN", "false"],
    ["2-UN", "true"],
  ]);
});

test("votes hold letters; words are no options, and what is neither is told", async () => {
  const vote = (question_idx: string, verifier_id: string, selected: string) => ({
    ...{ question_idx, verifier_id, selected },
  });
  const { files, problems } = await derive(
    culturalBench,
    "keys",
    madeFiles({
      "votes.csv": [
        ...["a", "A", " a ;", "A"].map((selected, place) => vote("0", `v${place}`, selected)),
        vote("0", "v4", "B"),
        ...[0, 1, 2, 3].map((place) => vote("1", `v${place}`, "no correct option")),
        vote("1", "v4", "A"),
        vote("1", "v5", "the first"),
        vote("1", "", "A"),
      ],
    }),
  );
  expect(rowsOf(files["keys.csv"]).map(({ answer, mode, verifiers }) => [answer, mode, verifiers])).toEqual([
    ["A", "single", "5"],
    ["", "dropped", "5"],
  ]);
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    'votes.csv row 11: selected "the first", expected letters A to D with ";" between them, or nothing',
    "votes.csv row 12: question_idx or verifier_id: no value, expected an id",
  ]);
});

test("an annotator counts once a question, and only with values that say something", async () => {
  const row = (annotator_id: string, required_knowledge: string, more: object = {}) => ({
    ...{ sample_id: "law/test/1", annotator_id, required_knowledge, time_sensitive: "No" },
    ...{ culture: "", region: "", country: "", ...more },
  });
  const { files, tables, problems } = await derive(
    globalMmlu,
    "labels",
    madeFiles({
      "a.csv": [
        ...[row("an1", "cultural"), row("an1", "cultural"), row("an2", "none", { region: "Asia" })],
        ...[row("an3", "none"), row("an4", ""), row("an5", "none", { time_sensitive: "maybe" })],
        ...[row("an6", "Regional", { region: "Northern America" }), row("an7", "none"), row("", "cultural")],
      ],
    }),
  );
  // two of five need knowledge
  expect(rowsOf(files["labels.csv"])[0]?.cultural_sensitivity_label).toBe("CA");
  expect(tables[0]?.rows[0]?.[3]).toBe(1);
  expect(problems.map(({ problem }) => problem)).toEqual([
    'required_knowledge "", expected cultural, regional, dialect, none',
    'time_sensitive "maybe", expected Yes or No',
    "sample_id or annotator_id: no value, expected an id",
    "1 were given again by the same person; the newest counts",
  ]);
});

test("a written answer whose role is unknown is told, and not taken for a wrong one", async () => {
  const written = (role: string) => ({
    ...{ seed_id: "S1", pool: "GH", participant_id: "w1", role, text: `a ${role}` },
  });
  const { problems } = await derive(
    amammere,
    "items",
    madeFiles({
      "writing.csv": ["Correct", "incorrect", "right"].map(written),
      "ratings.csv": [
        { seed_id: "S1", option_text: "a Correct", pool: "GH", participant_id: "r1", rating: "5" },
      ],
      "questions.csv": [{ seed_id: "S1", question: "Question?" }],
    }),
  );
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    'writing.csv row 3: role "right", expected one of correct, incorrect',
    'seed S1, "a Correct": nobody of pool US rated it',
    'seed S1: GH: "a Correct" was not rated by the other pool',
  ]);
});

test("two replies shown in either order are the same two; other replies and nameless judges are left out", async () => {
  const judged = (
    annotator_id: string,
    replies: readonly [string, string],
    chosen: string,
    of = "Hindi",
  ) => ({
    ...{ prompt_id: "p", culture: "Hindi", prompt: "Prompt", annotator_id, annotator_culture: of, chosen },
    ...{ response_a: replies[0], response_b: replies[1] },
  });
  const { files, tables, problems } = await derive(
    culturalKaleidoscope,
    "pairs",
    madeFiles({
      "judgements.csv": [
        ...[judged("an1", ["kind", "rude"], "A"), judged("an2", ["rude", "kind"], "B")],
        ...[judged("an3", ["rude", "kind"], "A", "German"), judged("an4", ["rude", "other"], "A")],
        judged("", ["rude", "kind"], "A"),
      ],
    }),
  );
  expect(JSON.parse(files["pairs.jsonl"] ?? "")).toMatchObject({
    chosen: "kind",
    rejected: "rude",
    votes: 2,
  });
  // an3 of another culture chose the other reply
  expect(tables[0]?.rows[0]).toEqual([1, 1, 0, 0]);
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    "judgements.csv row 4: its replies are not those that prompt p had before",
    "judgements.csv row 5: prompt_id or annotator_id: no value, expected an id",
  ]);
});

test("published rows are one judgement each, by somebody whose culture is not known", async () => {
  const row = (prompt: string, chosen: string, rejected: string, culture = "English") => ({
    ...{ prompt, chosen, rejected, culture },
  });
  const { files, tables, problems } = await derive(
    culturalKaleidoscope,
    "pairs",
    madeFiles({
      "published.csv": [
        ...[row("p1", "kind", "rude"), row("p1", "polite", "rude"), row("p2", "kind", "rude", "")],
        ...[row("p2", "kind", "rude", ""), row("p3", "x", "y"), row("p3", "y", "x")],
        ...[row("p4", "", "rude"), row("p5", "same", "same")],
      ],
    }),
  );
  const pairs = (files["pairs.jsonl"] ?? "")
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const pair = (prompt: string, chosen: string, votes: number, culture: string) => ({
    ...{ prompt, chosen, rejected: "rude", culture, votes, agreement: 1, cross_culture_only: true },
  });
  // p3 was judged both ways
  expect(pairs).toEqual([
    ...[pair("p1", "kind", 1, "English (US)"), pair("p1", "polite", 1, "English (US)")],
    pair("p2", "kind", 2, ""),
  ]);
  expect(tables[0]?.rows[0]).toEqual([4, 3, 3, 3]);
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    "published.csv row 7: chosen: no value, expected a text",
    "published.csv row 8: both replies are the same text",
  ]);
});

test("a folder without annotations makes no empty table of choices", async () => {
  await expect(derive(blend, "choices", madeFiles({}, { "US_data.json": {} }))).rejects.toThrow(
    "no annotations/{Region}_data.json with questions; found US_data.json",
  );
});

test("the option most like the country's name is chosen, without the question", async () => {
  const question = (place: number, answer: string) => ({
    ...{ data_idx: `${place}`, question_idx: `${place}`, prompt_question: "Which?", answer, country: "baab" },
    ...{ prompt_option_a: "bbb", prompt_option_b: "ab", prompt_option_c: "aaa", prompt_option_d: "xyz" },
  });
  const files = madeFiles({ "easy.csv": [question(1, "B"), question(2, "C")] });
  const { tables, files: made } = await derive(culturalBench, "probe", files);
  expect(rowsOf(made["probe.csv"]).map(({ chosen }) => chosen)).toEqual(["B", "B"]);
  expect(tables[0]?.rows).toEqual([[2, 1, 0.5]]);
  expect(tables[0]?.caption).toContain("made vectors");
});

test("log-probabilities become the loss of ORPO (spec cultural-kaleidoscope, It works when 5)", async () => {
  const { files, tables, problems } = await derive(
    culturalKaleidoscope,
    "loss",
    madeFiles({
      "p.csv": [
        { chosen: "-0.5", rejected: "-1.5" },
        { chosen: "0.5", rejected: "-1" },
      ],
    }),
  );
  const [row] = rowsOf(files["losses.csv"]).map(({ log_odds_ratio: ratio, loss }) =>
    [ratio, loss].map((value) => Number(Number(value?.replace(/^'/, "")).toFixed(5))),
  );
  expect(row).toEqual([1.68027, 0.17086]);
  // 0.5 + 0.1 · 0.170859
  expect(tables[0]?.rows[0]?.map((cell) => Number(Number(cell).toFixed(6)))).toEqual([1, 0.170859, 0.517086]);
  expect(problems.map(({ problem }) => problem)).toEqual([
    'chosen "0.5", rejected "-1", expected numbers below 0',
  ]);
});

const none = { idk: 0, "no-answer": 0, "not-applicable": 0 };
const region = (answers: readonly string[]) => ({
  "Zz-en-01": {
    ...{ question: "What rings?", en_question: "What rings?", idks: none },
    annotations: answers.map((answer, place) => ({
      ...{ answers: [answer], en_answers: [answer], count: 4 - place },
    })),
  },
});

test("annotations of regions become choices, with every three of the wrong answers", async () => {
  const files = madeFiles(
    {},
    {
      "annotations/US_data.json": region(["mandarin (chinese)"]),
      "annotations/UK_data.json": region(["chinese"]),
      "annotations/China_data.json": region(["drum"]),
      "annotations/Spain_data.json": region(["gong"]),
      "annotations/Iran_data.json": region(["horn"]),
      "annotations/Greece_data.json": region(["flute"]),
    },
  );
  const { files: made, tables } = await derive(blend, "choices", files);
  const rows = rowsOf(made["mcq.csv"]).filter(({ country }) => country === "US");
  // four wrong answers without a word of the right one: chinese is none of them
  expect(rows).toHaveLength(4);
  for (const { choices = "", answer_idx: key = "" } of rows) {
    const texts: readonly string[] = Object.values(JSON.parse(choices));
    expect(texts).toEqual(texts.toSorted());
    expect(JSON.parse(choices)[key]).toBe("mandarin (chinese)");
    expect(texts).not.toContain("chinese");
  }
  expect(tables[0]?.rows[0]?.slice(0, 2)).toEqual([1, 1]);
});

test("people's short answers become a region's file, the same words in one group", async () => {
  const item = "Al-en-06@Algeria";
  const said = (respondent: string, value: unknown, rule = "people/answer") => ({
    ...{ item, respondent, value, missing: null, rule },
  });
  const { files } = await derive(
    blend,
    "annotations",
    madeFiles({
      "items.jsonl": [
        { item, stage: "s", question: "ماذا يؤكل؟", language: "ar", attributes: { region: "Algeria" } },
      ],
      "responses.jsonl": [said("a", ["كسكس", "تمر"]), said("b", "كسكس."), said("c", "idk", "people/opt-out")],
    }),
  );
  expect(JSON.parse(files["annotations/Algeria_data.json"] ?? "")).toEqual({
    "Al-en-06": {
      question: "ماذا يؤكل؟",
      en_question: "",
      annotations: [
        { answers: ["كسكس", "كسكس."], en_answers: [], count: 2 },
        { answers: ["تمر"], en_answers: [], count: 1 },
      ],
      idks: { idk: 1, "no-answer": 0, "not-applicable": 0 },
    },
  });
});

test("a setting that a step does not know, and a folder without its tables, are told", async () => {
  await expect(derive(culturalBench, "keys", madeFiles({}), { need: 3 })).rejects.toThrow(/^--set: .*need/);
  await expect(derive(culturalBench, "keys", madeFiles({ "a.csv": [{ b: "1" }] }))).rejects.toThrow(
    "no table with question_idx, verifier_id, selected; found a.csv: b",
  );
});
