import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describeWith, sharedData } from "@refract/testing";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { aggregateAnnotations, annotationForm } from "./annotations.ts";
import { annotatorEntries } from "./annotator-entries.ts";
import { globalMmluFiles } from "./global-mmlu.fixture.ts";
import { globalMmlu } from "./global-mmlu.ts";
import { codes, rowsPerLanguage } from "./load-records.ts";
import { rankChanges } from "./rank-changes.ts";
import { rankTables } from "./rank-table.ts";
import { globalMmluStandings } from "./standings.ts";

test("the form refuses none with another choice and asks region and country only after regional", () => {
  expect(annotationForm(["none", "cultural"]).refused).not.toBeNull();
  expect(annotationForm(["cultural"])).toEqual({ refused: null, fields: ["culture"] });
  expect(annotationForm(["regional"]).fields).toEqual(["region", "country"]);
});

test("the models of a run are ranked language by language", () => {
  const item = (language: string, id: string, label: string) => ({
    id: `${language}/${id}`,
    group: `${language}/${id}`,
    cluster: id,
    language,
    stimulus: [],
    question: "Which made-up bell rings?",
    format: { kind: "text" as const, long: false, slots: 1 },
    optOuts: [],
    gold: { kind: "none" as const },
    attributes: { sensitivity: label },
    record: {},
  });
  const items = [
    item("sw", "1", "CS"),
    item("sw", "2", "CS"),
    item("sw", "3", "CA"),
    item("en", "1", "CS"),
    item("en", "2", ""),
  ];
  const model = (respondent: string, points: Readonly<Record<string, number>>) => ({
    respondent,
    variant: "english-cue",
    pointsOf: new Map(Object.entries(points)),
  });
  const tables = globalMmluStandings(
    [
      model("a", { "sw/1": 1, "sw/2": 1, "sw/3": 0, "en/1": 1, "en/2": 0 }),
      model("b", { "sw/1": 0, "sw/2": 0, "sw/3": 1, "en/1": 1 }),
    ],
    items,
    "seed",
    { rank_ties: "shared" },
  );
  const [ranks, changes, means] = tables;
  const rankOf = (language: string, subset: string) =>
    ranks?.rows
      .filter((row) => row[0] === language && row[1] === subset)
      .map((row) => [row[2], row[4], row[7]]);
  expect(rankOf("sw", "Annotated")).toEqual([
    ["a", 1, 0],
    ["b", 2, 0],
  ]);
  expect(rankOf("sw", "Agnostic (CA)")).toEqual([
    ["a", 2, 1],
    ["b", 1, -1],
  ]);
  // the question that b was not asked counts for neither
  expect(rankOf("en", "All")).toEqual([
    ["a", 1, 0],
    ["b", 1, 0],
  ]);
  expect(ranks?.caption).toContain("1 are left out");
  expect(changes?.rows.find((row) => row[0] === "sw" && row[1] === "Agnostic (CA)")?.slice(2, 5)).toEqual([
    1, 2, 2,
  ]);
  expect(means?.rows.map((row) => row.slice(0, 4))).toEqual([
    ["All", 2, 0, 0],
    ["Annotated", 2, 0, 0],
    ["Sensitive (CS)", 2, 0, 0],
    ["Agnostic (CA)", 1, 2, 2],
  ]);
});

test.each([
  ["['none', 'cultural']", ["none", "cultural"]],
  ['["a \\"b\\"", \'don\\\'t\']', ['a "b"', "don't"]],
  ["[['cultural', 'regional'], 'none', []]", ["cultural|regional", "none", ""]],
  ["[None, 'x']", ["None", "x"]],
  [" [ ] ", []],
])("the list %s has an entry an annotator", (text, entries) => {
  expect(annotatorEntries(text)).toEqual(entries);
});

test.each(["", "none", "['a'", "['a'] x", "['a', 'b", "]", "[']"])("%j is no list of annotators", (text) => {
  expect(() => annotatorEntries(text)).toThrow(/^list of annotators: .*expected a list of texts$/);
});

