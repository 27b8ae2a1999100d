import type {
  AnswerRow,
  ConversationRow,
  InteractionRow,
  ParticipantRecord,
  PersonRow,
} from "@refract/store";
import { expect, it } from "vitest";
import { openStudy } from "../session/open-study.ts";
import { builtInStages } from "../stages.ts";
import { reviewSubmissions } from "./review-submissions.ts";
import { personSummarizer, qualityOptionsOf, visitOf } from "./summarize-person.ts";

const opened = openStudy(
  {
    "study.yaml": `
refract: 1
id: talk
title: Talk
models: [demo:one, demo:two]
quality: {notAdult: [{field: age, oneOf: [Under 18]}]}
entry: {timeLimitMinutes: 60}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: before, type: survey, survey: survey.json}
  - id: talk
    type: conversation
    types: [{id: any, title: Anything, count: 2}]
    opening: {models: 2}
    judge: {kind: scale, startAt: 50, minimumLabel: Terrible, maximumLabel: Perfect}
    attributes:
      - id: performance_attributes
        stem: This response
        startAt: 50
        minimumLabel: poorly
        maximumLabel: well
        statements: [{id: values, text: fits my values}, {id: safety, text: is safe}]
  - {id: after, type: survey, survey: after.json}
  - {id: end, type: end}
`,
    "survey.json": `{"pages":[{"name":"p","elements":[
      {"type":"radiogroup","name":"age","choices":["Under 18","18-24"]},
      {"type":"comment","name":"self_description"}]}]}`,
    "after.json": `{"pages":[{"name":"q","elements":[{"type":"comment","name":"last"}]}]}`,
  },
  builtInStages,
);

const answer = (scope: string, field: string, value: AnswerRow["value"], at: number): AnswerRow => ({
  participantId: "p",
  scope,
  field,
  value,
  missing: value === null ? "prefer-not-to-say" : null,
  at,
});
const conversation = (id: string, finishedAt: number | null, closedAt = finishedAt): ConversationRow => ({
  id,
  participantId: "p",
  stageId: "talk",
  ordinal: 1,
  type: "any",
  startedAt: 200_000,
  finishedAt,
  closedAt,
});
const turn = (conversationId: string, number: number): InteractionRow => ({
  id: `${conversationId}-${number}`,
  conversationId,
  participantId: "p",
  turn: number,
  prompt: "Hello",
  sentAt: 0,
  chosenAt: 0,
  settledBy: "score",
  verdict: null,
  tieSeed: null,
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
    enteredAt: 0,
    consentedAt: 10_000,
    endedAt: 3_600_000,
    outcome: "completed",
  },
  answers: [
    answer("before", "age", "18-24", 130_000),
    answer("before", "self_description", "I value honesty. Nothing else.", 130_000),
    answer("c1", "performance_attributes.values", 50, 300_000),
    answer("c1", "performance_attributes.safety", 80, 300_000),
    answer("after", "last", null, 3_500_000),
  ],
  conversations: [conversation("c1", 300_000), conversation("c2", 400_000), conversation("c3", null)],
  interactions: [turn("c1", 0), turn("c1", 1), turn("c2", 0), turn("c2", 1), turn("c2", 2), turn("c2", 3)],
  utterances: [],
  calls: [],
  responses: [],
  pages: [],
};
const row: PersonRow = {
  participant: record.participant,
  sealed: null,
  person: "p",
  submission: 1,
  decision: null,
  payments: [],
  credit: null,
};
const summarize = personSummarizer(opened, 3_700_000);

it("counts what people did from their rows; the survey's time ends with the survey before the conversations", () => {
  expect(summarize(record, row)).toEqual({
    personId: "p",
    submission: 1,
    status: "awaiting-review",
    consented: true,
    isAdult: true,
    totalSeconds: 3600,
    surveySeconds: 130,
    hasSurvey: true,
    surveyFinished: true,
    conversations: 2,
    responses: 0,
    onPhone: false,
    completionCodeIsRight: null,
    preferNotToSay: 1,
    untouchedSliders: 1,
    texts: { characters: 30, words: 5, sentences: 2 },
    meanTurns: 3,
    deviationOfTurns: Math.SQRT2,
  });
});

