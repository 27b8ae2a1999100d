import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { defineRequirement, sharedData } from "@refract/testing";
import { madeFolder, madeReleaseFiles } from "@refract/testing/made-release";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { checkDataset } from "../check/check-dataset.ts";
import { describeDataset } from "./describe-dataset.ts";
import { createNumberTally } from "./tally.ts";

test("numbers are summarised as pandas does: sample and population sd, median between the middle two", () => {
  const tally = createNumberTally();
  for (const value of [2, 4, 4, 4, 5, 5, 7, 9]) tally.add(value);
  const summary = tally.summary();
  expect(summary).toMatchObject({ n: 8, mean: 5, std_population: 2, min: 2, max: 9, median: 4.5 });
  expect(summary.std).toBeCloseTo(2.138089935, 9);
  expect(createNumberTally().summary()).toMatchObject({ n: 0, mean: null, std: null, median: null });
});

/** Three participants of whom two talk; every number below is computed by hand. */
function small() {
  const files = madeReleaseFiles({ seed: "describe", participants: 3, responseCharacters: 20 });
  const [first, second, third] = files["survey.jsonl"];
  const conversation = files["conversations.jsonl"][0];
  const text = files["metadata.jsonl"][0];
  const utterance = files["utterances.jsonl"][0];
  if (!first || !second || !third || !conversation || !text || !utterance)
    throw new Error("the seed makes all of them");
  const sliders = (values: number) => ({
    ...first.stated_prefs,
    values,
    safety: 100 - values,
    other_text: null,
  });
  const shownNone = Object.fromEntries(Object.keys(first.lm_usecases).map((key) => [key, null]));
  const shown = {
    ...Object.fromEntries(Object.keys(first.lm_usecases).map((key) => [key, 0])),
    other_text: null,
  };
  const attributes = {
    values: 80,
    fluency: 70,
    factuality: 60,
    safety: 50,
    diversity: 40,
    creativity: 30,
    helpfulness: 20,
  };
  const talk = (user: number, number: number, turns: number, values: number | null) => ({
    ...conversation,
    conversation_id: `c${number}`,
    user_id: `user${user}`,
    conversation_type: number === 2 ? "values guided" : "unguided",
    conversation_turns: turns,
    included_in_balanced_subset: number === 2,
    performance_attributes: { ...attributes, values },
    choice_attributes: attributes,
  });
  const response = (
    number: number,
    user: number,
    turn: number,
    model: string,
    score: number,
    chosen: boolean,
  ) => ({
    ...utterance,
    utterance_id: `ut${number}`,
    user_id: `user${user}`,
    turn,
    model_name: model,
    model_provider: "openai",
    score,
    if_chosen: chosen,
    included_in_balanced_subset: false,
    model_response: number === 3 ? "EMPTY STRING" : "text",
  });
  const flags = (column: string, language: string, pii: boolean, manual: false | null) => ({
    ...text,
    column_id: column,
    language_flag: language,
    en_flag: language === "en",
    pii_flag: pii,
    pii_manual_flag: manual,
    moderation_flag: { ...text.moderation_flag, flagged: false },
  });
  return {
    "survey.jsonl": [
      {
        ...first,
        user_id: "user0",
        survey_only: false,
        age: "18-24 years old",
        stated_prefs: sliders(10),
        lm_usecases: { ...shown, research: 1, games: 1 },
      },
      {
        ...second,
        user_id: "user1",
        survey_only: false,
        age: "65+ years old",
        stated_prefs: sliders(40),
        lm_usecases: { ...shown, research: 1 },
      },
      {
        ...third,
        user_id: "user2",
        survey_only: true,
        age: "18-24 years old",
        stated_prefs: { ...sliders(70), other_text: "own" },
        lm_usecases: shownNone,
      },
    ],
    "conversations.jsonl": [talk(0, 0, 2, 90), talk(0, 1, 3, null), talk(1, 2, 6, 20)],
    "utterances.jsonl": [
      response(0, 0, 0, "a", 10, true),
      response(1, 0, 0, "b", 5, false),
      response(2, 1, 0, "a", 60, true),
      response(3, 1, 1, "a", 25, false),
    ],
    "metadata.jsonl": [
      flags("user_prompt", "en", true, false),
      flags("model_response", "en", false, null),
      flags("model_response", "la", false, null),
    ],
  };
}

