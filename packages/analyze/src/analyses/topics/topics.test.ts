import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tableRecords } from "@refract/report";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { groupsSchema, prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { topicRegressionsAnalysis } from "../topic-regressions/topic-regressions.ts";
import { distinctNames } from "./distinct-names.ts";
import { overRepresentation } from "./over-representation.ts";
import { textsByPerson } from "./people-topics.ts";
import { stubEmbedder, writeStubDataset } from "./stub-dataset.fixture.ts";
import { minimumTopicSize, openingPrompts } from "./text-fields.ts";
import { sharesByPerson } from "./topic-tables.ts";
import { topicTerms } from "./topic-terms.ts";
import { topicsAnalysis } from "./topics.ts";

const options = { groups: prismGroups, mode: "corrected", seed: "s" } as const;

test("typical words follow the formula of class-based tf-idf", () => {
  // Topic 0: "cats purr cats", 3 words; topic 1: "taxes rise", 2 words; 3 texts. cats: 2/3 ln(3/2) = 0.270; purr: 1/3 ln 3 = 0.366.
  const words = topicTerms(["cats purr", "cats", "taxes rise"], [0, 0, 1]);
  expect(words.get(0)).toEqual(["cats purr", "purr", "purr cats", "cats"]);
  expect(words.get(1)).toEqual(["rise", "taxes", "taxes rise"]);
});

test("words that the paper's list leaves out are in no topic, and those it keeps stay", () => {
  // "against" is one of scikit-learn's English stop words; "does" and "like", which the published topics have, are none
  const words = topicTerms(["against tax", "does this like", "music plays"], [0, 1, 2]);
  expect(words.get(0)).toEqual(["tax"]);
  expect(words.get(1)).toEqual(["does", "does like", "like"]);
});

test("a topic in another script goes by what it is about, not by its function words", () => {
  expect(topicTerms(["ما الحرب في المدينة", "على الحرب", "taxes rise"], [0, 0, 1]).get(0)).not.toEqual(
    expect.arrayContaining(["ما"]),
  );
  const words = topicTerms(["ما الحرب في المدينة", "taxes rise", "music plays"], [0, 1, 1]).get(0);
  expect(words?.toSorted()).toEqual(["الحرب", "الحرب المدينة", "المدينة"].toSorted());
});

test("a ratio is of what is there over what was to be expected, and small groups of prompts say so", () => {
  // 6 of 10 prompts are by women; topic 0 has 5, so 3 expected of theirs, and 4 are there
  const levels = { gender: ["F", "F", "F", "F", "M", "F", "F", "M", "M", "M"] };
  const users = levels.gender.map((_, row) => `u${row}`);
  const labels = Int32Array.from([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  const found = overRepresentation({ users, levels }, labels, [0, 1], { minimum: 4, exclude: [] });
  const [women] = found.shares;
  expect(women).toMatchObject({ level: "F", people: 6, texts: 6 });
  expect(women?.topics).toEqual([
    { topic: 0, texts: 4, expected: 3, ratio: 4 / 3 },
    { topic: 1, texts: 2, expected: 3, ratio: 2 / 3 },
  ]);
  // four men are too few to be shown, and all less the women would show them
  const few = overRepresentation({ users, levels }, labels, [0, 1], { minimum: 5, exclude: [] });
  expect(few.shares).toEqual([]);
  expect(few.withheld.map(({ level }) => level)).toEqual(["F"]);
});

test("people without an answer are no group", () => {
  const levels = { gender: ["F", "F", "(missing)", "(missing)"] };
  const { shares } = overRepresentation(
    { users: ["a", "b", "c", "d"], levels },
    Int32Array.of(0, 0, 0, 1),
    [0],
    {
      minimum: 1,
      exclude: [],
    },
  );
  expect(shares.map(({ level }) => level)).toEqual(["F"]);
});

test("names that two topics have, or that stand for no topic, are told apart by number", () => {
  const named = ["Job Search", "Cats", "Job Search", "Outliers"].map((name, id) => ({ id, name }));
  expect(distinctNames(named).map(({ name }) => name)).toEqual([
    "Job Search (0)",
    "Cats",
    "Job Search (2)",
    "Outliers (3)",
  ]);
});

test("with people as units all texts of a person weigh as much as the one text of another", () => {
  const shares = sharesByPerson(["a", "a", "a", "a", "b"], [0, 0, 0, 1, 1]);
  expect(shares.get(0)).toBeCloseTo(0.75 / 2, 12);
  expect(shares.get(1)).toBeCloseTo((0.25 + 1) / 2, 12);
});

test("all texts of a person are one: joined, with the mean of their vectors", () => {
  const vectors = { values: Float32Array.from([1, 0, 0, 1, 4, 4]), dimensions: 2 };
  const people = textsByPerson({ users: ["a", "b", "a"], texts: ["cats", "tax", "dogs"] }, vectors);
  expect(people.users).toEqual(["a", "b"]);
  expect(people.texts).toEqual(["cats\ndogs", "tax"]);
  expect(Array.from(people.vectors.values)).toEqual([2.5, 2, 0, 1]);
});

test("a topic needs PRISM's number of texts at PRISM's size, and the same share below it", () => {
  expect([8_011, 20_000, 4_000, 100].map((texts) => minimumTopicSize(openingPrompts, texts))).toEqual([
    80, 80, 40, 5,
  ]);
});

test("subjects become topics, groups are held against them, and texts are embedded once for both analyses", async () => {
  await using data = await openAnalysisData(await writeStubDataset());
  const embedder = stubEmbedder();
  const outcomes = await runAnalyses([topicsAnalysis, topicRegressionsAnalysis], data, {
    ...options,
    embedder,
  });
  expect(outcomes.map(({ status, problem }) => [status, problem])).toEqual([
    ["done", null],
    ["done", null],
  ]);
  expect(embedder.asked()).toBe(240);
  const tables = outcomes.flatMap(({ section }) => section.blocks.filter((block) => block.kind === "table"));
  const words = tables.find(({ id }) => id === "topics-opening-prompt")?.rows.map((row) => String(row[5]));
  for (const subject of ["cats", "taxes", "music"])
    expect(words?.some((each) => each.includes(subject))).toBe(true);
  expect(tables.map(({ id }) => id)).toEqual([
    "topics-opening-prompt",
    "topic-over-representation",
    "topics-of-people",
    "topic-regression-stars",
    "topic-regression-coefficients",
    "topic-regression-models",
  ]);
  const map = outcomes
    .flatMap(({ section }) => section.blocks)
    .find((block) => block.kind === "chart" && block.id === "topic-regression-map");
  const coefficients = tables.find(({ id }) => id === "topic-regression-coefficients");
  if (map?.kind !== "chart" || coefficients === undefined) throw new Error("no coefficients");
  const named = (row: Readonly<Record<string, unknown>>) => [row.topic, row.variable, row.level, row.starred];
  expect(map.data.map(named)).toEqual(
    tableRecords(coefficients)
      .filter((row) => Number(row.people) >= prismGroups.minimum)
      .map(named),
  );
  expect(map.data.every(({ mark, starred }) => (mark === "★") === starred)).toBe(true);
});

test("topics of a file stand in for found ones, without an embedder", async () => {
  const folder = await writeStubDataset();
  const rows = Array.from({ length: 240 }, (_, row) => `c${row},${row % 3 === 0 ? 0 : -1}`);
  await writeFile(join(folder, "topics.csv"), `conversation_id,cluster_id\n${rows.join("\n")}\n`);
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([topicRegressionsAnalysis], data, {
    ...options,
    mode: "published",
    embedder: null,
  });
  expect(outcome?.status).toBe("done");
  const table = outcome?.section.blocks.find(
    (block) => block.kind === "table" && block.id.endsWith("coefficients"),
  );
  // gender 1, age 1, conversation type 2, one topic
  expect(table?.kind === "table" ? table.rows.length : 0).toBe(4);
});

test("an attribute may be called like the conversation type", async () => {
  const folder = await writeStubDataset();
  const rows = Array.from({ length: 240 }, (_, row) => `c${row},${row % 3 === 0 ? 0 : -1}`);
  await writeFile(join(folder, "topics.csv"), `conversation_id,cluster_id\n${rows.join("\n")}\n`);
  await using data = await openAnalysisData(folder);
  const groups = groupsSchema.parse({
    attributes: { conversation_type: { column: "gender", title: "Gender", reference: "Male" } },
  });
  const [outcome] = await runAnalyses([topicRegressionsAnalysis], data, {
    ...options,
    groups,
    embedder: null,
  });
  const table = outcome?.section.blocks.find(
    (block) => block.kind === "table" && block.id === "topic-regression-stars",
  );
  expect(table?.kind === "table" ? table.rows.map((row) => row.slice(0, 2)) : outcome?.problem).toEqual([
    ["Gender", 1],
    ["Conversation type", 2],
  ]);
});

test("no topics without vectors and file, and a broken file is named", async () => {
  const folder = await writeStubDataset();
  await using data = await openAnalysisData(folder);
  const [none] = await runAnalyses([topicRegressionsAnalysis], data, { ...options, embedder: null });
  expect(JSON.stringify(none?.section.blocks)).toContain("the dataset has no topics.csv");
  await writeFile(join(folder, "topics.csv"), "conversation_id,cluster_id\nc1,many\n");
  const [broken] = await runAnalyses([topicRegressionsAnalysis], data, { ...options, embedder: null });
  expect(broken?.problem).toMatch(/topics\.csv row 1: cluster_id: expected/);
});

test.each([
  ["no text", []],
  ["one text", ["hello"]],
  ["equal texts", Array.from({ length: 50 }, () => "hello")],
])("%s is a notice, not a crash", async (_, prompts) => {
  const folder = await writeStubDataset();
  const records = (prompts.length === 0 ? [""] : prompts).map((opening_prompt, row) => ({
    conversation_id: `c${row}`,
    user_id: `user${row}`,
    opening_prompt,
  }));
  await writeFile(
    join(folder, "conversations.jsonl"),
    records.map((one) => `${JSON.stringify(one)}\n`).join(""),
  );
  await using data = await openAnalysisData(folder);
  const outcomes = await runAnalyses([topicsAnalysis, topicRegressionsAnalysis], data, {
    ...options,
    embedder: stubEmbedder(),
  });
  for (const { status, section } of outcomes) {
    expect(status).toBe("done");
    expect(section.blocks.some((block) => block.kind === "notice" && block.level === "impossible")).toBe(
      true,
    );
  }
});
