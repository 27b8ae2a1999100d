import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInStages, checkStudy, releaseStudy } from "@refract/collect";
import { instruments } from "@refract/instruments";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readBundle } from "./read-bundle.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-items-"));
});
afterEach(() => rm(folder, { recursive: true }));

const study = (task: string) => `refract: 1
id: views
title: Views
stages:
  - id: opinions
    type: task
${task}
  - {id: end, type: end}
`;

async function problemsOf(task: string, statements: string | null) {
  await writeFile(join(folder, "study.yaml"), study(task));
  await mkdir(join(folder, "statements"));
  if (statements !== null) await writeFile(join(folder, "statements", "own.csv"), statements);
  const { problems } = checkStudy(await readBundle(folder, async () => instruments), builtInStages);
  return problems.map(({ line, field, message, severity }) => `${severity} ${line} ${field}: ${message}`);
}

test("a folder of records becomes one file of the study, which is found again where the folder is not", async () => {
  expect(
    await problemsOf(
      "    instrument: kornat\n    items: statements",
      "id,keyword,question\nS1,work,Work is fun.\nS2,city,Cities are loud.\n",
    ),
  ).toEqual([]);
  const files = await readBundle(folder, async () => instruments);
  expect(Object.keys(files)).toEqual(["study.yaml", "statements.kornat.json"]);
  expect(JSON.parse(files["statements.kornat.json"] ?? "")).toMatchObject({
    instrument: { id: "kornat", version: instruments.find(({ id }) => id === "kornat")?.version },
    items: [
      { id: "S1", question: "Work is fun.", attributes: { keyword: "work" } },
      { id: "S2", question: "Cities are loud." },
    ],
  });
  await rename(join(folder, "statements"), join(folder, "elsewhere"));
  await writeFile(join(folder, "statements.kornat.json"), files["statements.kornat.json"] ?? "");
  expect(await readBundle(folder)).toEqual(files);
});

test("what a study keeps of its items tells no right answer", async () => {
  await problemsOf(
    "    instrument: normad\n    items: statements",
    "ID,Country,Subaxis,Value,Rule-of-Thumb,Story,Gold Label\n1,japan,visiting,Tidiness,Coats are hung up.,Is it fine?,no\n",
  );
  const files = await readBundle(folder, async () => instruments);
  const { items } = JSON.parse(files["statements.normad.json"] ?? "");
  expect(items).toMatchObject([{ question: "Is it fine?", attributes: { country: "japan" } }]);
  expect(Object.keys(items[0].attributes)).not.toContain("label");
});

test.each([
  ["no JSON", "[1,", "not JSON"],
  ["something else", '{"refract": "task-items/1"}', "instrument: missing, expected object"],
])("kept items that are %s are told at their line", async (_, kept, reason) => {
  await writeFile(join(folder, "study.yaml"), study("    instrument: kornat\n    items: statements"));
  await writeFile(join(folder, "statements.kornat.json"), kept);
  const { problems } = checkStudy(await readBundle(folder), builtInStages);
  expect(problems.map(({ line, field }) => `${line} ${field}`)).toEqual(["8 stage opinions: items"]);
  expect(problems[0]?.message).toContain(`statements.kornat.json: ${reason}`);
});

test("an instrument that there is not is told at its line, with those that there are", async () => {
  const [problem] = await problemsOf("    instrument: kornet\n    items: statements", null);
  expect(problem).toMatch(
    /^error 7 stage opinions: instrument: invalid value "kornet", expected one of amammere, .*kornat/,
  );
});

test("records that the instrument can't read are told at the folder's line", async () => {
  const [problem] = await problemsOf("    instrument: kornat\n    items: statements", "name,text\na,b\n");
  expect(problem).toMatch(/^error 8 stage opinions: items: no KorNAT records: .*own\.csv: name, text/);
});

test("a setting that the instrument does not know is told at its line", async () => {
  const [problem] = await problemsOf(
    "    instrument: kornat\n    items: statements\n    settings: {ties: never}",
    "id,keyword,question\nS1,work,Work is fun.\n",
  );
  expect(problem).toMatch(/^error 9 stage opinions: settings: ties: invalid value "never", expected one of /);
});

/** One made question as Easy has it, and as four rows of Hard, which the instrument also asks in one call. */
async function writeQuestions(): Promise<void> {
  const items = join(folder, "questions");
  await mkdir(items, { recursive: true });
  const options = ["Tea", "Salt", "Rice", "Oil"];
  await writeFile(
    join(items, "easy.csv"),
    `data_idx,question_idx,prompt_question,prompt_option_a,prompt_option_b,prompt_option_c,prompt_option_d,answer,country
1,1,What is poured first in the made-up house?,${options.join(",")},A,Japan
`,
  );
  const hard = options.map(
    (option, place) =>
      `${place},2,What is kept by the made-up door?,${option},${place === 1 ? "True" : "False"},Japan\n`,
  );
  await writeFile(
    join(items, "hard.csv"),
    `data_idx,question_idx,prompt_question,prompt_option,answer,country\n${hard.join("")}`,
  );
}

async function formatsGiven(variants: string | null): Promise<readonly string[]> {
  const setting = variants === null ? "" : `\n    variants: ${variants}`;
  await writeFile(
    join(folder, "study.yaml"),
    study(`    instrument: culturalbench\n    items: questions${setting}`),
  );
  const files = await readBundle(folder, async () => instruments);
  const { study: checked, problems } = checkStudy(files, builtInStages);
  const wrong = problems.filter(({ severity }) => severity === "error");
  if (checked === null || wrong.length > 0) return wrong.map(({ field, message }) => `${field}: ${message}`);
  const opened = { opened: checked, version: 1, hash: "", seed: "seed", openSeed: false, codings: [] };
  return (releaseStudy(opened).study.items ?? []).map(({ format }) => format);
}

test("people get the items of the variants a stage names, else those that models get", async () => {
  await writeQuestions();
  const judgements = ["true-false", "true-false", "true-false", "true-false"];
  expect(await formatsGiven(null)).toEqual(["choice", ...judgements]);
  expect(await formatsGiven("[easy]")).toEqual(["choice"]);
  expect(await formatsGiven("[easy, hard-in-one]")).toEqual(["choice", "several"]);
});

test("a variant that the instrument does not know is told at its place", async () => {
  await writeQuestions();
  expect(await formatsGiven("[easy, hardest]")).toEqual([
    'stage opinions: variants[1]: invalid value "hardest", expected one of easy, hard, hard-in-one',
  ]);
});

test("variants that no item of the folder runs under are told", async () => {
  await writeQuestions();
  await rm(join(folder, "questions", "easy.csv"));
  expect(await formatsGiven("[easy]")).toEqual([
    'stage opinions: variants: no item of "questions" runs under easy',
  ]);
});

test("a folder outside the study is refused", async () => {
  await writeFile(join(folder, "study.yaml"), study("    instrument: kornat\n    items: ../elsewhere"));
  await expect(readBundle(folder, async () => instruments)).rejects.toThrow(
    "expected a folder in the study's own folder",
  );
});
