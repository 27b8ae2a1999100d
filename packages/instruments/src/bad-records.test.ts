import type { Instrument, RecordFiles } from "@refract/core";
import { describe, expect, test } from "vitest";
import { amammereFiles } from "./amammere/amammere.fixture.ts";
import { amammere } from "./amammere/amammere.ts";
import { blendFiles } from "./blend/blend.fixture.ts";
import { blend } from "./blend/blend.ts";
import { kaleidoscopeFiles } from "./cultural-kaleidoscope/cultural-kaleidoscope.fixture.ts";
import { culturalKaleidoscope } from "./cultural-kaleidoscope/cultural-kaleidoscope.ts";
import { culturalBenchFiles } from "./culturalbench/culturalbench.fixture.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmluFiles } from "./global-mmlu/global-mmlu.fixture.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { kornatFiles } from "./kornat/kornat.fixture.ts";
import { kornat } from "./kornat/kornat.ts";
import { normadFiles } from "./normad/normad.fixture.ts";
import { normad } from "./normad/normad.ts";

type Row = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, readonly Row[]>>;

const all: readonly (readonly [string, Instrument, RecordFiles])[] = [
  [amammere.id, amammere, amammereFiles],
  [blend.id, blend, blendFiles],
  [culturalKaleidoscope.id, culturalKaleidoscope, kaleidoscopeFiles],
  [culturalBench.id, culturalBench, culturalBenchFiles],
  [globalMmlu.id, globalMmlu, globalMmluFiles],
  [kornat.id, kornat, kornatFiles],
  [normad.id, normad, normadFiles],
];

/** A folder with tables added or put in place of those of a name, and JSON documents added. */
function withTables(
  files: RecordFiles,
  tables: Tables,
  documents: Readonly<Record<string, unknown>> = {},
): RecordFiles {
  return {
    names: [...new Set([...files.names, ...Object.keys(tables), ...Object.keys(documents)])].toSorted(),
    rows: async (name) => tables[name] ?? files.rows(name),
    json: async (name) => documents[name] ?? files.json(name),
  };
}

async function toldBy(instrument: Instrument, files: RecordFiles, settings: Row = {}) {
  const { items, problems, synthetic } = await instrument.load(files, instrument.options.parse(settings));
  return {
    ids: items.map(({ id }) => id),
    told: problems.map(({ place, problem }) => `${place}: ${problem}`),
    synthetic,
  };
}

test.each(all)(
  "%s names tables and files that nothing reads, and no others",
  async (_id, instrument, files) => {
    const before = await toldBy(instrument, files);
    expect(before.told.filter((line) => line.includes("nothing reads"))).toEqual([]);
    const more = withTables(
      files,
      { "notes/extra.csv": [{ whence: "x", whither: "y" }], "empty.csv": [] },
      { "odd.json": {}, "readme.txt": {} },
    );
    const after = await toldBy(instrument, more);
    expect(after.ids).toEqual(before.ids);
    expect(after.told.filter((line) => !before.told.includes(line)).toSorted()).toEqual([
      "empty.csv: a table without rows",
      "notes/extra.csv: nothing reads this table; its columns are whence, whither",
      "odd.json: nothing reads this file",
    ]);
  },
);

test.each(all)("%s takes from the data whether it was made", async (_id, instrument, files) => {
  const plain = (name: string) => name.replaceAll("made_", "");
  const renamed: RecordFiles = {
    names: files.names.map(plain),
    rows: (name) => files.rows(files.names.find((real) => plain(real) === name) ?? name),
    json: (name) => files.json(name),
  };
  expect((await toldBy(instrument, renamed)).synthetic).toBe(false);
  const marked = (manifest: Row) => withTables(renamed, {}, { "manifest.json": manifest });
  expect((await toldBy(instrument, marked({ synthetic: true }))).synthetic).toBe(true);
  expect((await toldBy(instrument, marked({ mode: "simulated" }))).synthetic).toBe(true);
  expect((await toldBy(instrument, marked({ synthetic: false, mode: "live" }))).synthetic).toBe(false);
  const inFolder: RecordFiles = {
    names: renamed.names.map((name) => `made_release/${name}`),
    rows: (name) => renamed.rows(name.replace("made_release/", "")),
    json: (name) => renamed.json(name.replace("made_release/", "")),
  };
  expect((await toldBy(instrument, inFolder)).synthetic).toBe(true);
});

