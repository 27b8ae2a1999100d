import type { StudyRatings } from "@refract/store";
import { expect, it } from "vitest";
import { openStudy } from "../session/open-study.ts";
import { builtInStages } from "../stages.ts";
import { summarizeRatings } from "./summarize-ratings.ts";

const study = (ratings: string, judge = "{kind: scale, minimumLabel: T, maximumLabel: P}", more = "") =>
  openStudy(
    {
      "study.yaml": `
refract: 1
id: talk
title: Talk
participants: 20
models: [demo:one, demo:two]
stages:
  - {id: talk, type: conversation, types: [{id: any, title: Any, count: 1}], opening: {models: 2}, judge: ${judge}${more}}
  - {id: end, type: end, ratings: ${ratings}}
`,
    },
    builtInStages,
  );

const everybody: StudyRatings = {
  people: 10,
  scores: Array.from({ length: 10 }, (_, index) => [
    { participantId: `p${index}`, modelId: "demo:one", score: 90, count: 1 },
    { participantId: `p${index}`, modelId: "demo:one", score: index < 9 ? 10 : 50, count: 1 },
    ...(index < 9 ? [{ participantId: `p${index}`, modelId: "demo:two", score: 30, count: 2 }] : []),
  ]).flat(),
  verdicts: [],
};
const own = { scores: [{ participantId: "p0", modelId: "demo:one", score: 70, count: 2 }], verdicts: [] };

it("counts ratings in parts of the scale, and leaves out what fewer people stand behind than the minimum", () => {
  expect(summarizeRatings(study("{}"), own, everybody, "en")).toEqual({
    kind: "scale",
    people: 10,
    parts: [
      { from: 1, to: 20, you: 0, everybody: null },
      { from: 21, to: 40, you: 0, everybody: null },
      { from: 41, to: 60, you: 0, everybody: null },
      { from: 61, to: 80, you: 1, everybody: null },
      { from: 81, to: 100, you: 0, everybody: 0.26 },
    ],
    average: { you: 70, everybody: 42 },
    models: [],
  });
});

it("names models where the study reveals them, each with people enough behind it", () => {
  const view = summarizeRatings(study("{namesModels: true}"), own, everybody, "en");
  expect(view.kind === "scale" ? view.models : null).toEqual([
    { model: "demo:one", you: 70, everybody: 52 },
    { model: "demo:two", you: null, everybody: null },
  ]);
});

it("shows nothing of too few people, and verdicts by what they are called", () => {
  expect(summarizeRatings(study("{minimumPeople: 11}"), own, everybody, "en")).toEqual({ kind: "few" });
  const judge =
    "{kind: verdict, options: [{id: a, label: {en: Left, ar: يسار}, winner: 0}, {id: b, label: Right, winner: 1}]}";
  const verdicts = everybody.scores.slice(0, 10).map(({ participantId }, index) => ({
    ...{ participantId: `${participantId}-${index}`, verdict: "a", count: 1 },
  }));
  const view = summarizeRatings(
    study("{}", judge, ", continuation: {with: all}"),
    { scores: [], verdicts: [{ participantId: "x", verdict: "b", count: 1 }] },
    { ...everybody, verdicts },
    "ar",
  );
  expect(view).toEqual({
    kind: "verdicts",
    people: 10,
    options: [
      { label: "يسار", you: 0, everybody: 1 },
      { label: "Right", you: 1, everybody: null },
    ],
  });
});

it("counts a score at either end of a part into that part", () => {
  const at = (score: number) => {
    const scores = everybody.scores.slice(0, 1).map((one) => ({ ...one, score }));
    const view = summarizeRatings(study("{}"), { scores, verdicts: [] }, everybody, "en");
    return view.kind === "scale" ? view.parts.map(({ you }) => you) : null;
  };
  expect(at(1)).toEqual([1, 0, 0, 0, 0]);
  expect(at(20)).toEqual([1, 0, 0, 0, 0]);
  expect(at(21)).toEqual([0, 1, 0, 0, 0]);
  expect(at(100)).toEqual([0, 0, 0, 0, 1]);
});