test("a small dataset gives the numbers computed by hand", async () => {
  await using folder = await madeFolder(small());
  const { totals, participants, attributes, missingFiles, skippedLines } = await describeDataset(folder.path);
  expect(missingFiles).toEqual(["models.jsonl"]);
  expect(skippedLines).toEqual({});
  expect(totals).toMatchObject({
    participants: 3,
    participants_with_conversations: 2,
    survey_only: 1,
    conversations: 3,
    conversations_by_type: { unguided: 2, "values guided": 1 },
    interactions: 11,
    utterances: 4,
    opening_turn_utterances: 3,
    if_chosen_true: 2,
    empty_string_responses: 1,
    conversations_per_participant: { mean: 1.5, std_population: 0.5, min: 1, max: 2 },
    models_rated_per_participant: { mean: 1.5, std_population: 0.5, min: 1, max: 2 },
    opening_responses_per_model: { mean: 1.5, std_population: 0.5, min: 1, max: 2 },
    unique_raters_per_model: { mean: 1.5, std_population: 0.5, min: 1, max: 2 },
    longest_conversation_per_participant_turns: { "3": 1, "6": 1 },
    utterances_by_model: { a: 3, b: 1 },
    utterances_by_provider: { openai: 4 },
    languages: { human: { en: 1, Other: 0, Total: 1 }, model: { en: 1, la: 1, Other: 0, Total: 2 } },
  });
  expect(totals.balanced_subset.conversations).toBe(1);
  expect(totals.metadata_flags.user_prompt).toEqual({
    is_english: 1,
    contains_pii: 1,
    manual_pii: 0,
    moderation_flagged: 0,
    total: 1,
  });
  expect(totals.metadata_flags.model_response.manual_pii).toBeNull();
  expect(totals.metadata_flags.Overall).toMatchObject({
    is_english: 2,
    contains_pii: 1,
    manual_pii: 0,
    total: 3,
  });
  expect(participants.totals).toEqual({ "Total Participants": 3, "With conversations": 2, "Just survey": 1 });
  expect(participants.demographics.age).toEqual({ "18-24 years old": 2, "65+ years old": 1 });
  expect(participants.use_case_denominator).toBe(2);
  expect(participants.llm_use.lm_usecases).toEqual({ Research: 2, Games: 1 });
  expect(attributes.stated_prefs.values).toEqual({
    n: 3,
    mean: 40,
    std: 30,
    std_population: Math.sqrt(600),
    min: 10,
    max: 70,
    median: 40,
  });
  expect(attributes.other_text_used).toBe(1);
  // Over conversations: 10 and 10 of user0, 40 of user1; 90 and 20 performed; 80 thrice for the choice.
  expect(attributes.medians_conversation_weighted.values).toEqual([10, 55, 80]);
  expect(attributes.percent_na.values).toEqual([0, 100 / 3, 0]);
  expect(attributes.conversations_with_any_na).toEqual({ performance_attributes: 1, choice_attributes: 0 });
  expect(attributes.score).toMatchObject({ n: 4, mean: 25, min: 5, max: 60, median: 17.5 });
  const { order, matrix } = attributes.stated_prefs_correlation;
  expect(matrix[order.indexOf("values")]?.[order.indexOf("safety")]).toBeCloseTo(-1, 12);
});

