import { expect, test } from "vitest";
import { builtInStages } from "../stages.ts";
import { openStudy } from "./open-study.ts";
import { textsInOtherLanguages } from "./other-languages.ts";
import { newSession, viewSession } from "./session.ts";

const opened = openStudy(
  {
    "study.yaml": `
refract: 1
id: mixed
title: {en: Trust, sw: Uaminifu}
contact: {en: The office}
languages: [en, sw, ur]
stages:
  - {id: you, type: survey, title: {en: You, sw: Wewe}, survey: survey.json}
  - id: items
    type: task
    items:
      - id: one
        question: {en: What is it?, sw: Ni nini?}
        stimulus: [{kind: image, mediaType: image/png, data: AAAA, description: {en: A mango, sw: Embe}}]
        format: {kind: text}
  - {id: end, type: end, text: {ur: شکریہ}}
`,
    "survey.json": JSON.stringify({
      title: { default: "About you", sw: "Kuhusu wewe" },
      pages: [{ name: "p", elements: [{ type: "text", name: "age", title: { en: "Age", sw: "Umri" } }] }],
    }),
  },
  builtInStages,
);

const found = (language: string, view: unknown) => textsInOtherLanguages(view, opened, language);

test("texts that a study lacks in a language carry the language they are in", () => {
  const view = {
    title: "Trust",
    list: [{ text: "About you" }, { text: "Age" }, { text: "شکریہ" }],
    more: "Umri",
  };
  expect(found("ur", view)).toEqual([
    { text: "Trust", language: "en" },
    { text: "About you", language: "en" },
    { text: "Age", language: "en" },
  ]);
  expect(found("sw", { text: "شکریہ", contact: "The office", title: "Uaminifu" })).toEqual([
    { text: "شکریہ", language: "ur" },
    { text: "The office", language: "en" },
  ]);
  expect(found("en", view)).toEqual([{ text: "شکریہ", language: "ur" }]);
});

test("a session's view says it of what it shows, and of nothing else", () => {
  const person = {
    id: "p",
    studyId: "mixed",
    studyVersion: 1,
    ordinal: 1,
    seed: "seed",
    simulated: false,
    test: false,
    language: "ur",
    status: "active",
    enteredAt: 1000,
    consentedAt: null,
    endedAt: null,
    outcome: null,
  } as const;
  const view = viewSession(newSession(opened, person));
  expect(view.otherLanguages).toEqual(
    expect.arrayContaining([
      { text: "Trust", language: "en" },
      { text: "The office", language: "en" },
      { text: "Age", language: "en" },
    ]),
  );
  expect(view.otherLanguages.map(({ text }) => text)).not.toContain("What is it?");
});
