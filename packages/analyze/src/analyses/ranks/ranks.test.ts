import { appendFile, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAbsent, type Section, type Table, tableRecords } from "@refract/report";
import { deriveSeed } from "@refract/stats";
import { madeFolder } from "@refract/testing/made-release";
import { describe, expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { type BattleRule, prismBattleRule } from "../../data/battle-rule.ts";
import { prismGroups } from "../../groups/groups.ts";
import type { Mode } from "../../mode.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { clusteredBattles } from "./battles.ts";
import { centralityScores } from "./centrality.ts";
import { loadBattles } from "./load-battles.ts";
import { ranks } from "./ranks.ts";

/** Opening turns as lists of scores by model. */
type Openings = readonly Readonly<Record<string, number | null>>[];

/** Spec prism-analysis, "It works when" 3. */
const seven: Openings = [
  { m1: 90, m2: 60, m3: 40, m4: 38 },
  { m2: 70, m1: 75, m4: 10 },
  { m3: 55, m4: 80, m1: 95 },
  { m4: 20, m2: 66, m3: 72, m1: 50 },
  { m1: 100, m3: 1 },
  { m2: 88, m4: 83, m5: 12 },
  { m5: 60, m1: 61, m3: 30, m2: 90 },
];

/** A verdict on the last of two turns of a pair: the place that won, null for neither, undefined for no verdict. */
type Verdict = readonly [first: string, second: string, winner: 0 | 1 | null | undefined];

async function withVerdicts(verdicts: readonly Verdict[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const lines = (records: readonly unknown[]) =>
    records.map((record) => `${JSON.stringify(record)}\n`).join("");
  const utterances = verdicts.flatMap(([first, second, winner], talk) =>
    [0, 1].flatMap((turn) =>
      [first, second].map((model, place) => ({
        utterance_id: `ut${talk}-${turn}-${place}`,
        interaction_id: `int${talk}-${turn}`,
        conversation_id: `c${talk}`,
        user_id: `user${talk % 3}`,
        turn,
        within_turn_id: place,
        model_name: model,
        score: null,
        if_chosen: turn === 1 && place === winner,
      })),
    ),
  );
  const rows = verdicts.map(([first, second, winner], talk) => ({
    conversation_id: `c${talk}`,
    user_id: `user${talk % 3}`,
    interaction_id: `int${talk}-1`,
    verdict: winner === undefined ? null : winner === null ? "tie" : ["a", "b"][winner],
    models: [first, second],
  }));
  await writeFile(join(folder, "utterances.jsonl"), lines(utterances));
  await writeFile(join(folder, "verdicts.jsonl"), lines(rows));
  return folder;
}

/** A folder with those openings, each by another of `people`. */
async function written(openings: Openings, people = 3): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  const lines = openings.flatMap((opening, turn) =>
    Object.entries(opening).map(([model, score], place) =>
      JSON.stringify({
        utterance_id: `ut${turn}-${place}`,
        interaction_id: `int${turn}`,
        conversation_id: `c${turn}`,
        user_id: `user${turn % people}`,
        turn: 0,
        within_turn_id: place,
        model_name: model,
        score,
      }),
    ),
  );
  await writeFile(join(folder, "utterances.jsonl"), `${lines.join("\n")}\n`);
  return folder;
}

const ranked = async (openings: Openings, mode: Mode = "corrected", people = 3): Promise<Section> =>
  rankedFolder(await written(openings, people), mode);

async function rankedFolder(
  folder: string,
  mode: Mode = "corrected",
  battleRule: BattleRule = prismBattleRule,
): Promise<Section> {
  await using data = await openAnalysisData(folder, { battleRule });
  const [outcome] = await runAnalyses([ranks], data, {
    groups: prismGroups,
    mode,
    seed: "test",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("no outcome");
  expect(outcome.problem === null ? "done" : outcome.problem).not.toMatch(/program failed/);
  return outcome.section;
}

function tableOf(section: Section, id: string): Table {
  const found = section.blocks.find((block) => block.kind === "table" && block.id === id);
  if (found?.kind !== "table") throw new Error(`no table ${id}`);
  return found;
}

function columnOf(section: Section, column: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    tableRecords(tableOf(section, "ranks")).map((row) => [String(row.model), row[column]]),
  );
}

const notices = (section: Section) =>
  section.blocks.flatMap((block) => (block.kind === "notice" ? [block.text] : [])).join("\n");

describe("the seven openings of the spec, from a folder", () => {
  test("28 battles, 4 ties, and the scores of rank centrality", async () => {
    const section = await ranked(seven);
    expect(section.summary).toBe(
      "28 battles of 5 models, 14.3 % of them ties. First by rank centrality: m2, m1, m5.",
    );
    expect(section.provenance.seed).toBe(
      ["bootstrap", "orders"].map((purpose) => deriveSeed("test", "ranks", purpose)).join("; "),
    );
    const scores = columnOf(section, "rank_centrality");
    const expected = { m1: 0.270364, m2: 0.320593, m3: 0.129, m4: 0.127265, m5: 0.152779 };
    for (const [model, score] of Object.entries(expected)) {
      expect(Math.abs(Number(scores[model]) - score)).toBeLessThan(2e-6);
    }
  });

  test("another prior and another threshold of ties, as the chapter says", async () => {
    const folder = await written(seven, 3);
    const five = await rankedFolder(folder, "corrected", { tieThreshold: 5, prior: 5 });
    const scores = columnOf(five, "rank_centrality");
    const expected = { m1: 0.232643, m2: 0.243455, m3: 0.170992, m4: 0.167147, m5: 0.185763 };
    for (const [model, score] of Object.entries(expected))
      expect(Math.abs(Number(scores[model]) - score)).toBeLessThan(2e-6);
    expect(five.provenance.method).toContain("rank centrality with prior 5");
    // no two scores of an opening are equal, and two pairs are one or two points apart
    const strict = await rankedFolder(folder, "corrected", { tieThreshold: 0, prior: 1 });
    expect(strict.summary).toContain("28 battles of 5 models, 0.0 % of them ties");
    expect(strict.provenance.method).toContain("scores within 0 of each other are a tie");
  });

  test("names that put the models in another order change no corrected score", async () => {
    const renamed = { m1: "z", m2: "b", m3: "y", m4: "a", m5: "k" } as const;
    const isModel = (name: string): name is keyof typeof renamed => name in renamed;
    const other = seven.map((opening) =>
      Object.fromEntries(
        Object.entries(opening).map(([model, score]) => [isModel(model) ? renamed[model] : model, score]),
      ),
    );
    const scores = columnOf(await ranked(other), "rank_centrality");
    expect(Number(scores.z)).toBeCloseTo(0.270364, 5);
    expect(Number(scores.b)).toBeCloseTo(0.320593, 5);
    expect(Number(scores.a)).toBeCloseTo(0.127265, 5);
  });

  test("as published with the models in the order m1 to m5", async () => {
    await using data = await openAnalysisData(await written(seven));
    const battles = await loadBattles(data);
    const { cells } = clusteredBattles(battles);
    const { scores } = centralityScores(cells, "published", [0, 1, 2, 3, 4]);
    const expected = [0.269351, 0.303416, 0.136682, 0.147641, 0.14291];
    for (const [item, score] of expected.entries()) {
      expect(Math.abs((scores?.[item] ?? 0) - score)).toBeLessThan(2e-6);
    }
    const turned = centralityScores(cells, "published", [2, 0, 1, 4, 3]).scores;
    expect(Math.abs((turned?.[0] ?? 0) - 0.269351)).toBeGreaterThan(1e-4);
  });

  test("published mode says what is quirky, and puts models in the order of comparison wins", async () => {
    const section = await ranked(seven, "published");
    expect(notices(section)).toContain("Published mode: rank centrality divides");
    const scores = columnOf(section, "rank_centrality");
    const sum = Object.values(scores).reduce((total: number, score) => total + Number(score), 0);
    expect(sum).toBeCloseTo(1, 9);
    expect(Number(scores.m2)).not.toBeCloseTo(0.320593, 3);
  });
});

describe("a pair arena, which has verdicts and no scores", () => {
  const verdicts: readonly Verdict[] = [
    ["m1", "m2", 0],
    ["m2", "m1", 1],
    ["m1", "m2", 1],
    ["m3", "m1", null],
    ["m2", "m3", 0],
    // Nobody said which was better.
    ["m1", "m3", undefined],
  ];

  test("has a battle a verdict, which the preferred model wins and a verdict for none makes a tie", async () => {
    const section = await rankedFolder(await withVerdicts(verdicts));
    expect(section.summary).toMatch(/^5 battles of 3 models, 20\.0 % of them ties\./);
    expect(section.provenance).toMatchObject({
      population: "people who gave a verdict on two or more models (3)",
      n: "3 people, 5 verdicts, 5 battles",
    });
    const table = tableOf(section, "battles");
    expect(table.caption).toBe(
      "Wins, losses and ties in battles against other models on which the same verdict was given.",
    );
    expect(tableRecords(table).map(({ model, wins, losses, ties }) => [model, wins, losses, ties])).toEqual([
      ["m1", 2, 1, 1],
      ["m2", 2, 2, 0],
      ["m3", 0, 1, 1],
    ]);
  });

  test("of three models compares the preferred one with each other only", async () => {
    const folder = await withVerdicts([["m1", "m2", 1]]);
    const third = (place: number) => ({
      utterance_id: "ut0-1-2",
      interaction_id: "int0-1",
      conversation_id: "c0",
      user_id: "user0",
      turn: 1,
      within_turn_id: place,
      model_name: "m3",
      score: null,
      if_chosen: false,
    });
    await appendFile(join(folder, "utterances.jsonl"), `${JSON.stringify(third(2))}\n`);
    await using data = await openAnalysisData(folder);
    const { models, first, second, score } = await loadBattles(data);
    expect([...first].map((item, row) => [models[item], models[second[row] ?? -1], score[row]])).toEqual([
      ["m1", "m2", 0],
      ["m2", "m3", 1],
    ]);
  });

  test("without a verdict on two models says so", async () => {
    const section = await rankedFolder(await withVerdicts([["m1", "m2", undefined]]));
    expect(notices(section)).toContain(
      "verdicts: no verdict on two different models (0 responses with a verdict, 0 of them with person and model), expected at least one",
    );
  });
});

describe("bad input becomes notices and absent cells", () => {
  test.each([
    ["one model", [{ a: 5 }, { a: 9 }], /no opening turn in which two different models were scored/],
    [
      "separate groups",
      [
        { a: 5, b: 90 },
        { a: 90, b: 5 },
        { c: 1, d: 50 },
        { c: 50, d: 1 },
      ],
      /2 groups that were never compared.*\{a, b\} \| \{c, d\}/,
    ],
    [
      "a model that always wins",
      [
        { a: 90, b: 5 },
        { a: 80, b: 7, c: 9 },
      ],
      /winners first: \{a\} > \{b, c\}/,
    ],
    [
      "constant scores",
      [
        { a: 50, b: 50 },
        { b: 50, c: 50 },
        { a: 50, c: 50 },
      ],
      /All battles are ties/,
    ],
    [
      "scores that are missing",
      [
        { a: 50, b: null },
        { a: 5, b: 90 },
      ],
      /1 opening response without a score/,
    ],
  ] as const)("%s", async (_, openings, expected) => {
    const section = await ranked(openings);
    expect(notices(section)).toMatch(expected);
  });

  test("one person: ranks without resamples, each with the reason", async () => {
    const section = await ranked(seven, "corrected", 1);
    expect(notices(section)).toContain("One person only");
    const rows = tableOf(section, "resampled-ranks").rows.filter(([method]) => method !== "Elo, online");
    expect(rows).toHaveLength(20);
    expect(rows.every((row) => row.slice(2, 5).every(isAbsent))).toBe(true);
    expect(rows[0]?.[2]).toEqual({ absent: "one person cannot be resampled" });
    expect(columnOf(section, "bradley_terry_lower")).toEqual({
      m1: undefined,
      m2: undefined,
      m3: undefined,
      m4: undefined,
      m5: undefined,
    });
  });

  test("a model that only people without a weight compared has no shares", async () => {
    const folder = await written(seven);
    const genders = ["Male", "Female", "Other"];
    await writeFile(
      join(folder, "survey.jsonl"),
      genders.map((gender, place) => `${JSON.stringify({ user_id: `user${place}`, gender })}\n`).join(""),
    );
    // m6 is met by user2 alone, whose gender is in no cell
    const lines = [
      { model_name: "m1", score: 60 },
      { model_name: "m6", score: 20 },
    ].map((own, place) =>
      JSON.stringify({
        utterance_id: `late${place}`,
        interaction_id: "late",
        conversation_id: "late",
        user_id: "user2",
        turn: 0,
        within_turn_id: place,
        ...own,
      }),
    );
    await appendFile(join(folder, "utterances.jsonl"), `${lines.join("\n")}\n`);
    await using data = await openAnalysisData(folder);
    const cells = ["Male", "Female"].map((gender) => ({ levels: { gender }, share: 0.5 }));
    const [outcome] = await runAnalyses([ranks], data, {
      groups: { ...prismGroups, weights: { scheme: "post-stratification", empty: "refuse", cells } },
      mode: "corrected",
      seed: "test",
      embedder: null,
    });
    expect(outcome?.problem).toBeNull();
    if (outcome === undefined) throw new Error("no outcome");
    expect(tableOf(outcome.section, "battles").rows.at(-1)).toEqual([
      "m6",
      0,
      0,
      0,
      0,
      { absent: "nobody who compared it has a weight" },
      { absent: "nobody who compared it has a weight" },
    ]);
  });

  test("a study without conversations has no records, rather than no columns", async () => {
    await using folder = await madeFolder({ "survey.jsonl": [{ user_id: "user0" }], "utterances.jsonl": [] });
    await using data = await openAnalysisData(folder.path);
    const [outcome] = await runAnalyses([ranks], data, {
      groups: prismGroups,
      mode: "corrected",
      seed: "test",
      embedder: null,
    });
    expect(outcome?.problem).toBe("utterances: no records in the dataset, and this analysis reads them");
  });

  test("a column that is missing is named", async () => {
    const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
    await writeFile(join(folder, "utterances.jsonl"), '{"utterance_id":"a","turn":0,"model_name":"m"}\n');
    await using data = await openAnalysisData(folder);
    const [outcome] = await runAnalyses([ranks], data, {
      groups: prismGroups,
      mode: "corrected",
      seed: "test",
      embedder: null,
    });
    expect(outcome?.problem).toBe(
      'utterances: no column "user_id", "interaction_id", "score", and this analysis reads it',
    );
  });
});
