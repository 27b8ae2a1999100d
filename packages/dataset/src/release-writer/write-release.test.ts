import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLanguageDetector } from "../detectors/language-detector.ts";
import { createPersonalDataDetector } from "../detectors/personal-data-detector.ts";
import { each, people, study } from "./fixtures/three-people.ts";
import { writeRelease } from "./write-release.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "release-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const detectors = {
  language: createLanguageDetector(),
  personalData: createPersonalDataDetector(),
  moderation: null,
};

test("a release has the five files of PRISM, ours beside them, tables, study, codebook, card and manifest", async () => {
  const out = join(folder, "d");
  await writeRelease({ study, participants: each(people), out, detectors });
  expect((await readdir(out, { recursive: true })).toSorted()).toEqual([
    "README.md",
    "answers.jsonl",
    "codebook.json",
    "codebook.md",
    "conversations.jsonl",
    "csv",
    "csv/conversations.csv",
    "csv/metadata.csv",
    "csv/survey.csv",
    "csv/utterances.csv",
    "csv/wide.csv",
    "detections.jsonl",
    "manifest.json",
    "metadata.jsonl",
    "models.jsonl",
    "parquet",
    "parquet/conversations.parquet",
    "parquet/metadata.parquet",
    "parquet/survey.parquet",
    "parquet/utterances.parquet",
    "parquet/wide.parquet",
    "slots.jsonl",
    "study.yaml",
    "survey",
    "survey.jsonl",
    "survey/questions.json",
    "utterances.jsonl",
  ]);
});
