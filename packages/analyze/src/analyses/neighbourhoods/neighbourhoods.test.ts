import type { Cell } from "@refract/report";
import { deriveSeed } from "@refract/stats";
import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { openAnalysisData } from "../../data/analysis-data.ts";
import { prismGroups } from "../../groups/groups.ts";
import type { Mode } from "../../mode.ts";
import { runAnalyses } from "../../run/run-analyses.ts";
import { neighbourhoodsAnalysis } from "./neighbourhoods.ts";

/** Texts are angles in degrees, so that who is near whom is known: 18.2° are a distance of 0.05, 29.0° of 0.125, 36.9° of 0.2. */
const angles = {
  name: "angles",
  languages: null,
  embed: async (texts: readonly string[]) =>
    texts.map((text) => {
      const angle = (Number(/\d+/.exec(text)?.[0]) * Math.PI) / 180;
      return Float32Array.of(Math.cos(angle), Math.sin(angle));
    }),
};

const prompts = [
  ["u1", 0],
  ["u2", 10],
  ["u3", 35],
  ["u4", 70],
  // near each other, but of one person
  ["u5", 180],
  ["u5", 185],
] as const;
const responses = [
  ["u1", 0],
  ["u2", 0],
  ["u3", 30],
  ["u4", 90],
] as const;

async function analysed(mode: Mode = "corrected") {
  await using folder = await madeFolder({
    "survey.jsonl": ["Male", "Male", "Female", "Female", "Male"].map((gender, place) => ({
      user_id: `u${place + 1}`,
      gender,
      age: "18-24 years old",
    })),
    "conversations.jsonl": [
      ...prompts.map(([user_id, angle], place) => ({
        conversation_id: `c${place}`,
        user_id,
        opening_prompt: `at ${angle}`,
      })),
      { conversation_id: "c9", user_id: "u1", opening_prompt: " " },
    ],
    "utterances.jsonl": responses.map(([user_id, angle], place) => ({
      utterance_id: `ut${place}`,
      interaction_id: `int${place}`,
      conversation_id: `c${place}`,
      user_id,
      turn: 0,
      model_name: "m",
      model_response: `at ${angle}`,
      score: 50,
    })),
  });
  await using data = await openAnalysisData(folder.path);
  const [outcome] = await runAnalyses([neighbourhoodsAnalysis], data, {
    groups: prismGroups,
    mode,
    seed: "s",
    embedder: angles,
  });
  if (outcome === undefined) throw new Error("one analysis, one outcome");
  const rows = (id: string): readonly (readonly Cell[])[] =>
    outcome.section.blocks.flatMap((block) => (block.kind === "table" && block.id === id ? block.rows : []));
  return { outcome, rows };
}

test("prompts join as the distance grows, and people who repeat themselves are no neighbourhood", async () => {
  const { outcome, rows } = await analysed();
  expect(outcome.problem).toBeNull();
  const none = { absent: "fewer than two neighbourhoods" };
  expect(rows("prompt-neighbourhoods")).toEqual([
    // distance, clusters, singletons, of several, neighbourhoods, prompts inside, share, mean size, sd, largest
    [0.05, 4, 2, 2, 1, 2, 2 / 6, 2, none, 2],
    [0.125, 3, 1, 2, 1, 3, 3 / 6, 3, none, 3],
    [0.2, 2, 0, 2, 1, 4, 4 / 6, 4, none, 4],
  ]);
  expect(outcome.section.summary).toBe(
    "At distance 0.05, 2 of 6 prompts (33.3 %) lie in 1 neighbourhood of several people.",
  );
  expect(outcome.section.provenance).toMatchObject({
    population: "opening prompts with text (6 of 7)",
    n: "6 prompts by 5 people",
    weights: "none: every prompt counts the same",
    seed: [
      ...[0.05, 0.125, 0.2].map((tau) => deriveSeed("s", "neighbourhoods", `chance at ${tau}`)),
      deriveSeed("s", "shared", "topics of opening_prompt"),
    ].join("; "),
  });
});

test("published, the share is of neighbourhoods, not of the prompts in them", async () => {
  const { rows } = await analysed("published");
  expect(rows("prompt-neighbourhoods").map((row) => row[6])).toEqual([1 / 6, 1 / 6, 1 / 6]);
});

test("authors who are alike have an adjusted entropy of -1, and mixed ones that of the formula", async () => {
  const { rows } = await analysed();
  const gender = rows("neighbourhood-entropies").filter((row) => row[1] === "Gender");
  // two men: no entropy at all
  expect(gender[0]?.slice(0, 3)).toEqual([0.05, "Gender", -1]);
  // four of six prompts are by men; two men and two women are 1 bit, against what four drawn prompts have:
  const draws = [0, 1, 2, 3, 4].map((men) => {
    const times = [1, 4, 6, 4, 1][men] ?? 0;
    const chance = times * (4 / 6) ** men * (2 / 6) ** (4 - men);
    const bits = [men / 4, 1 - men / 4].reduce((sum, p) => sum - (p === 0 ? 0 : p * Math.log2(p)), 0);
    return chance * bits;
  });
  const expected = draws.reduce((sum, value) => sum + value, 0);
  expect(gender[2]?.[2]).toBeCloseTo((1 - expected) / expected, 9);
  // age is the same for everybody and so has no entropy to expect
  expect(rows("neighbourhood-entropies").some((row) => row[1] === "Age")).toBe(false);
  expect(rows("neighbourhood-uniform-attributes").filter((row) => row[2] === 1)).toEqual([
    [0.05, 1, 1, 2],
    [0.125, 0, 1, 3],
    [0.2, 0, 1, 4],
  ]);
});

test("equal responses of two people are a neighbourhood at every distance", async () => {
  const { rows } = await analysed();
  expect(rows("response-neighbourhoods").map((row) => row.slice(0, 6))).toEqual([
    [0.05, 3, 2, 1, 1, 2],
    [0.125, 3, 2, 1, 1, 2],
    [0.2, 2, 1, 1, 1, 3],
  ]);
});
