import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cell } from "@refract/report";
import { deriveSeed } from "@refract/stats";
import { describeWith, sharedData } from "@refract/testing";
import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import * as z from "zod";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import type { Mode } from "../../mode.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { freeText } from "./free-text.ts";

const freeTextFigures = z.looseObject({
  system_string: z.looseObject({ top_adjectives: z.array(z.tuple([z.string(), z.number()])) }),
});

async function run(folder: string, mode: Mode = "corrected") {
  await using data = await openAnalysisData(folder);
  const options = { groups: prismGroups, mode, seed: "42", embedder: null };
  const [outcome] = await runAnalyses([freeText], data, options);
  if (outcome === undefined) throw new Error("no outcome");
  const rows = (id: string): readonly (readonly Cell[])[] =>
    outcome.section.blocks.flatMap((block) => (block.kind === "table" && block.id === id ? block.rows : []));
  return { outcome, rows };
}

const response = (id: number, prompt: string) => ({
  utterance_id: `ut${id}`,
  interaction_id: "int0",
  user_prompt: prompt,
  model_response: "Yes",
});

test("texts have words, n-grams, adjectives and an audit sample; prompts count once unless as published", async () => {
  await using folder = await madeFolder({
    "survey.jsonl": [
      { user_id: "user0", system_string: "Be factual, be  kind." },
      { user_id: "user1", system_string: "be factual" },
    ],
    "utterances.jsonl": [response(0, "a b"), response(1, "a b")],
  });
  const { outcome, rows } = await run(folder.path);
  expect(outcome).toMatchObject({ status: "done", problem: null });
  // 5 pieces with the empty one between two spaces, and 2: mean 3.5, sample sd 3 / sqrt 2
  expect(rows("free-text-words")[0]?.slice(1, 10)).toEqual([
    2,
    3.5,
    3 / Math.SQRT2,
    2,
    2.75,
    3.5,
    4.25,
    5,
    6,
  ]);
  const grams = rows("free-text-n-grams").filter((row) => row[0] === "System string");
  expect(grams.find((row) => row[1] === 1)).toEqual(["System string", 1, "factual", 2]);
  expect(grams.find((row) => row[1] === 2)).toEqual(["System string", 2, "be factual", 2]);
  expect(rows("free-text-adjectives")[0]?.slice(0, 3)).toEqual(["System string", "factual", 2]);
  expect(rows("free-text-audit").map((row) => row[0])).toEqual(["System string", "System string", "Prompts"]);
  const prompts = async (mode: Mode) =>
    (await run(folder.path, mode)).rows("free-text-words").find((row) => row[0] === "Prompts")?.[1];
  expect(await prompts("corrected")).toBe(1);
  expect(await prompts("published")).toBe(2);
});

await describeWith(sharedData("prism"), "the nine real system strings at hand", (prism) => {
  test("are read, and their frequent words and adjectives are found", async () => {
    const text = await readFile(join(prism, "raw/participants_partial.jsonl"), "utf8");
    const people = text
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    await using folder = await madeFolder({ "survey.jsonl": people });
    const { outcome, rows } = await run(folder.path);
    expect(outcome).toMatchObject({ status: "done", problem: null });
    expect(rows("free-text-words").map(([field, texts]) => [field, texts])).toEqual([
      ["System string", 9],
      ["Self-description", 9],
    ]);
    // the most frequent adjectives of all 1,500 are among those of the nine
    const found = rows("free-text-adjectives")
      .filter(([field]) => field === "System string")
      .map(([, word]) => word);
    const { system_string } = freeTextFigures.parse(
      JSON.parse(await readFile(join(prism, "reference/free_text.json"), "utf8")),
    );
    const published = system_string.top_adjectives.map(([word]) => word);
    expect(found.filter((word) => published.includes(String(word))).length).toBeGreaterThan(2);
  });
});

test("tokens are counted as in whole texts, whatever their white space", async () => {
  const texts = ["Be kind, don't lie", " a  b\n c ", "x\u00a0 y\n\nz 12345", "end <|endoftext|> \n"];
  await using folder = await madeFolder({
    "survey.jsonl": texts.map((text, id) => ({ user_id: `user${id}`, system_string: text })),
  });
  const { encode } = await import("gpt-tokenizer/encoding/cl100k_base");
  const whole = new Set(texts.flatMap((text) => encode(text, { disallowedSpecial: new Set() })));
  expect((await run(folder.path)).rows("free-text-words")[0]?.[10]).toBe(whole.size);
});

test("the audit sample of prompts does not hang on the order of the file", async () => {
  const rows = Array.from({ length: 80 }, (_, id) => ({
    ...response(id, `prompt ${id}`),
    interaction_id: `int${id}`,
  }));
  const audit = async (utterances: readonly unknown[]) => {
    await using folder = await madeFolder({ "utterances.jsonl": utterances });
    return (await run(folder.path)).rows("free-text-audit");
  };
  const own = await audit(rows);
  expect(own).toHaveLength(25);
  expect(await audit(rows.toReversed())).toEqual(own);
});

