import { describe, expect, it } from "vitest";
import { fairReward, panelCost } from "./panel-cost.ts";
import { measureTexts, type PersonSummary } from "./person-summary.ts";
import { findSignals, prismQualityOptions } from "./quality-signals.ts";
import { reviewSubmissions } from "./review-submissions.ts";

function person(differs: Partial<PersonSummary> = {}): PersonSummary {
  return {
    personId: "p",
    submission: 1,
    repeats: null,
    status: "awaiting-review",
    consented: true,
    isAdult: true,
    totalSeconds: 3000,
    surveySeconds: 900,
    hasSurvey: true,
    surveyEntries: 1,
    surveyFinished: true,
    conversations: 6,
    responses: 0,
    onPhone: false,
    completionCodeIsRight: true,
    preferNotToSay: 0,
    untouchedSliders: 0,
    texts: { characters: 200, words: 40, sentences: 3 },
    meanTurns: 3,
    deviationOfTurns: 1,
    ...differs,
  };
}

function review(differs: Partial<PersonSummary>) {
  const [first] = reviewSubmissions([person(differs)]);
  if (first === undefined) throw new Error("no review");
  const { decision, isPaid, isIncluded } = first;
  return { decision, isPaid, isIncluded };
}

describe("quality control (spec prism-collection, It works when 5)", () => {
  it("asks somebody with six conversations on a telephone to return", () => {
    expect(review({ onPhone: true })).toEqual({
      decision: "request-return",
      isPaid: false,
      isIncluded: true,
    });
  });

  it("rejects somebody with five conversations and no flags, and keeps their data", () => {
    expect(review({ conversations: 5 })).toEqual({ decision: "reject", isPaid: false, isIncluded: true });
  });

  it("pays a second submission of one id and leaves it out", () => {
    expect(review({ submission: 2, repeats: 1 })).toEqual({
      decision: "approve",
      isPaid: true,
      isIncluded: false,
    });
  });
});

describe("the decision on a submission", () => {
  it.each([
    ["six conversations and nothing against it", {}, "approve", true],
    ["no consent", { consented: false }, "reject", false],
    ["somebody under age", { isAdult: false }, "reject", false],
    [
      "a visit that ended in the survey",
      { status: "ended-early", conversations: 0, surveyFinished: false },
      "leave",
      false,
    ],
    ["a missing survey", { surveyEntries: 0, surveyFinished: false }, "request-return", true],
    ["only a survey", { conversations: 0 }, "request-return", true],
    ["a wrong code", { completionCodeIsRight: false }, "approve", true],
    ["an id twice in the survey", { surveyEntries: 2 }, "approve", true],
    ["a returned one with one reason to return", { status: "returned", onPhone: true }, "approve", true],
    [
      "a returned one with two reasons",
      { status: "returned", onPhone: true, surveyEntries: 0 },
      "leave",
      true,
    ],
    ["a returned one with five conversations", { status: "returned", conversations: 5 }, "leave", true],
    ["a timed-out one that did everything", { status: "timed-out" }, "approve", true],
    ["a timed-out one on a telephone", { status: "timed-out", onPhone: true }, "leave", true],
    [
      "an unfinished survey and nothing else",
      { conversations: 0, surveyFinished: false },
      "request-return",
      false,
    ],
  ] as const)("for %s", (_what, differs, decision, isIncluded) => {
    expect(review(differs)).toMatchObject({ decision, isIncluded });
  });
});

it("how far numbers spread is counted for a sample: two of 10 and 20 seconds have a deviation of 7.07", () => {
  const flagged = (timeDeviations: number) =>
    findSignals([person({ totalSeconds: 10 }), person({ totalSeconds: 20 })], {
      ...prismQualityOptions,
      timeDeviations,
    }).map((signals) => signals.map(({ id }) => id));
  // 15 - 0.7 · 7.07 = 10.05, 15 - 0.8 · 7.07 = 9.34
  expect(flagged(0.7)).toEqual([["total-time-short"], []]);
  expect(flagged(0.8)).toEqual([[], []]);
});

it("times have their own number of deviations, the survey's as the visit's", () => {
  const flagged = (timeDeviations: number) =>
    findSignals([person({ surveySeconds: 10 }), person({ surveySeconds: 20 })], {
      ...prismQualityOptions,
      timeDeviations,
    }).map((signals) => signals.map(({ id }) => id));
  expect(flagged(0.7)).toEqual([["survey-time-short"], []]);
  expect(flagged(0.8)).toEqual([[], []]);
});