describe("a second table of the same kind is told as what may be another version", () => {
  /** The instrument, its folder, the table whose changed copy is added, the column changed, its name and what is told. */
  const cases: readonly (readonly [string, Instrument, RecordFiles, string, string, RegExp])[] = [
    [
      normad.id,
      normad,
      normadFiles,
      "made_stories.csv",
      "Story",
      /2 tables of stories.*first of each id is kept; 5 ids stand in more than one with different content: 1, 2, 3, 4, 5; not all have the columns Other Country$/,
    ],
    [kornat.id, kornat, kornatFiles, "made_values.csv", "question", /2 tables of social values.*; 3 ids/],
    [
      culturalBench.id,
      culturalBench,
      culturalBenchFiles,
      "made_easy.csv",
      "answer",
      /2 tables of Easy.*; 1 ids/,
    ],
    [
      globalMmlu.id,
      globalMmlu,
      globalMmluFiles,
      "made_en.csv",
      "answer",
      /2 tables of questions of one language.*; 3 ids/,
    ],
    [amammere.id, amammere, amammereFiles, "made_items.csv", "Question", /2 tables of items.*; 6 ids/],
    [blend.id, blend, blendFiles, "mc.csv", "prompt", /2 tables of multiple-choice questions.*; 2 ids/],
    [
      culturalKaleidoscope.id,
      culturalKaleidoscope,
      kaleidoscopeFiles,
      "made_questions.csv",
      "question",
      /2 tables of test questions.*; 2 ids/,
    ],
  ];

  test.each(cases)("%s", async (_id, instrument, files, name, column, message) => {
    const rows = await files.rows(name);
    const changed = rows.map((row) => ({
      ...row,
      [column]: column === "answer" ? "A" : `Another ${String(row[column])}`,
      ...(instrument.id === "normad" ? { "Other Country": "x" } : {}),
    }));
    const before = await toldBy(instrument, files);
    const after = await toldBy(instrument, withTables(files, { [`zz_${name}`]: changed }));
    expect(after.ids).toEqual(before.ids);
    const told = after.told.filter((line) => /tables of/.test(line));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(message);
  });

  test("blend: a second file of a region, and lists that are called differently", async () => {
    const older = {
      "Zz-en-09": {
        question: "q",
        en_question: "q",
        aggregated_answers: [{ answers: ["a"], en_answers: ["a"], count: 2 }],
        idks: {},
      },
    };
    const { told, ids } = await toldBy(
      blend,
      withTables(blendFiles, {}, { "annotations/UK_data.json": older, "older/US_data.json": older }),
    );
    expect(ids).toContain("Zz-en-09@UK");
    expect(told).toEqual([
      "older/US_data.json: a second file of US, which may be another version; the first is read",
      "annotations: 1 of 3 regions call the list of answers aggregated_answers, as files of another version; they were read together: UK",
    ]);
  });
});