test("missing and null texts are notices", async () => {
  await using folder = await madeFolder({ "survey.jsonl": [{ user_id: "user0", system_string: null }] });
  const { outcome, rows } = await run(folder.path);
  expect(outcome.status).toBe("done");
  expect(rows("free-text-words")).toEqual([]);
});

test("triples are of neighbours, across line breaks and without punctuation, and shorter texts have none", async () => {
  await using folder = await madeFolder({
    "survey.jsonl": ["Be kind,\nalways!", "be kind  always", "be kind", "kind"].map((system_string, id) => ({
      user_id: `user${id}`,
      system_string,
    })),
  });
  const { rows } = await run(folder.path);
  expect(rows("free-text-n-grams").filter((row) => row[1] === 3)).toEqual([
    ["System string", 3, "be kind always", 2],
  ]);
  expect(rows("free-text-n-grams").filter((row) => row[1] === 2)).toEqual([
    ["System string", 2, "be kind", 3],
    ["System string", 2, "kind always", 2],
  ]);
});

test("an adjective is shown in three places with five tokens on either side, once a text", async () => {
  const text = "one two three four five six honest answers one two three four five six";
  await using folder = await madeFolder({
    "survey.jsonl": Array.from({ length: 5 }, (_, id) => ({
      user_id: `user${id}`,
      system_string: id === 4 ? "honest people give honest answers" : text,
    })),
  });
  const [own] = (await run(folder.path)).rows("free-text-adjectives").filter((row) => row[1] === "honest");
  expect(own?.[2]).toBe(5);
  const window = "two three four five six honest answers one two three four";
  expect(own?.[3]).toBe([window, window, window].join(" … "));
});

test("fields of more than 20,000 texts are tagged in a seeded sample, which is said; the audit takes 25 by seed", async () => {
  const count = 20_001;
  await using folder = await madeFolder({
    "survey.jsonl": Array.from({ length: count }, (_, id) => ({
      user_id: `user${id}`,
      system_string: `a ${id % 2 === 0 ? "kind" : "polite"} assistant ${id}`,
    })),
  });
  const { outcome, rows } = await run(folder.path);
  expect(rows("free-text-words")[0]?.slice(1, 3)).toEqual([count, 4]);
  expect(JSON.stringify(outcome.section.blocks)).toContain(
    "System string: adjectives are of a seeded sample of 2,000 of 20,001 texts",
  );
  // "kind" is a noun to the tagger now and then, "polite" never; half of 2,000 with a standard deviation of 21
  const polite = rows("free-text-adjectives").find((row) => row[1] === "polite")?.[2];
  expect(Math.abs(Number(polite) - 1000)).toBeLessThan(110);
  const audit = rows("free-text-audit");
  expect(audit).toHaveLength(25);
  expect(new Set(audit.map((row) => row[1])).size).toBe(25);
  expect((await run(folder.path)).rows("free-text-audit")).toEqual(audit);
});

test("the provenance lists the seeds of fields that were drawn from, and the population and n of what was read", async () => {
  await using folder = await madeFolder({
    "survey.jsonl": [{ user_id: "user0", system_string: "be kind", self_description: "me" }],
    "conversations.jsonl": [{ conversation_id: "c0", open_feedback: "fine" }],
    "utterances.jsonl": [response(0, "a b")],
  });
  const { outcome } = await run(folder.path);
  const { provenance } = outcome.section;
  // of models' responses nothing is drawn: few are all tagged, and none is to be labelled by hand
  const fields = ["system_string", "self_description", "open_feedback", "user_prompt"];
  expect(provenance.seed).toBe(fields.map((field) => deriveSeed("42", "free-text", field)).join(", "));
  expect(provenance).toMatchObject({ n: "5 texts", weights: "none", mode: "corrected" });
});

test("the mark of an empty text is nobody's words, but for the paper's figures", async () => {
  await using folder = await madeFolder({
    "survey.jsonl": ["EMPTY STRING", "be kind", "EMPTY STRING"].map((system_string, id) => ({
      user_id: `user${id}`,
      system_string,
    })),
  });
  const own = await run(folder.path);
  expect(own.rows("free-text-words").map((row) => row.slice(0, 3))).toEqual([["System string", 1, 2]]);
  expect(own.rows("free-text-n-grams").map((row) => row[2])).not.toContain("empty string");
  const published = await run(folder.path, "published");
  expect(published.rows("free-text-words").map((row) => row.slice(0, 3))).toEqual([["System string", 3, 2]]);
  expect(published.rows("free-text-n-grams")).toContainEqual(["System string", 2, "empty string", 2]);
});

test("single words are those of the paper's list: would, like and also count, should and it do not", async () => {
  await using folder = await madeFolder({
    "survey.jsonl": [
      {
        user_id: "user0",
        system_string: "I would like it to also help; it shouldn't, don't you think, be rude",
      },
    ],
  });
  const { rows } = await run(folder.path);
  expect(
    rows("free-text-n-grams")
      .filter((row) => row[1] === 1)
      .map((row) => row[2]),
  ).toEqual(["also", "help", "like", "rude", "think", "would"]);
});
