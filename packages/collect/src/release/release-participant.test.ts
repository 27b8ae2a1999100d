import type { AnswerRow, ParticipantRecord } from "@refract/store";
import { expect, test } from "vitest";
import { openStudy } from "../session/open-study.ts";
import { builtInStages } from "../stages.ts";
import { releaseParticipant } from "./release-participant.ts";
import { releaseStudy } from "./release-study.ts";

const opened = openStudy(
  {
    "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:one, demo:two]
stages:
  - id: talk
    type: conversation
    types: [{id: any, title: Anything, count: 1}]
    opening: {models: 2}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    attributes:
      - id: performance_attributes
        stem: This response
        minimumLabel: poorly
        maximumLabel: well
        statements: [{id: values, text: fits my values}]
      - id: trust
        stem: I would
        minimum: 1
        maximum: 7
        minimumLabel: never
        maximumLabel: always
        statements: [{id: follow, text: follow this advice}, {id: share, text: share it}]
    feedback: {prompt: Why?}
`,
  },
  builtInStages,
);

const answer = (
  field: string,
  value: AnswerRow["value"],
  missing: AnswerRow["missing"] = null,
): AnswerRow => ({
  participantId: "p",
  scope: "c1",
  field,
  value,
  missing,
  at: 4000,
});

const record: ParticipantRecord = {
  participant: {
    id: "p",
    studyId: "talk",
    studyVersion: 1,
    ordinal: 1,
    seed: "seed",
    simulated: false,
    test: false,
    language: "en",
    status: "completed",
    enteredAt: 1000,
    consentedAt: null,
    endedAt: 5000,
    outcome: "completed",
  },
  answers: [
    answer("performance_attributes.values", 80),
    answer("trust.follow", 6),
    answer("trust.share", null, "not-applicable"),
    answer("open_feedback", "Clear."),
  ],
  conversations: [
    {
      id: "c1",
      participantId: "p",
      stageId: "talk",
      ordinal: 1,
      type: "any",
      startedAt: 2000,
      finishedAt: 3000,
      closedAt: 4000,
    },
  ],
  interactions: [],
  utterances: [],
  calls: [],
  responses: [],
  pages: [],
};

test("answers to blocks of statements that the release has no columns for are released beside", () => {
  const [conversation] = releaseParticipant(record, opened, null).conversations;
  expect(conversation).toMatchObject({
    performanceAttributes: { values: { value: 80, missing: null } },
    choiceAttributes: {},
    openFeedback: { value: "Clear.", missing: null },
    otherAnswers: {
      "trust.follow": { value: 6, missing: null },
      "trust.share": { value: null, missing: "not-applicable" },
    },
  });
  expect(Object.keys(conversation?.otherAnswers ?? {})).toHaveLength(2);
});

test("the codebook's source names those statements with question and range", () => {
  const { study } = releaseStudy({ opened, version: 1, hash: "0", seed: "s", openSeed: false, codings: [] });
  expect(study.conversations?.otherFields).toEqual([
    {
      name: "trust.follow",
      question: "I would follow this advice",
      kind: "number",
      levels: [],
      minimum: 1,
      maximum: 7,
      origin: "answered",
    },
    expect.objectContaining({ name: "trust.share", question: "I would share it" }),
  ]);
});