it("counts handles by whether they were touched, where that is kept, and conversations by their last question", () => {
  const set = {
    ...record,
    answers: [
      ...record.answers,
      answer("c1", "performance_attributes_touched.values", true, 300_000),
      answer("c1", "performance_attributes_touched.safety", true, 300_000),
    ],
    conversations: [conversation("c1", 300_000), conversation("c2", 400_000, null)],
  };
  expect(summarize(set, row)).toMatchObject({ untouchedSliders: 0, conversations: 1 });
  const left = {
    ...set,
    answers: [...record.answers, answer("c1", "performance_attributes_touched.values", false, 1)],
  };
  expect(summarize(left, row).untouchedSliders).toBe(1);
});

it("counts a question that was refused once, whether its choice says so or it is missing for that reason", () => {
  const refused = {
    ...record,
    answers: [
      answer("before", "age", "Prefer not to say", 1),
      answer("before", "gender", " prefer not to say ", 1),
      answer("before", "uses.research", null, 1),
      answer("before", "uses.games", null, 1),
      answer("before", "religion", "I prefer not to say much", 1),
    ],
    responses: [
      {
        ...{ participantId: "p", scope: "opinions", item: "i", place: 0, optionOrder: [], seed: "" },
        ...{ assignedAt: 1, shownAt: 1, answeredAt: 2, pageMs: null, firstInputMs: null, reply: "" },
        ...{ value: null, missing: "prefer-not-to-say" as const, rule: "people/prefer-not-to-say" },
      },
    ],
  };
  expect(summarize(refused, row).preferNotToSay).toBe(4);
});

it("tells somebody who is inside, who timed out, whom the researcher returned, and who ended early", () => {
  const active = {
    ...record,
    participant: { ...record.participant, status: "active" as const, endedAt: null },
  };
  expect(personSummarizer(opened, 3_599_999)(active, row)).toMatchObject({
    status: "under-way",
    totalSeconds: null,
  });
  expect(summarize(active, row).status).toBe("timed-out");
  const returned = { participantId: "p", number: 1, at: 1, kind: "return", reason: null } as const;
  expect(summarize(record, { ...row, decision: returned }).status).toBe("returned");
  const early = { ...record, participant: { ...record.participant, status: "screened-out" as const } };
  expect(summarize(early, row)).toMatchObject({ status: "ended-early", surveyFinished: true });
  const inSurvey = { ...early, conversations: [], interactions: [], utterances: [] };
  const summary = summarize(inSurvey, row);
  expect(summary).toMatchObject({ surveyFinished: false, surveySeconds: null });
  const [review] = reviewSubmissions(
    [{ ...summary, surveyEntries: 1, repeats: null }],
    qualityOptionsOf(opened),
  );
  expect(review?.leftOut?.because).toBe("ended-early");
  expect(visitOf(inSurvey, row, opened).hasData).toBe(false);
});

it("leaves people under age out, by what they answered", () => {
  const young = {
    ...record,
    answers: record.answers.map((given) => (given.field === "age" ? { ...given, value: "Under 18" } : given)),
  };
  const [review] = reviewSubmissions(
    [{ ...summarize(young, row), surveyEntries: 1, repeats: null }],
    qualityOptionsOf(opened),
  );
  expect(review).toMatchObject({
    decision: "reject",
    isIncluded: false,
    leftOut: { because: "not-adult", detail: "is not 18 or older" },
  });
});

it("asks for the conversations that the study plans, and takes a visit with none of anything for no data", () => {
  expect(qualityOptionsOf(opened)).toMatchObject({ conversations: 2, asksSurvey: true });
  const empty = { ...record, answers: [answer("entry", "study_id", "s", 0)], conversations: [] };
  expect(visitOf(empty, row, opened).hasData).toBe(false);
  expect(visitOf(record, row, opened)).toEqual({
    person: "p",
    ordinal: 1,
    isCompleted: true,
    hasData: true,
    isRejected: false,
  });
});

it("times a visit out after the minutes it has, and not at the last of them", () => {
  const participant = { ...record.participant, status: "active" as const, outcome: null, endedAt: null };
  const statusAt = (now: number) =>
    personSummarizer(opened, now)({ ...record, participant }, { ...row, participant }).status;
  expect(statusAt(3_600_000)).toBe("under-way");
  expect(statusAt(3_600_001)).toBe("timed-out");
});
