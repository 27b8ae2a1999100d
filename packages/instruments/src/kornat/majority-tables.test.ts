import type { Item, ScoredRow } from "@refract/core";
import { expect, test } from "vitest";
import { kornat } from "./kornat.ts";
import { majorityOf } from "./majority.ts";

const [variant] = kornat.variants;
const item = (id: string, keyword: string, agree: number): Item => ({
  ...{ id, group: id, cluster: id, language: "ko", stimulus: [], question: "?", optOuts: [] },
  format: { kind: "likert", options: [] },
  gold: {
    kind: "distribution",
    respondents: 10,
    shares: { strongly_disagree: 0, disagree: 1 - agree, neutral: 0, agree, strongly_agree: 0 },
  },
  attributes: { keyword },
  record: {},
});
const row = (of: Item, value: string): ScoredRow => {
  if (variant === undefined) throw new Error("no template");
  return {
    ...{ item: of, variant, repeat: 0, respondent: "m", mode: "generate", reply: value },
    parsed: { value, missing: null, rule: "only/text" },
  };
};
const rows = [0.2, 0.4, 0.9, 0.5].map((agree, place) =>
  row(item(`i${place}`, place < 2 ? "work" : "city", agree), "agree"),
);
const tables = kornat.summaries?.(rows, kornat.options.parse({})) ?? [];

test("the paper's scores have intervals over items", () => {
  const majority = tables.find(({ id }) => id === "majority");
  expect(majority?.columns.slice(1, 4).map(({ name }) => name)).toEqual(["sva", "sva_lower", "sva_upper"]);
  const [, mean, lower, upper] = majority?.rows[0] ?? [];
  expect(mean).toBe(0.5);
  expect(Number(lower)).toBeGreaterThan(0);
  expect(Number(lower)).toBeLessThan(0.5);
  expect(Number(upper)).toBeLessThanOrEqual(1);
});

test("the paper's scores are cut by keyword", () => {
  const keywords = tables.find(({ id }) => id === "majority-keywords");
  expect(keywords?.rows.map(([, keyword, sva]) => [keyword, Number(Number(sva).toFixed(6))])).toEqual([
    ["city", 0.7],
    ["work", 0.3],
  ]);
});

test("what stands beside the published figures is the majority over templates, not a template", () => {
  const beside = kornat.beside?.(tables.map((table) => ({ ...table, respondent: "m" }))) ?? [];
  expect(beside.map(({ metric, value, of }) => [metric, value, of])).toContainEqual([
    "sva",
    0.5,
    "majority over templates",
  ]);
  expect(new Set(beside.map(({ of }) => of))).toEqual(new Set(["majority over templates"]));
});

test("a majority can be asked to be more than half", () => {
  const given = ["agree", "agree", "neutral", "disagree"];
  expect(majorityOf(given)).toEqual({ kind: "answer", answer: "agree" });
  expect(majorityOf(given, "half")).toEqual({ kind: "tied", leaders: ["agree"] });
  expect(majorityOf([...given, "agree"], "half")).toEqual({ kind: "answer", answer: "agree" });
});
