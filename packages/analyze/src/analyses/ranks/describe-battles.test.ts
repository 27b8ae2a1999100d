import { expect, test } from "vitest";
import { battleNotices } from "./describe-battles.ts";
import type { LoadedBattles } from "./load-battles.ts";

const battles: LoadedBattles = {
  models: ["a", "b"],
  people: Array.from({ length: 60 }, (_, person) => `u${person}`),
  person: Float64Array.from({ length: 60 }, (_, row) => row),
  first: new Float64Array(60),
  second: new Float64Array(60).fill(1),
  score: new Float64Array(60).fill(1),
  count: new Float64Array(60).fill(1),
  source: { kind: "scores", rule: "", unit: "opening turn", people: "", place: "", prior: 1, complete: "" },
  openings: 60,
  modelsWithoutBattles: [],
  incomplete: 0,
};
const few = (weights: readonly number[] | null) =>
  battleNotices(battles, null, weights).flatMap((block) =>
    block.kind === "notice" && block.text.includes("only:")
      ? [block.text.slice(0, block.text.indexOf(":"))]
      : [],
  );

test("people whose weight is 0 are no clusters of the intervals", () => {
  expect(few(null)).toEqual([]);
  expect(few(battles.people.map(() => 0.5))).toEqual([]);
  expect(few(battles.people.map((_, person) => (person < 30 ? 2 : 0)))).toEqual([
    "30 people with a weight only",
  ]);
  expect(few(battles.people.map((_, person) => (person < 1 ? 2 : 0)))).toEqual([
    "One person with a weight only",
  ]);
});
