import { expect, test } from "vitest";
import { madeInstrument } from "../run/made-instrument.fixture.ts";
import type { MeanScore } from "../scores/results.ts";
import { type CardRun, leaderboardFindings, leaderboardSection } from "./leaderboard.ts";

const mean = (
  respondent: string,
  value: number | null,
  lower: number | null,
  upper: number | null,
): MeanScore => ({
  ...{ respondent, variant: "plain", metric: "accuracy", cut: null, level: null },
  ...{ mean: value, lower, upper, points: 40, clusters: 40, missing: {}, method: "Wilson" },
});

function run(means: readonly MeanScore[], dataVersion = "4 rows"): CardRun {
  const identity = { mode: "generate", dataVersion, limit: null, seed: "1" } as const;
  const respondents = means.map(({ respondent }) => ({ id: respondent, use: respondent, demo: false }));
  return {
    instrument: madeInstrument,
    results: { identity, respondents, means: [...means], lengthNormalised: false, judge: null },
  };
}

const board = (runs: readonly CardRun[]) =>
  leaderboardSection(runs)?.blocks.flatMap((block) => (block.kind === "table" ? block.rows : []));

test("models of one run stand by their mean, and those whose interval reaches the first one's are marked", () => {
  const runs = [
    run([mean("low", 0.2, 0.1, 0.3), mean("first", 0.9, 0.8, 0.95), mean("near", 0.8, 0.7, 0.85)]),
  ];
  expect(board(runs)).toEqual([
    [1, "first", 0.9, 0.8, 0.95, 40, true, ""],
    [2, "near", 0.8, 0.7, 0.85, 40, true, ""],
    [3, "low", 0.2, 0.1, 0.3, 40, false, ""],
  ]);
  expect(leaderboardFindings(runs)).toEqual([
    {
      text: "Made items: first comes first of 3 by Accuracy (plain), but its 95 % interval overlaps with that of near: which is best is not settled.",
      n: "3 models, 40 scoring groups each",
      method: "Accuracy, mean over scoring groups with 95 % intervals",
      section: "leaderboard",
    },
  ]);
});

test("runs over the same items share a board; those over others don't, and one model has none", () => {
  const [one, other] = [run([mean("one", 0.5, 0.4, 0.6)]), run([mean("other", 0.9, 0.8, 0.95)])];
  expect(board([one, other])?.map(([rank, model]) => [rank, model])).toEqual([
    [1, "other"],
    [2, "one"],
  ]);
  expect(leaderboardSection([one, run([mean("other", 0.9, 0.8, 0.95)], "5 rows")])).toBeNull();
  expect(leaderboardSection([one])).toBeNull();
});

test("models without points come last with the reason, and those with fewer groups than others say so", () => {
  const few = { ...mean("few", 1, 0.5, 1), points: 2 };
  const silent = { ...mean("silent", null, null, null), points: 0, method: "no points" };
  const of = run([few, mean("full", 0.5, 0.4, 0.6), { ...silent, missing: { "model-error": 40 } }]);
  const waiting = { id: "waiting", use: "waiting", demo: false };
  const runs = [{ ...of, results: { ...of.results, respondents: [...of.results.respondents, waiting] } }];
  const why = { absent: "no points: 40 model-error" };
  const none = { absent: "no score" };
  expect(
    board(runs)?.map(([rank, model, score, , , groups, , note]) => [rank, model, score, groups, note]),
  ).toEqual([
    [1, "few", 1, 2, "2 of 40 scoring groups"],
    [2, "full", 0.5, 40, ""],
    [none, "silent", why, 0, "no score: no points: 40 model-error"],
    [
      none,
      "waiting",
      { absent: "no scoring group is complete" },
      0,
      "no score: no scoring group is complete",
    ],
  ]);
  const [finding] = leaderboardFindings(runs);
  expect(finding?.text).toContain("2 of 4 models have no score.");
  expect(finding?.n).toBe("2 models, 2 to 40 scoring groups each; 2 more without a score");
});

test("equal means share a rank, and a model without points is not ranked", () => {
  const runs = [run([mean("a", 0.5, 0.4, 0.6), mean("b", 0.5, null, null), mean("c", null, null, null)])];
  expect(board(runs)?.map(([rank, model, , , , , near]) => [rank, model, near])).toEqual([
    [1, "a", true],
    [1, "b", { absent: "Wilson" }],
    [{ absent: "no score" }, "c", { absent: "no score" }],
  ]);
});

test("an interval that only touches the first one's overlaps with it", () => {
  const runs = [
    run([mean("first", 0.9, 0.8, 0.95), mean("at", 0.75, 0.7, 0.8), mean("below", 0.7, 0.6, 0.79)]),
  ];
  expect(board(runs)?.map(([, model, , , , , near]) => [model, near])).toEqual([
    ["first", true],
    ["at", true],
    ["below", false],
  ]);
});

test("points of two judges, and likelihoods normalised in two ways, share no board", () => {
  const [one, other] = [run([mean("one", 0.5, 0.4, 0.6)]), run([mean("other", 0.9, 0.8, 0.95)])];
  const changed = (settings: Partial<CardRun["results"]>): CardRun => ({
    ...other,
    results: { ...other.results, ...settings },
  });
  const judge = { id: "judge", use: "demo:judge", demo: true };
  expect(leaderboardSection([one, changed({ judge })])).toBeNull();
  expect(leaderboardSection([one, changed({ lengthNormalised: true })])).toBeNull();
});
