import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInStages, checkStudy } from "@refract/collect";
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
    instrument: { id: "kornat", version: 2 },
    items: [
      { id: "S1", question: "Work is fun.", attributes: { keyword: "work" } },
      { id: "S2", question: "Cities are loud." },
    ],
  });
  await rename(join(folder, "statements"), join(folder, "elsewhere"));
  await writeFile(join(folder, "statements.kornat.json"), files["statements.kornat.json"] ?? "");
  expect(await readBundle(folder)).toEqual(files);
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
  expect(problem).toMatch(/^error 9 stage opinions: settings: /);
});

test("a folder outside the study is refused", async () => {
  await writeFile(join(folder, "study.yaml"), study("    instrument: kornat\n    items: ../elsewhere"));
  await expect(readBundle(folder, async () => instruments)).rejects.toThrow(
    "expected a folder in the study's own folder",
  );
});