describe("codes that are not known are told once each, with the number of rows, and scored as said", () => {
  test("normad: a country and a subaxis", async () => {
    const rows = (await normadFiles.rows("made_stories.csv")).map((row) => ({
      ...row,
      Country: "atlantis",
      Subaxis: "swimming",
    }));
    const { ids, told } = await toldBy(normad, withTables(normadFiles, { "made_stories.csv": rows }));
    expect(ids).toHaveLength(5);
    expect(told).toEqual([
      'country "atlantis": 5 rows, first ID 1: has no bin; read, and under (none) in the cut by bins',
      'subaxis "swimming": 5 rows, first ID 1: has no group; read, and under (none) in the cut by groups',
    ]);
  });

  test("kornat: statements in a third script", async () => {
    const rows = (await kornatFiles.rows("made_values.csv")).map((row) => ({
      ...row,
      question: "鐘は正午に鳴る。",
    }));
    const { ids, told } = await toldBy(kornat, withTables(kornatFiles, { "made_values.csv": rows }));
    expect(ids).toHaveLength(5);
    expect(told).toEqual([
      "language: 3 items are in neither Korean nor Latin script and are asked with the English prompts: v1, v2, v3",
    ]);
  });

  test("culturalbench: a country", async () => {
    const rows = (await culturalBenchFiles.rows("made_easy.csv")).map((row) => ({
      ...row,
      country: "Atlantis",
    }));
    const { told } = await toldBy(culturalBench, withTables(culturalBenchFiles, { "made_easy.csv": rows }));
    expect(told).toContain(
      'country "Atlantis": 2 rows, first question 0: has no region; read, and under (none) in the cut by regions',
    );
  });

  test("global-mmlu: a language, two languages in one path, a label", async () => {
    const rows = await globalMmluFiles.rows("made_en.csv");
    const labelled = rows.map((row) => ({ ...row, cultural_sensitivity_label: "maybe" }));
    const { ids, told } = await toldBy(
      globalMmlu,
      withTables(globalMmluFiles, { "made_xx.csv": rows, "made_yo_en.csv": labelled }),
      { shots: 0 },
    );
    expect(ids).toHaveLength(9);
    expect(told).toEqual([
      "made_xx.csv: no language code in the path, expected such as en/test.parquet; its 4 rows are left out",
      "made_yo_en.csv: the path holds several language codes, yo, en; yo is taken",
      'cultural_sensitivity_label "maybe": 4 rows, first made_yo_en.csv row 1: expected CS, CA or -; read as not annotated',
    ]);
  });

  test("blend: a region of answers and one of choices", async () => {
    const rows = (await blendFiles.rows("mc.csv")).map((row) => ({ ...row, country: "Mars" }));
    const { ids, told } = await toldBy(
      blend,
      withTables(blendFiles, { "mc.csv": rows }, { "annotations/Mars_data.json": {} }),
    );
    expect(ids).toEqual(["Zz-en-01@Spain", "Zz-en-01@US"]);
    expect(told[0]).toMatch(/^annotations\/Mars_data\.json: unknown region "Mars", expected one of UK/);
    expect(told.slice(1)).toEqual(['country "Mars": 2 rows, first mc.csv row 1: unknown region, left out']);
  });

  test("amammere: an ending of the ID, and a country that is unknown or another", async () => {
    const rows = (await amammereFiles.rows("made_items.csv")).map((row, place) => ({
      ...row,
      ...(place === 0 ? { Country: "Atlantis" } : place === 1 ? { Country: "Ghana" } : {}),
      ...(place === 2 ? { ID: "1-QQ" } : {}),
    }));
    const files = withTables(amammereFiles, { "made_items.csv": rows });
    const { ids, told } = await toldBy(amammere, files);
    expect(ids).toHaveLength(5);
    expect(told).toEqual([
      'made_items.csv row 3: ID "1-QQ": expected one that ends in GH, US or UN, or an ending or country named in the option versions',
      "Country: 1 items whose Country is another than their ID says, the ID counts: 1-US",
      'Country "Atlantis": 1 row, first made_items.csv row 1: is none of Ghana, United States, Unspecified; the version is read from the ID',
      "question seeds: 1 lack one of the versions GH, US, UN: 1",
    ]);
    const mapped = await toldBy(amammere, files, { versions: { QQ: "unspecified", Atlantis: "ghana" } });
    expect(mapped.ids).toHaveLength(6);
    expect(mapped.told).toEqual([
      "Country: 1 items whose Country is another than their ID says, the ID counts: 1-US",
    ]);
  });

  test("cultural-kaleidoscope: a culture and a dimension", async () => {
    const rows = (await kaleidoscopeFiles.rows("made_questions.csv")).map((row) => ({
      ...row,
      culture: "Atlantean",
      dimension: "Swimming",
    }));
    const { ids, told } = await toldBy(
      culturalKaleidoscope,
      withTables(kaleidoscopeFiles, { "made_questions.csv": rows }),
    );
    expect(ids.slice(0, 2)).toEqual(["q1", "q2"]);
    expect(told).toEqual(
      expect.arrayContaining([
        `culture "Atlantean": 2 rows, first id q1: none of the paper's eleven; read as it is`,
        `dimension "Swimming": 2 rows, first id q1: none of the paper's twelve; read as it is`,
      ]),
    );
  });
});

