import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import type { Mode } from "../../mode.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { createFeatureView, loadFeatures } from "./feature-view.ts";
import { readPhraseLists } from "./phrase-lists.ts";
import { textFeatures } from "./text-features.ts";

type Row = Readonly<Record<string, unknown>>;

async function folderOf(files: Readonly<Record<string, readonly Row[]>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refract-test-"));
  for (const [name, rows] of Object.entries(files))
    await writeFile(join(folder, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return folder;
}

async function analysed(utterances: readonly Row[], mode: Mode = "corrected") {
  await using data = await openAnalysisData(await folderOf({ "utterances.jsonl": utterances }));
  const [outcome] = await runAnalyses([textFeatures], data, {
    groups: prismGroups,
    mode,
    seed: "1",
    embedder: null,
  });
  if (outcome === undefined) throw new Error("one analysis, one outcome");
  return outcome;
}

let ids = 0;
function response(
  interaction: string,
  user: string,
  text: string,
  score: number | null,
  chosen = false,
  turn = 0,
): Row {
  ids += 1;
  return {
    utterance_id: `ut${String(ids).padStart(4, "0")}`,
    interaction_id: interaction,
    user_id: user,
    turn,
    model_name: `model-${ids % 3}`,
    model_provider: "maker_api",
    model_response: text,
    score,
    if_chosen: chosen,
  };
}

function table(outcome: Awaited<ReturnType<typeof analysed>>, id: string) {
  const block = outcome.section.blocks.find((one) => one.kind === "table" && one.id === id);
  if (block?.kind !== "table") throw new Error(`no table ${id}: ${outcome.problem}`);
  return block.rows;
}

test("features are read by the rules of the spec", async () => {
  const texts = [
    "a\n 1. b",
    "a\n- b",
    "a - b",
    "1. a",
    "a\n2.b",
    "why?",
    "why? ",
    "As an AI, I cannot help with that.",
  ];
  await using data = await openAnalysisData(
    await folderOf({ "utterances.jsonl": texts.map((text, place) => response(`i${place}`, "u", text, 50)) }),
  );
  const lists = {
    deanthropomorphising: ["as an ai"],
    refusal: ["i cannot help"],
    selfIdentification: { phrases: [], wholeWords: true },
  };
  await createFeatureView(data, lists, "corrected");
  const features = await loadFeatures(data);
  expect([...features.list]).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
  expect([...features.question]).toEqual([0, 0, 0, 0, 0, 1, 0, 0]);
  expect([...features.lineBreak]).toEqual([1, 1, 0, 0, 1, 0, 0, 0]);
  expect([...features.deanthropomorphising].at(-1)).toBe(1);
  expect([...features.refusal].at(-1)).toBe(1);
  expect([...features.characters].slice(0, 2)).toEqual([7, 5]);
});

test("a maker or model is named by a whole word of a known name, not by parts of words that are a study's own ids", async () => {
  const texts = [
    "It is yours, you know.",
    "I was made by OpenAI.",
    "私はOpenAIのモデルです",
    "GPT4 wrote this.",
    "A gptish word",
    "As Claude, I would stay.",
    "A Claudette by any name",
  ];
  const rows = texts.map((text, place) => ({
    ...response(`m${place}`, "u", text, 50),
    model_name: "ours",
    model_provider: "lab",
  }));
  await using data = await openAnalysisData(await folderOf({ "utterances.jsonl": rows }));
  const named = async (mode: Mode) => {
    const { lists } = await readPhraseLists(data, mode);
    await createFeatureView(data, lists, mode);
    return [...(await loadFeatures(data)).selfIdentification];
  };
  expect(await named("corrected")).toEqual([0, 1, 1, 1, 0, 1, 0]);
  // the paper's list is of the dataset's own names, as parts of words: "ours" in "yours"
  expect(await named("published")).toEqual([1, 0, 0, 0, 0, 0, 0]);
});

test("the release's mark of an empty response is no text with features, but for the paper's figures", async () => {
  const rows = ["EMPTY STRING", "Yes.", "No, not at all."].map((text, place) =>
    response("e", "u", text, 10 + 20 * place, place === 2),
  );
  await using data = await openAnalysisData(await folderOf({ "utterances.jsonl": rows }));
  const characters = async (mode: Mode) => {
    await createFeatureView(data, (await readPhraseLists(data, mode)).lists, mode);
    return [...(await loadFeatures(data)).characters];
  };
  expect(await characters("corrected")).toEqual([4, 15]);
  expect(await characters("published")).toEqual([12, 4, 15]);
});

test("the slope on length is least squares below the 95th percentile of length", async () => {
  // lengths 10 to 200, scores 50 + length / 10 but for the longest, which stays out
  const rows = Array.from({ length: 20 }, (_, place) =>
    response(`i${place}`, `u${place % 5}`, "x".repeat(10 * (place + 1)), place === 19 ? 1 : 51 + place),
  );
  const outcome = await analysed(rows);
  const length = table(outcome, "regressions").find((row) => row[1] === "Characters");
  expect(length?.[2]).toBeCloseTo(0.1, 10);
  expect(table(outcome, "fits")[0]?.[1]).toBe(19);
});

const refuses = "I cannot help with that.";
const turns = [
  response("t1", "u1", refuses, 90, true),
  response("t1", "u1", "Yes.", 10),
  response("t2", "u1", refuses, 90, true),
  response("t2", "u1", refuses, 20),
  response("t3", "u2", refuses, 10),
  response("t3", "u2", "Of course, here it is.", 80, true),
  response("t4", "u2", refuses, 10),
  response("t4", "u2", "No.", 10),
  response("t5", "u2", "No.", 10),
  response("t5", "u2", "A long answer without a doubt.", 60, true),
];

test("what is chosen when a model refuses; published, of all openings, those of fewer than four responses as if nobody refused", async () => {
  expect(table(await analysed(turns), "refusals").map((row) => row[1])).toEqual([1, 1, 1, 1]);
  expect(table(await analysed(turns, "published"), "refusals").map((row) => row[1])).toEqual([0, 0, 0, 5]);
  const four = [
    response("f4", "u1", refuses, 90, true),
    ...[10, 20, 30].map((score) => response("f4", "u1", "Yes.", score)),
    response("n4", "u1", "No.", 90, true),
    ...[10, 20, 30].map((score) => response("n4", "u1", "Yes.", score)),
  ];
  expect(
    table(await analysed([...turns, ...four], "published"), "refusals").map((row) => row.slice(1)),
  ).toEqual([
    [1, 1 / 7],
    [0, 0],
    [0, 0],
    [6, 6 / 7],
  ]);
});

test("published, form is that of opening turns, and command and GPT-4 have regressions of their own", async () => {
  const rows = Array.from({ length: 24 }, (_, place) => {
    const model = ["command", "gpt-4", "gpt-4-turbo", "other"][place % 4] ?? "";
    // every third prompt has no response of command
    const name = model === "command" && place % 3 === 0 ? "other" : model;
    const text = `${"x".repeat(10 + ((7 * place) % 40))}${place % 5 === 0 ? "\n" : ""}${place % 3 === 0 ? "?" : ""}`;
    return {
      ...response(`p${Math.floor(place / 4)}`, `u${place % 7}`, text, 30 + ((11 * place) % 50)),
      model_name: name,
    };
  });
  const later = Array.from({ length: 8 }, (_, place) =>
    response(`l${place}`, `u${place}`, "y".repeat(12 + place), 50 + place, false, 1),
  );
  const outcome = await analysed([...rows, ...later], "published");
  const known = table(outcome, "published").map((row) => row.slice(1, 3));
  // 32 responses, of which the longest two stay out of all but the third
  expect(known).toEqual([
    [30, 64952],
    [22, 29706],
    [24, 30049],
    [11, 841],
    [15, 4349],
  ]);
  expect(table(outcome, "published")[1]?.[0]).toMatch(/opening turns, under/);
  expect(() => table(outcome, "fits").length).not.toThrow();
});

test("responses without a turn are not one turn together", async () => {
  const stray = turns
    .slice(0, 4)
    .map((row, place) => ({ ...row, utterance_id: `stray${place}`, interaction_id: null }));
  const [own, other] = [await analysed(turns), await analysed([...turns, ...stray])];
  for (const id of ["refusals", "longest"]) expect(table(other, id)).toEqual(table(own, id));
});

test("phrases of a file beside the dataset stand in for our own, list by list, and the method says so", async () => {
  const folder = await folderOf({ "utterances.jsonl": turns });
  const analyse = async (phrases: string) => {
    await writeFile(join(folder, "phrases.json"), phrases);
    await using data = await openAnalysisData(folder);
    const [outcome] = await runAnalyses([textFeatures], data, {
      groups: prismGroups,
      mode: "corrected",
      seed: "1",
      embedder: null,
    });
    if (outcome === undefined) throw new Error("one analysis, one outcome");
    return outcome;
  };
  // only t3 has "here it is", and what holds it is chosen, alone
  const given = await analyse(JSON.stringify({ refusal: ["HERE it is"] }));
  expect(table(given, "refusals").map((row) => row[1])).toEqual([1, 0, 0, 0]);
  expect(given.section.provenance.method).toContain(
    "phrases of phrases.json (refusal 1), else lists of our own",
  );
  expect((await analysed(turns)).section.provenance.method).toContain("phrases are lists of our own");
  expect((await analyse('{"refusals": ["no"]}')).problem).toMatch(
    /phrases\.json: .*expected lists of phrases named deanthropomorphising, refusal, self_identification/,
  );
  expect((await analyse('{"refusal": [""]}')).problem).toMatch(/phrases\.json: refusal\.0: /);
  expect((await analyse("no")).problem).toMatch(/phrases\.json: /);
});

test("the longest response is the chosen one in three of four turns with a choice", async () => {
  // t1 and t2 choose a refusal of 24 characters, the longest there; t3 the refusal is longer; t5 the longest
  expect(table(await analysed(turns), "longest").find((row) => row[0] === "all turns")).toEqual([
    "all turns",
    4,
    0.75,
  ]);
});

test("lines of models are compared by their best score on prompts both answered", async () => {
  const rows = [
    { ...response("f1", "u1", "a", 80, true), model_name: "command" },
    { ...response("f1", "u1", "b", 20), model_name: "gpt-4" },
    { ...response("f1", "u1", "c", 70), model_name: "gpt-4-turbo" },
    { ...response("f2", "u1", "d", 30), model_name: "command" },
    { ...response("f2", "u1", "e", 30, true), model_name: "gpt-4-turbo" },
  ];
  expect(table(await analysed(rows), "lines")).toEqual([["command", "gpt-4", 2, 0.5, 0, 0.5]]);
  // as published, command-light is no command
  const light = [...rows, { ...response("f2", "u1", "f", 90), model_name: "command-light" }];
  expect(table(await analysed(light), "lines")).toEqual([["command", "gpt-4", 2, 1, 0, 0]]);
  expect(table(await analysed(light, "published"), "lines")).toEqual([
    ["command", "gpt-4", 2, 0.5, 0, 0.5],
    ["command", "command-light", 1, 0, 1, 0],
    ["command-light", "gpt-4", 1, 1, 0, 0],
  ]);
});

test("nothing scored, one response, one length, and one person each leave a reason", async () => {
  expect((await analysed([response("x", "u", "a", null)])).problem).toMatch(/no responses with a score/);
  for (const rows of [
    [response("x", "u", "a", 50)],
    Array.from({ length: 12 }, (_, place) => response(`s${place}`, `u${place}`, "same", 50)),
    Array.from({ length: 12 }, (_, place) => response(`p${place}`, "u", "x".repeat(place + 1), place)),
  ]) {
    const outcome = await analysed(rows);
    expect(outcome.problem).toBeNull();
    expect(outcome.section.blocks.some((block) => block.kind === "notice")).toBe(true);
  }
});