describe("what the data keep", () => {
  const crowd = Array.from({ length: 40 }, () => person());
  const hasty = (differs: Partial<PersonSummary>) =>
    reviewSubmissions([...crowd, person({ totalSeconds: 200, ...differs })])[40];

  it("is anybody with an answered item, without a survey and without a conversation", () => {
    const nothing = { conversations: 0, surveyFinished: false };
    expect(review({ ...nothing, responses: 1 })).toMatchObject({ isIncluded: true });
    expect(review(nothing)).toMatchObject({ isIncluded: false });
  });

  it("is also somebody to reject who has a conversation, and not one who has a survey alone", () => {
    expect(hasty({ conversations: 1 })).toMatchObject({
      decision: "reject",
      isIncluded: true,
      leftOut: null,
    });
    expect(hasty({ conversations: 0 })).toMatchObject({
      decision: "reject",
      isIncluded: false,
      leftOut: { because: "quality", detail: "whole visit, seconds 200, expected at least 1619.85" },
    });
  });
});

describe("signals", () => {
  const crowd = Array.from({ length: 40 }, (_, index) =>
    person({ totalSeconds: 3000 + (index % 5) * 10, surveySeconds: 900 + (index % 3) * 5 }),
  );

  it("reject a visit shorter than the mean less three standard deviations of all", () => {
    const found = findSignals([...crowd, person({ totalSeconds: 200, surveySeconds: 905 })]);
    expect(found[40]?.map((signal) => signal.id)).toEqual(["total-time-short"]);
    expect(found[0]).toEqual([]);
  });

  it("follow the thresholds they are given", () => {
    const people = [...crowd, person({ totalSeconds: 2990, surveySeconds: 905 })];
    const strict = { ...prismQualityOptions, timeDeviations: 1 };
    expect(findSignals(people)[40]).toEqual([]);
    expect(findSignals(people, strict)[40]?.map((signal) => signal.id)).toEqual(["total-time-short"]);
    expect(findSignals([person({ onPhone: true })], { ...prismQualityOptions, desktopOnly: false })).toEqual([
      [],
    ]);
  });

  it("point out counts and lengths far from everybody's", () => {
    const odd = person({
      preferNotToSay: 9,
      untouchedSliders: 30,
      texts: { characters: 4, words: 1, sentences: 1 },
      meanTurns: 20,
      conversations: 1,
    });
    expect(findSignals([...crowd, odd])[40]).toMatchObject([
      { id: "few-conversations", weight: "investigate", detail: "1 conversations, expected 6" },
      { id: "many-prefer-not-to-say" },
      { id: "many-untouched-sliders" },
      { id: "short-texts" },
      { id: "unusual-conversations" },
      { id: "unusual-turns" },
    ]);
  });

  it("measure texts in characters, words and sentences, in Arabic as in English", () => {
    expect(measureTexts(["I value honesty. Nothing else!", ""], "en")).toEqual({
      characters: 15,
      words: 2.5,
      sentences: 1,
    });
    expect(measureTexts(["أقدّر الصدق. ولا شيء غيره."], "ar")).toMatchObject({ words: 5, sentences: 2 });
    expect(measureTexts([], "en")).toEqual({ characters: null, words: null, sentences: null });
  });
});

describe("cost (spec prism-collection, It works when 6)", () => {
  it("of 100 people at GBP 9.90 is 990 + 326.70 + 65.34 = 1,382.04", () => {
    expect(panelCost({ people: 100, reward: 9.9, isRepresentative: false })).toEqual({
      rewards: 990,
      fee: 326.7,
      tax: 65.34,
      representative: 0,
      total: 1382.04,
    });
  });

  it("of a representative study is 1,848.25", () => {
    expect(panelCost({ people: 100, reward: 9.9, isRepresentative: true }).total).toBe(1848.25);
  });

  it("of PRISM's 1,500 people is GBP 14,850 before fees", () => {
    expect(panelCost({ people: 1500, reward: 9.9, isRepresentative: false }).rewards).toBe(14850);
  });

  it("rises to median hours x 9 when the hourly rate falls under 9", () => {
    expect(fairReward({ reward: 9.9, medianMinutes: 66 })).toEqual({
      hourlyRate: 9,
      reward: 9.9,
      isRaised: false,
    });
    expect(fairReward({ reward: 9.9, medianMinutes: 80 })).toEqual({
      hourlyRate: 7.43,
      reward: 12,
      isRaised: true,
    });
  });

  it("raises no reward that rounds to what it is already", () => {
    // 6.67 minutes at 9 an hour are 1.0005
    expect(fairReward({ reward: 1, medianMinutes: 6.67 })).toEqual({
      hourlyRate: 9,
      reward: 1,
      isRaised: false,
    });
  });

  it("refuses people who are not a number of people", () => {
    expect(() => panelCost({ people: -1, reward: 9, isRepresentative: false })).toThrow(
      "people: invalid value -1, expected a whole number from 0",
    );
  });
});