describe("records that lack a part of what makes a score", () => {
  test("culturalbench: a question of three statements, one of two wordings, and questions in one form only", async () => {
    const rows = await culturalBenchFiles.rows("made_hard.csv");
    const three = rows.filter((_, place) => place !== 2);
    const { ids, told } = await toldBy(
      culturalBench,
      withTables(culturalBenchFiles, { "made_hard.csv": three }),
    );
    expect(ids.some((id) => /^hard-[0-3]$/.test(id))).toBe(false);
    expect(told).toEqual([
      "question 0: 3 rows, expected exactly 4",
      "Easy and Hard: 1 questions are in Easy only and 1 in Hard only, as in files of two versions; the gap is taken over the others",
    ]);
    const mixed = rows.map((row, place) => (place === 5 ? { ...row, prompt_question: "Another?" } : row));
    expect(
      (await toldBy(culturalBench, withTables(culturalBenchFiles, { "made_hard.csv": mixed }))).told,
    ).toContain("question 1: its rows hold 2 different questions, expected one");
  });

  test("culturalbench: the columns of version 0.1 are refused by name, also beside later files", async () => {
    const early = { initial_question_template: "x", final_question_template_reviewed: "y" };
    await expect(
      toldBy(culturalBench, withTables(culturalBenchFiles, { "old.csv": [early] })),
    ).rejects.toThrow(
      "old.csv: columns of version 0.1, which has no options to choose from; expected the Easy and Hard files of v1 or v2",
    );
  });

  test("global-mmlu: a question that one language lacks, and fewer worked examples than asked for", async () => {
    const rows = (await globalMmluFiles.rows("made_sw.csv")).filter((_, place) => place !== 1);
    const { ids, told } = await toldBy(globalMmlu, withTables(globalMmluFiles, { "made_sw.csv": rows }));
    expect(ids).toHaveLength(5);
    expect(told).toEqual([
      "dev rows: 5 questions have fewer than 5 worked examples in their subject and language",
      "language sw: 1 of 3 questions that other languages have are not there: made/test/1",
    ]);
  });

  test("blend: a question without answers, one without a topic, one that nobody was asked, templates that lack", async () => {
    const answered = await blendFiles.json("annotations/US_data.json");
    const document = {
      ...(typeof answered === "object" ? answered : {}),
      "Zz-en-02": { question: "q", en_question: "q", annotations: [], idks: {} },
    };
    const { ids, told } = await toldBy(
      blend,
      withTables(
        blendFiles,
        {
          "questions/US_questions.csv": [
            { ID: "Zz-en-02", Topic: "Food" },
            { ID: "Zz-en-03", Topic: "Food" },
          ],
          "prompts/US_prompts.csv": [{ id: "inst-4", English: "{q}", Translation: "without a place" }],
          "other/US_prompts.csv": [{ id: "inst-4", English: "{q}", Translation: "{q}" }],
        },
        { "annotations/US_data.json": document },
      ),
    );
    expect(ids).not.toContain("Zz-en-02@US");
    expect(told).toEqual([
      "questions/US_questions.csv: 1 questions have answers and no row here, so no topic: Zz-en-01",
      "questions/US_questions.csv: 1 questions have no answers in the region's annotations and are not asked: Zz-en-03",
      "prompts/US_prompts.csv: other/US_prompts.csv is read instead, which is of the same region",
      "other/US_prompts.csv: no template with {q} for pers-3 Translation, pers-3 English; our own wording is asked instead",
      "annotations/US_data.json: 1 of 2 questions are not scored: no answers: Zz-en-02",
    ]);
  });

  test("kornat: shares of a population without those of all, and rows without ids in two languages and versions", async () => {
    const values = (await kornatFiles.rows("made_values.csv")).map((row, place) => ({
      ...row,
      population: place === 0 ? "north" : "all",
    }));
    const knowledge = await kornatFiles.rows("made_knowledge.csv");
    const korean = knowledge.map((row) => ({ ...row, Question: "탑에 종이 몇 개인가?" }));
    const later = knowledge.map((row) => ({ ...row, Question: `Newly asked: ${String(row.Question)}` }));
    const { ids, told } = await toldBy(
      kornat,
      withTables(kornatFiles, {
        "made_values.csv": values,
        "made_knowledge_kor.csv": korean,
        "made_knowledge_later.csv": later,
      }),
    );
    expect(ids).toEqual([
      "v2",
      "v3",
      "knowledge-1",
      "knowledge-2",
      "knowledge-1@ko",
      "knowledge-2@ko",
      "knowledge-1-3",
      "knowledge-2-3",
    ]);
    expect(told).toEqual([
      "populations: 1 ids have shares of a population and none of all respondents: v1",
      "made_knowledge.csv, made_knowledge_later.csv: 2 tables of common knowledge, which may be versions of the data; they were read together, the first of each id is kept",
    ]);
  });

  test("amammere: a seed that lacks a version", async () => {
    const rows = (await amammereFiles.rows("made_items.csv")).slice(1);
    const { told } = await toldBy(amammere, withTables(amammereFiles, { "made_items.csv": rows }));
    expect(told).toEqual(["question seeds: 1 lack one of the versions GH, US, UN: 1"]);
  });

  test("cultural-kaleidoscope: a conversation that lacks a turn, or has one twice, is left out as a whole", async () => {
    const turn = (conversation: string, place: string, role: string, question = "Made?") => ({
      ...{ conversation_id: conversation, turn: place, role, question },
      ...{ culture: "Arabic", dimension: "Security" },
    });
    const { ids, told } = await toldBy(
      culturalKaleidoscope,
      withTables(kaleidoscopeFiles, {
        "made_conversations.csv": [
          turn("gap", "1", "user"),
          turn("gap", "3", "user"),
          turn("twice", "1", "user"),
          turn("twice", "1", "user"),
          turn("odd", "1", "narrator"),
          turn("mute", "1", "user", ""),
          turn("", "1", "user"),
          turn("whole", "2", "assistant"),
          turn("whole", "3", "user", "Second?"),
          turn("whole", "1", "user", "First?"),
        ],
      }),
    );
    expect(ids).toContain("whole");
    expect(told.filter((line) => /conversation/.test(line))).toEqual([
      "conversation gap: turn 2 is missing",
      "conversation twice: turn 1 of role user stands twice",
      'conversation odd: role "narrator", expected one of user, assistant',
      "conversation mute: turn 1: question: no value, expected a text",
      "made_conversations.csv row 7: 1 rows: conversation_id: no value, expected an id",
      "conversations: 1 rows of an assistant are not shown: the tested model's own replies stand in their place",
    ]);
  });

  test("normad: a story without a label or a text", async () => {
    const rows = (await normadFiles.rows("made_stories.csv")).map((row, place) => ({
      ...row,
      ...(place === 0 ? { "Gold Label": "" } : place === 1 ? { Story: "" } : {}),
    }));
    const { ids, told } = await toldBy(normad, withTables(normadFiles, { "made_stories.csv": rows }));
    expect(ids).toEqual(["3", "4", "5"]);
    expect(told).toEqual([
      'made_stories.csv row 1: ID 1: Gold Label: "", expected one of yes, no, neutral',
      "made_stories.csv row 2: ID 2: Story: no value, expected a text",
    ]);
  });
});
