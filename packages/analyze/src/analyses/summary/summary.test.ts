import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Cell, Chart, Table } from "@refract/report";
import { describeWith, sharedData } from "@refract/testing";
import { madeFolder } from "@refract/testing/made-release";
import { describe, expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { groupsSchema, prismGroups } from "../../groups/groups.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { summary } from "./summary.ts";

async function run(folder: string, groups = prismGroups) {
  await using data = await openAnalysisData(folder);
  const [outcome] = await runAnalyses([summary], data, {
    groups,
    mode: "corrected",
    seed: "42",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("no outcome");
  const { blocks } = outcome.section;
  const tables = blocks.filter((block): block is Table => block.kind === "table");
  const charts = blocks.filter((block): block is Chart => block.kind === "chart");
  return {
    outcome,
    tables,
    charts,
    rows: (id: string): readonly (readonly Cell[])[] => tables.find((table) => table.id === id)?.rows ?? [],
    texts: blocks.flatMap((block) => (block.kind === "notice" ? [block.text] : [])),
  };
}

const person = (id: number, over: Readonly<Record<string, unknown>>) => ({
  user_id: `user${id}`,
  gender: "Female",
  education: "Some Primary",
  location: {
    birth_country: "Kenya",
    birth_countryISO: "KEN",
    birth_subregion: "Sub-Saharan Africa",
    reside_country: "Norway",
    reside_countryISO: "NOR",
    special_region: "Africa",
  },
  lm_frequency_use: "Every day",
  lm_usecases: { research: 1, games: 0, other: 0 },
  study_locale: "no",
  study_id: "s1",
  ...over,
});

const people = [
  person(0, { gender: "Other" }),
  person(1, { gender: "Other" }),
  person(2, { gender: "Male", lm_usecases: { research: 0, games: 0, other: 1 } }),
  person(3, { lm_frequency_use: null, lm_usecases: { research: null, games: null, other: null } }),
  person(4, { gender: null, education: "University Bachelors Degree", study_locale: "us", study_id: "s2" }),
];

const utterance = (
  id: number,
  conversation: number,
  user: number,
  turn: number,
  model: string,
  over = {},
) => ({
  utterance_id: `ut${id}`,
  interaction_id: `int${conversation}-${turn}`,
  conversation_id: `c${conversation}`,
  user_id: `user${user}`,
  turn,
  model_name: model,
  model_provider: "made",
  model_response: "text",
  score: 50,
  if_chosen: false,
  ...over,
});

const metadata = (column: string, over = {}) => ({
  column_id: column,
  language_flag: "en",
  en_flag: true,
  pii_flag: false,
  pii_manual_flag: null,
  moderation_flag: { flagged: false, categories: { violence: false, hate: false } },
  ...over,
});

describe("the summary of a small dataset", () => {
  const folder = madeFolder({
    "survey.jsonl": people,
    "conversations.jsonl": [
      { conversation_id: "c0", user_id: "user0", conversation_turns: 2 },
      { conversation_id: "c1", user_id: "user0", conversation_turns: 2 },
      { conversation_id: "c2", user_id: "user1", conversation_turns: 5 },
    ],
    "utterances.jsonl": [
      utterance(0, 0, 0, 0, "a", { if_chosen: true }),
      utterance(1, 0, 0, 0, "b", { model_response: "EMPTY STRING" }),
      utterance(2, 0, 0, 1, "a"),
      utterance(3, 0, 0, 1, "a"),
      utterance(4, 2, 1, 0, "a"),
    ],
    "metadata.jsonl": [
      metadata("user_prompt", { pii_flag: true, pii_manual_flag: false }),
      metadata("user_prompt", { language_flag: "fr", en_flag: false }),
      metadata("open_feedback"),
      metadata("model_response", {
        moderation_flag: { flagged: true, categories: { violence: true, hate: false } },
      }),
    ],
  });

  test("has counts and shares, Other and missing answers last", async () => {
    const { rows, outcome, charts } = await run((await folder).path);
    expect(outcome).toMatchObject({ status: "done", problem: null });
    expect(rows("summary-demographics").filter((row) => row[0] === "Gender")).toEqual([
      ["Gender", "Female", 1, 0.2],
      ["Gender", "Male", 1, 0.2],
      ["Gender", "Other", 2, 0.4],
      ["Gender", "(missing)", 1, 0.2],
    ]);
    expect(rows("summary-countries")).toEqual([
      ["Kenya", 5, 1, 0, 0],
      ["Norway", 0, 0, 5, 1],
    ]);
    expect(rows("summary-recruitment")).toEqual([
      ["no", 1, 4, 0.8],
      ["us", 1, 1, 0.2],
    ]);
    expect(charts.map(({ id }) => id)).toEqual([
      "summary-gender",
      "summary-education",
      "summary-location-special-region",
      "summary-map-born",
      "summary-map-reside",
      "summary-treemap",
    ]);
  });

  test("counts use cases among those who saw them, so that null is not No", async () => {
    const { rows, texts } = await run((await folder).path);
    expect(rows("summary-use-cases")).toEqual([
      ["Research", 3, 4, 0.75],
      ["Games", 0, 4, 0],
      ["Other", 1, 4, 0.25],
    ]);
    expect(texts.some((text) => text.startsWith("1 person was not shown the use cases."))).toBe(true);
    expect(rows("summary-llm-use")).toEqual([
      ["Frequency of use", "Every day", 4, 0.8],
      ["Frequency of use", "Not shown or not answered", 1, 0.2],
    ]);
  });

  test("does not call responses scored that have no score, as in a study of verdicts", async () => {
    await using made = await madeFolder({
      "survey.jsonl": people,
      "conversations.jsonl": [{ conversation_id: "c0", user_id: "user0", conversation_turns: 1 }],
      "utterances.jsonl": [
        utterance(0, 0, 0, 0, "a", { score: null }),
        utterance(1, 0, 0, 0, "b", { score: 7 }),
      ],
    });
    const { outcome, rows } = await run(made.path);
    expect(outcome.section.summary).toBe(
      "5 people took part; the dataset holds 1 conversation with 2 responses, 1 of them with a score.",
    );
    expect(rows("summary-totals")).toContainEqual(["Scored responses", 1]);
  });

  test("has no use cases where nobody was asked, and zeros where nobody named any", async () => {
    const asked = async (value: number | null) => {
      const survey = [0, 1].map((id) => person(id, { lm_usecases: { research: value, other: value } }));
      await using made = await madeFolder({ "survey.jsonl": survey });
      return (await run(made.path)).outcome;
    };
    const unasked = await asked(null);
    expect(unasked.status).toBe("done");
    expect(unasked.section.blocks.map((block) => "id" in block && block.id)).not.toContain(
      "summary-use-cases",
    );
    const none = await asked(0);
    expect(
      none.section.blocks.find((block) => "id" in block && block.id === "summary-use-cases"),
    ).toMatchObject({
      rows: [
        ["Research", 0, 2, 0],
        ["Other", 0, 2, 0],
      ],
    });
  });

  test("has totals, models and population deviations", async () => {
    const { rows } = await run((await folder).path);
    expect(Object.fromEntries(rows("summary-totals").map(([name, count]) => [name, count]))).toMatchObject({
      "People in the survey": 5,
      "People with conversations": 2,
      Conversations: 3,
      "Interactions (turns)": 3,
      "Scored responses": 5,
      "Responses in opening turns": 3,
      "Responses marked as chosen": 1,
      "Empty responses": 1,
      "Models with responses": 2,
      "Responses in the balanced subset": { absent: "utterances has no included_in_balanced_subset" },
    });
    // counts 2, 1; distinct models 2, 1; openings 2, 1; raters 2, 1: mean 1.5, deviation 0.5; turns 2, 2, 5: 3, sqrt 2
    expect(rows("summary-spread").map((row) => row.slice(2))).toEqual([
      [2, 1.5, 0.5, 1, 2],
      [2, 1.5, 0.5, 1, 2],
      [2, 1.5, 0.5, 1, 2],
      [2, 1.5, 0.5, 1, 2],
      [3, 3, Math.SQRT2, 2, 5],
    ]);
    expect(rows("summary-models")).toEqual([
      ["a", "made", 4, 0.8, 2, 2],
      ["b", "made", 1, 0.2, 1, 1],
    ]);
  });

  test("has flags, moderation and languages by who wrote", async () => {
    const { rows } = await run((await folder).path);
    const none = { absent: "not looked at" };
    expect(rows("summary-flags")).toEqual([
      ["All", 4, 3, 1, 0, 1],
      ["user_prompt", 2, 1, 1, 0, 0],
      ["model_response", 1, 1, 0, none, 1],
      ["open_feedback", 1, 1, 0, none, 0],
    ]);
    expect(rows("summary-moderation")).toEqual([
      ["violence", 0, 0, 1, 1],
      ["hate", 0, 0, 0, 0],
    ]);
    expect(rows("summary-languages")).toEqual([
      ["People", "en", 2, 2 / 3],
      ["People", "fr", 1, 1 / 3],
      ["Models", "en", 1, 1],
    ]);
  });
});

describe("a summary of what is hardly there", () => {
  test("says what is missing and goes on", async () => {
    await using folder = await madeFolder({ "survey.jsonl": [{ user_id: "user0", age: null }] });
    const { outcome, rows, texts, charts } = await run(folder.path);
    expect(outcome.status).toBe("done");
    expect(rows("summary-demographics")).toEqual([["Age", "(missing)", 1, 1]]);
    expect(charts).toEqual([]);
    expect(texts).toEqual([
      "The survey does not have: gender, ethnicity, religion, employment, education, marital status, english, region of birth.",
      expect.stringContaining("Not compared with the samples of earlier studies"),
      "There are no responses with a model's name, so models are not counted.",
      "There is no metadata, so flags, moderation and languages are not counted.",
    ]);
    expect(rows("summary-spread")[0]?.slice(2, 4)).toEqual([0, { absent: "conversations has no user_id" }]);
  });

  test("takes a dataset without a survey, and attributes of groups.yaml of other columns", async () => {
    await using folder = await madeFolder({ "utterances.jsonl": [utterance(0, 0, 0, 0, "a")] });
    expect((await run(folder.path)).texts[0]).toBe(
      "There is no survey, so nothing is said about the people.",
    );
    await using other = await madeFolder({ "survey.jsonl": [{ user_id: "user0", party: "Green" }] });
    const groups = groupsSchema.parse({ attributes: { party: { column: "party", title: "Party" } } });
    expect((await run(other.path, groups)).rows("summary-demographics")).toEqual([["Party", "Green", 1, 1]]);
  });

  test("a reader's column may be named as another block of the chapter, or like a path", async () => {
    await using folder = await madeFolder({
      "survey.jsonl": [{ user_id: "user0", languages: "two", '../"x"': "y" }],
      "metadata.jsonl": [metadata("user_prompt")],
    });
    const column = (name: string) => ({ column: name, title: name });
    const groups = groupsSchema.parse({
      attributes: { spoken: column("languages"), path: column('__/"x"'), other: column('../"x"') },
    });
    const { charts, tables } = await run(folder.path, groups);
    const ids = [...charts, ...tables].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(charts.map(({ id }) => id)).toEqual([
      "summary-attribute-1-languages",
      expect.stringMatching(/^[a-z0-9-]+$/),
    ]);
  });
});

await describeWith(sharedData("prism"), "the comparison of PRISM with five earlier studies", (prism) => {
  test("stands beside the dataset's own shares", async () => {
    await using folder = await madeFolder({ "survey.jsonl": people });
    await mkdir(join(folder.path, "comparisons"));
    for (const name of ["existing_demographics.csv", "existing_geographics.csv"])
      await cp(join(prism, "comparisons", name), join(folder.path, "comparisons", name));
    const { rows } = await run(folder.path);
    const demographics = rows("summary-comparison-existing-demographics");
    // 34 lines of the file, 5 of them headings
    expect(demographics).toHaveLength(29);
    const find = (attribute: string, level: string) =>
      demographics.find((row) => row[0] === attribute && row[1] === level)?.slice(2);
    const missing = { absent: "not reported" };
    expect(find("Sample", "Total Participants")).toEqual([28, 40, missing, 324, missing, 1500, 5]);
    expect(find("Gender", "Female")).toEqual([46.4, 42.1, 54, 52.2, 61.9, 47.9, 20]);
    expect(find("Gender", "Prefer not to say/Other")?.at(-1)).toBeCloseTo(60, 10);
    expect(find("Education", "No University Degree")?.at(-1)).toBeCloseTo(80, 10);
    expect(find("Education", "Undergraduate Degree")?.at(-1)).toBeCloseTo(20, 10);
    expect(find("Sexual Orientation", "Heterosexual")?.at(-1)).toEqual({
      absent: "not asked in this survey",
    });
    const countries = rows("summary-comparison-existing-geographics");
    expect(countries.map((row) => [row[1], row[7], row[8]])).toEqual([
      ["United States", 26, 0],
      ["United Kingdom", 23, 0],
      ["Philippines", 0, 0],
      ["Bangladesh", 0, 0],
      ["All Others", 51, 100],
    ]);
  });
});
