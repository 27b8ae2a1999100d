import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { each, people, study } from "../release-writer/fixtures/three-people.ts";
import { writeRelease } from "../release-writer/write-release.ts";
import { checkTables } from "./check-tables.ts";
import { openReleaseFolder } from "./release-folder.ts";
import { createViolationLog } from "./violation.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-tables-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function release(): Promise<string> {
  const detectors = { language: null, personalData: null, moderation: null };
  const written = await writeRelease({
    study,
    participants: each(people),
    out: join(folder, "d"),
    detectors,
  });
  return written.folder;
}

async function found(directory: string): Promise<readonly string[]> {
  const log = createViolationLog(100);
  await checkTables(await openReleaseFolder(directory), log, undefined);
  return log.kept().map(({ message }) => message);
}

async function change(directory: string, name: string, edit: (text: string) => string): Promise<void> {
  const path = join(directory, name);
  const text = await readFile(path, "utf8");
  const edited = edit(text);
  expect(edited).not.toBe(text);
  await writeFile(path, edited);
}

test("tables are held to the codebook: names, types, rows and answers", async () => {
  const directory = await release();
  expect(await found(directory)).toEqual([]);
  await change(directory, "csv/survey.csv", (text) => text.replace("2026-11-23T09:05:00Z", "yesterday"));
  await change(directory, "csv/survey.csv", (text) => text.replace("None that I like", ""));
  await change(directory, "csv/slots.csv", (text) => text.replace("slot_id", "slot"));
  await change(directory, "csv/utterances.csv", (text) => `${text.slice(0, text.lastIndexOf("ut4"))}`);
  await change(directory, "csv/models.csv", (text) => `${text}"`);
  await writeFile(join(directory, "parquet/answers.parquet"), "PAR1");
  await change(directory, "codebook.json", (text) =>
    text.replace(/(parquet\/conversations\.parquet[\s\S]*?"type": )"VARCHAR"/, '$1"BIGINT"'),
  );
  const messages = await found(directory);
  expect(messages).toEqual([
    'csv/survey.csv: row 1, generated_datetime: invalid value "yesterday", expected a time such as 2026-11-23T09:05:00Z',
    "csv/survey.csv: newspaper: invalid value 0, expected 1 answers to this question, as codebook.json counts",
    'parquet/conversations.parquet: column 1: invalid value "conversation_id VARCHAR", expected conversation_id BIGINT, as codebook.json says',
    "csv/utterances.csv: invalid value 4, expected 5 rows, as codebook.json says",
    expect.stringMatching(/^csv\/models\.csv: .+, expected CSV \(RFC 4180\)$/),
    expect.stringMatching(
      /^csv\/slots\.csv: column \d+: invalid value "slot", expected slot_id, as codebook\.json says$/,
    ),
    expect.stringMatching(/^parquet\/answers\.parquet: .+, expected a Parquet file$/),
  ]);
});

test("a folder without a codebook, or of an earlier form, has nothing to be held to", async () => {
  const directory = await release();
  await writeFile(
    join(directory, "codebook.json"),
    '{"questions": [], "tables": [{"name": "csv/survey.csv", "rows": 1}]}',
  );
  expect(await found(directory)).toEqual([]);
  await rm(join(directory, "codebook.json"));
  expect(await found(directory)).toEqual([]);
});

test("more answers than the codebook counted are told, and columns that it does not name", async () => {
  const directory = await release();
  await change(directory, "codebook.json", (text) => {
    const codebook = JSON.parse(text);
    for (const question of codebook.questions)
      if (question.column === "newspaper") question.counts.present = 0;
    for (const { name, columns } of codebook.tables)
      if (name === "csv/slots.csv" || name === "parquet/slots.parquet") columns.pop();
    return JSON.stringify(codebook);
  });
  expect((await found(directory)).toSorted()).toEqual([
    expect.stringMatching(
      /^csv\/slots\.csv: column \d+: invalid value "missing", expected \d+ columns, as codebook\.json says$/,
    ),
    "csv/survey.csv: newspaper: invalid value 1, expected 0 answers to this question, as codebook.json counts",
    expect.stringMatching(
      /^parquet\/slots\.parquet: column \d+: invalid value "missing VARCHAR", expected \d+ columns, as codebook\.json says$/,
    ),
    "parquet/survey.parquet: newspaper: invalid value 1, expected 0 answers to this question, as codebook.json counts",
  ]);
});

test("a cell of another form than its column's is told, once a column", async () => {
  const directory = await release();
  await change(directory, "csv/slots.csv", (text) =>
    text.replaceAll(/^((?:[^,"\r\n]*,){6})(\d+),/gm, "$1$2.5,"),
  );
  await change(directory, "csv/survey.csv", (text) => text.replace(/\btrue\b/, "yes"));
  expect((await found(directory)).toSorted()).toEqual([
    expect.stringMatching(
      /^csv\/slots\.csv: row 1, drawn_order: invalid value "\d\.5", expected a whole number$/,
    ),
    expect.stringMatching(/^csv\/survey\.csv: row 1, \w+: invalid value "yes", expected true or false$/),
  ]);
});