test("descriptions and checks count the same rows", async () => {
  await using folder = await madeFolder(
    madeReleaseFiles({ seed: "both", participants: 12, responseCharacters: 20 }),
  );
  const [{ totals }, { counts }] = await Promise.all([
    describeDataset(folder.path),
    checkDataset(folder.path),
  ]);
  expect(totals).toMatchObject({
    participants: counts.participants,
    participants_with_conversations: counts.participantsWithConversations,
    conversations: counts.conversations,
    interactions: counts.interactions,
    utterances: counts.utterances,
    opening_turn_utterances: counts.openingUtterances,
    if_chosen_true: counts.chosenUtterances,
    balanced_subset: counts.balancedSubset,
  });
  expect(totals.metadata_flags.Overall.total).toBe(counts.texts);
});

test("lines that are no records are left out and counted", async () => {
  const files = small();
  await using folder = await madeFolder({ ...files, "utterances.jsonl": "{}\nnothing\n" });
  const described = await describeDataset(folder.path);
  expect(described.skippedLines).toEqual({ "utterances.jsonl": 2 });
  expect(described.totals.utterances).toBe(0);
  await expect(describeDataset(join(folder.path, "none"))).rejects.toThrow("no such file or folder");
});

const release = defineRequirement<string>({
  name: "PRISM's release",
  find: async () => {
    const path = process.env.REFRACT_PRISM_RELEASE;
    return path !== undefined && existsSync(path)
      ? { state: "found", thing: path }
      : {
          state: "missing",
          reason: "REFRACT_PRISM_RELEASE names no folder",
          install: "refract dataset get prism --out prism; export REFRACT_PRISM_RELEASE=$PWD/prism",
        };
  },
});

const numbers = z.record(z.string(), z.json());
const found = await release.find();
const reference = await sharedData("prism").find();

describe("PRISM's release", () => {
  if (found.state === "missing" || reference.state === "missing") {
    // The release is 150 MB that nobody has to have, so that this is no failure where everything else is there.
    test("gives the published numbers", (context) => {
      context.skip(
        `needs ${found.state === "missing" ? `${release.name}: ${found.install}` : "its reference figures"}`,
      );
    });
    return;
  }
  const read = async (name: string) =>
    numbers.parse(JSON.parse(await readFile(join(reference.thing, "reference", name), "utf8")));

  test("is valid", async () => {
    const check = await checkDataset(found.thing);
    expect(check.violations.map((violation) => violation.message).slice(0, 20)).toEqual([]);
  });

  test("gives the published numbers", async () => {
    const described = await describeDataset(found.thing);
    const { totals, participants, attributes } = described;
    expectNear(totals, await read("dataset_totals.json"), 1e-6);
    const { recruitment_studies: _, source: __, ...people } = await read("participants.json");
    expectNear(participants, people, 0);
    const expected = await read("attributes.json");
    for (const block of ["stated_prefs", "performance_attributes", "choice_attributes"] as const) {
      const { scale: _scale, conversations_with_any_na: _na, ...sliders } = numbers.parse(expected[block]);
      expectNear(attributes[block], sliders, 0.051);
    }
    const { order: _order, ...medians } = numbers.parse(expected.medians_conversation_weighted);
    expectNear(attributes.medians_conversation_weighted, medians, 0);
    expectNear(attributes.percent_na, expected.percent_na, 0.51);
    expect(attributes.other_text_used).toBe(expected.other_text_used);
  });
});

/** Every number of `expected` is in `actual`, within `tolerance`; further keys of `actual` are free. */
function expectNear(actual: unknown, expected: unknown, tolerance: number, path = ""): void {
  if (typeof expected === "number") {
    expect(typeof actual, path).toBe("number");
    expect(
      Math.abs(Number(actual) - expected),
      `${path}: ${actual}, expected ${expected}`,
    ).toBeLessThanOrEqual(tolerance);
  } else if (expected !== null && typeof expected === "object") {
    const record = z.looseObject({}).safeParse(Array.isArray(actual) ? { ...actual } : actual);
    expect(record.success, path).toBe(true);
    for (const [key, value] of Object.entries(expected))
      expectNear(record.data?.[key], value, tolerance, `${path}.${key}`);
  } else {
    expect(actual, path).toEqual(expected);
  }
}