test("people see the question without a list of options, models with it behind the worked examples", async () => {
  const options = globalMmlu.options.parse({ shots: 1 });
  const { items } = await globalMmlu.load(globalMmluFiles, options);
  const [item] = items;
  const [variant] = globalMmlu.variants;
  if (item === undefined || variant === undefined) throw new Error("no item");
  expect(item.question).toBe("Which made-up bell of tower 0 rings?");
  const shown = { itemId: item.id, variantId: variant.id, repeat: 0, optionOrder: [], seed: "s" };
  const asked = "Which made-up bell of tower 0 rings?\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer:";
  expect(globalMmlu.prompt(item, variant, shown, "generate", options).messages[0]?.content).toBe(
    `Answer with one letter, A, B, C or D.\n\n${asked} A\n\n${asked}`,
  );
});

test("a full import would hold 119,700 annotated rows and 601,734 in all", () => {
  const { test: testRows, dev, annotated } = rowsPerLanguage;
  expect(codes.size * annotated).toBe(119_700);
  expect(codes.size * (testRows + dev)).toBe(601_734);
});

test("unknown languages, repeated ids, wrong keys and older columns are told, and a copy's size is its version", async () => {
  const row = (id: string, more: Readonly<Record<string, string>> = {}) => ({
    sample_id: id,
    subject: "made",
    question: "Which made-up bell rings?",
    option_a: "1",
    option_b: "2",
    option_c: "3",
    option_d: "4",
    answer: "B",
    ...more,
  });
  const labelled = { cultural_sensitivity_label: "CS" };
  const tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
    "en/test.csv": [
      row("a/test/0", labelled),
      row("a/test/0", labelled),
      row("a/test/1", { ...labelled, answer: "E" }),
    ],
    "sw/test.csv": [row("a/test/0")],
    "xx/test.csv": [row("a/test/0")],
  };
  const files = {
    names: Object.keys(tables),
    rows: async (name: string) => tables[name] ?? [],
    json: async () => null,
  };
  const options = globalMmlu.options.parse({ shots: 0, resources: { en: "high", sw: "low" } });
  const { items, problems, dataVersion } = await globalMmlu.load(files, options);
  expect(items.map(({ id, attributes }) => [id, attributes.resources])).toEqual([
    ["en:a/test/0", "high"],
    ["sw:a/test/0", "low"],
  ]);
  expect(problems.map(({ place, problem }) => `${place}: ${problem}`)).toEqual([
    "xx/test.csv: no language code in the path, expected such as en/test.parquet; its 1 rows are left out",
    "versions of the data: 2 of 3 tables have no cultural_sensitivity_label, so none of their questions is CS or CA: sw/test.csv, xx/test.csv",
    "en/test.csv row 2: en:a/test/0 stands twice, the first is kept",
    'en/test.csv row 3: en:a/test/1: answer "E", expected A to D',
  ]);
  expect(dataVersion).toBe("2 languages, 4 rows (4 test, 0 dev), 3 annotated");
});

