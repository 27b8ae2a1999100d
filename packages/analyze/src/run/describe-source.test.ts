import { createHash } from "node:crypto";
import { join } from "node:path";
import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { openAnalysisData } from "../data/analysis-data.ts";
import { describeFiles, describeSource } from "./describe-source.ts";

const survey = [{ user_id: "u1" }, { user_id: "u2" }];

const manifest = (own: {
  readonly mode: string;
  readonly demo_models?: string;
  readonly simulated?: number;
}) => ({
  refract_dataset: 1,
  generated_by: "a test",
  versions: { refract: "0.1.0", node: "24", duckdb: "1" },
  generated_at: null,
  mode: own.mode,
  demo_models: own.demo_models ?? "none",
  protocol: {
    survey: true,
    judge: "scale",
    scale: { minimum: 1, maximum: 100 },
    conversation_types: ["unguided"],
    opening_responses: 4,
    later_responses: 2,
    continuation: "winner",
    minimum_turns: 2,
  },
  study: { id: "tea", title: "Tea or coffee", version: 1, sha256: "0", languages: ["en"] },
  seeds: { study_digest: "0", study: null, balanced_subset: "0" },
  detectors: { language: null, personal_data: null, moderation: null },
  undetected: {},
  counts: {
    participants: 2000,
    participants_with_conversations: 2,
    survey_only: 0,
    simulated_participants: own.simulated ?? 0,
    conversations: 2,
    interactions: 2,
    utterances: 2,
    chosen_utterances: 1,
    failed_slots: 0,
    truncated_slots: 0,
    reasoned_slots: 0,
    texts: 1,
    balanced_subset: { participants: 0, conversations: 0, utterances: 0 },
    left_out: { participants: 0, unfinished_conversations: 0, unsettled_turns: 0 },
  },
  files: [],
});

async function described(files: Readonly<Record<string, readonly unknown[] | string>>, inside = "") {
  await using folder = await madeFolder(files);
  await using data = await openAnalysisData(join(folder.path, inside));
  return { ...(await describeSource(data.folder)), facts: await describeFiles(data) };
}

const withManifest = (own: Parameters<typeof manifest>[0]) =>
  described({ "survey.jsonl": survey, "manifest.json": JSON.stringify(manifest(own)) });

test("files are named with their records and hash, and the dataset by its study", async () => {
  const { name, facts, notices } = await withManifest({ mode: "people" });
  const hash = createHash("sha256")
    .update(survey.map((row) => `${JSON.stringify(row)}\n`).join(""))
    .digest("hex");
  expect(name).toBe("Tea or coffee");
  expect(facts).toEqual([["survey.jsonl", `2 records, SHA-256 ${hash}`]]);
  expect(notices).toEqual([]);
});

test.each([
  [{ mode: "simulated" }, [/^Simulated people: a program made every answer/]],
  [{ mode: "mixed", simulated: 1234 }, [/^1,234 of 2,000 people are simulated/]],
  [{ mode: "people", demo_models: "all" }, [/^Demo models: every response is scripted/]],
  [{ mode: "people", demo_models: "some" }, [/^Some of the models are demo models/]],
  [{ mode: "simulated", demo_models: "all" }, [/^Simulated people/, /^Demo models/]],
  [{ mode: "empty" }, []],
])("%j is told before any figure", async (own, expected) => {
  const { notices } = await withManifest(own);
  expect(notices).toHaveLength(expected.length);
  for (const [place, text] of expected.entries()) {
    expect(notices[place]?.level).toBe("warning");
    expect(notices[place]?.text).toMatch(text);
  }
});

test("without a manifest nothing says who made the records; the folder names the dataset", async () => {
  const { name, notices } = await described({ "tea/survey.jsonl": survey }, "tea");
  expect(name).toBe("tea");
  expect(notices.map(({ level }) => level)).toEqual(["note"]);
  expect(notices[0]?.text).toContain("no manifest.json");
});

test.each([
  ["{", /could not be read \((?!it breaks).+\), so it is not known/],
  [JSON.stringify({ mode: "people" }), /could not be read \(it breaks its schema\)/],
])("a manifest that can't be read is a warning: %s", async (text, expected) => {
  const { notices } = await described({ "survey.jsonl": survey, "manifest.json": text });
  expect(notices.map(({ level }) => level)).toEqual(["warning"]);
  expect(notices[0]?.text).toMatch(expected);
});

test("flat copies stand in a folder of their own, and take the manifest beside it", async () => {
  const { name, notices } = await described(
    {
      "parquet/survey.jsonl": survey,
      "manifest.json": JSON.stringify(manifest({ mode: "simulated" })),
    },
    "parquet",
  );
  expect(name).toBe("Tea or coffee");
  expect(notices[0]?.text).toMatch(/^Simulated people/);
});