await describeWith(sharedData("global-mmlu"), "the shared data of Global MMLU", (folder) => {
  const read = async (name: string): Promise<readonly Readonly<Record<string, string>>[]> =>
    parse(await readFile(join(folder, name), "utf8"), { columns: true });

  test("the built-in languages are the 42 codes of the file", async () => {
    const listed = (await read("languages.csv")).map(({ code }) => code);
    expect(listed).toHaveLength(42);
    expect(listed.toSorted()).toEqual([...codes].toSorted());
  });

  test("three rows load with their labels and lists", async () => {
    const rows = await read("made_rows_en.csv");
    const { items } = await globalMmlu.load(
      { names: ["made_rows_en.csv"], rows: async () => rows, json: async () => null },
      globalMmlu.options.parse({ shots: 0 }),
    );
    expect(items.map(({ attributes }) => attributes.sensitivity)).toEqual(["CS", "CA", "not annotated"]);
    expect(items.map(({ record }) => record.knowledge)).toEqual([
      ["cultural", "regional", "cultural"],
      ["none", "none", "none"],
      [],
    ]);
  });

  test("annotations aggregate by majority, half is not enough", async () => {
    const found = aggregateAnnotations(
      (await read("made_annotations.csv")).map((row) => ({
        sample: row.sample_id ?? "",
        knowledge: (row.required_knowledge ?? "").split("|"),
        timeSensitive: row.time_sensitive === "Yes",
      })),
    );
    const named = (holds: (of: (typeof found)[number]) => boolean) =>
      found.filter(holds).map(({ sample }) => sample);
    expect(found).toHaveLength(8);
    expect(named(({ label }) => label === "CS")).toEqual([
      "high_school_us_history/test/3",
      "world_religions/test/9",
      "professional_law/test/40",
    ]);
    expect(named(({ timeSensitive }) => timeSensitive)).toEqual(["global_facts/test/2", "virology/test/7"]);
  });

  test("ranks and changes against all annotated questions", async () => {
    const rows = await read("made_predictions.csv");
    const share = (labels: readonly string[]) =>
      ["m1", "m2", "m3", "m4", "m5"].map((model) => {
        const of = rows.filter(
          (row) => row.model === model && labels.includes(row.cultural_sensitivity_label ?? ""),
        );
        return Number((of.filter(({ correct }) => correct === "1").length / of.length).toFixed(4));
      });
    const [all, cs, ca] = [share(["CS", "CA"]), share(["CS"]), share(["CA"])];
    expect(all).toEqual([0.75, 0.725, 0.75, 0.6, 0.6]);
    expect(cs).toEqual([0.5625, 0.75, 0.625, 0.3125, 0.5]);
    expect(ca).toEqual([0.875, 0.7083, 0.8333, 0.7917, 0.6667]);
    expect(rankChanges(all, cs)).toMatchObject({
      reference: [1, 3, 1, 4, 4],
      compared: [3, 1, 2, 5, 4],
      rankChanges: 4,
      positionChanges: 6,
    });
    expect(rankChanges(all, ca)).toMatchObject({
      compared: [1, 4, 2, 3, 5],
      rankChanges: 4,
      positionChanges: 4,
    });
  });

  test("rank tables hold the same ranks with intervals from a seed", async () => {
    const answers = (await read("made_predictions.csv")).map((row) => ({
      model: row.model ?? "",
      question: row.sample_id ?? "",
      label: row.cultural_sensitivity_label === "CS" ? ("CS" as const) : ("CA" as const),
      right: row.correct === "1",
    }));
    const { tables, left } = rankTables(answers, "seed");
    expect(left).toEqual([]);
    expect(
      tables.map(({ subset, questions, models, rankChanges: changes, positionChanges }) => [
        subset,
        questions,
        models.map(({ rank }) => rank).join(),
        changes,
        positionChanges,
      ]),
    ).toEqual([
      ["full", 40, "1,3,1,4,4", 0, 0],
      ["annotated", 40, "1,3,1,4,4", 0, 0],
      ["sensitive", 16, "3,1,2,5,4", 4, 6],
      ["agnostic", 24, "1,4,2,3,5", 4, 4],
    ]);
    for (const { models } of tables)
      for (const { rank, interval } of models) {
        expect(interval?.[0]).toBeLessThanOrEqual(rank);
        expect(interval?.[1]).toBeGreaterThanOrEqual(rank);
      }
    expect(rankTables(answers, "seed")).toEqual(rankTables(answers, "seed"));
    expect(rankTables(answers.slice(1), "seed").left).toEqual(["s00"]);
    // three questions that one model got right and the other wrong leave both ranks open
    const few = ["q1", "q2", "q3"].flatMap((question) => [
      { model: "a", question, label: null, right: true },
      { model: "b", question, label: null, right: false },
    ]);
    expect(rankTables(few, "seed").tables[0]?.models.map(({ interval }) => interval)).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});
