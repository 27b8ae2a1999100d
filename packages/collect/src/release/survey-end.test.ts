import type { ParticipantRecord } from "@refract/store";
import { expect, it } from "vitest";
import { surveyFinishedAt, surveyStartedAt } from "./survey-end.ts";

const parts = {
  consent: "consent",
  survey: "questions",
  conversation: "work",
  task: "work",
  end: "closing",
} as const;
const stages = (...types: readonly (keyof typeof parts)[]) => ({
  stages: types.map((type, index) => ({ id: `s${index}`, part: parts[type] })),
});
const at = (scope: string, time: number) => ({ scope, at: time });

it("is when the last survey before the conversations was handed in, whatever a later one takes", () => {
  const study = stages("consent", "survey", "survey", "conversation", "survey", "end");
  expect(surveyFinishedAt(study, [at("s0", 5), at("s1", 10), at("s2", 20), at("s4", 900)])).toBe(20);
  expect(surveyFinishedAt(study, [at("entry", 1), at("s0", 5)])).toBeNull();
});

it("is the first survey's where all come later, and the last one's where nothing else is asked", () => {
  expect(surveyFinishedAt(stages("task", "survey", "survey"), [at("s1", 10), at("s2", 20)])).toBe(10);
  expect(surveyFinishedAt(stages("survey", "survey"), [at("s0", 10), at("s1", 20)])).toBe(20);
});

it("begins with the visit, or with the end of what came before where all surveys come later", () => {
  const record = (answers: readonly ReturnType<typeof at>[]): ParticipantRecord => ({
    participant: {
      ...{ id: "p", studyId: "s", studyVersion: 1, ordinal: 1, seed: "seed", simulated: false, test: false },
      ...{
        language: "en",
        status: "completed",
        enteredAt: 3,
        consentedAt: null,
        endedAt: 99,
        outcome: "completed",
      },
    },
    answers: answers.map(({ scope, at: time }) => ({
      ...{ participantId: "p", scope, field: "f", value: 1, missing: null },
      at: time,
    })),
    conversations: [
      {
        ...{ id: "c1", participantId: "p", stageId: "s0", ordinal: 1, type: "any" },
        ...{ startedAt: 4, finishedAt: 40, closedAt: 50 },
      },
    ],
    ...{ interactions: [], utterances: [], calls: [], responses: [], pages: [] },
  });
  const after = stages("conversation", "survey", "survey");
  expect(surveyStartedAt(after, record([at("c1", 50), at("s1", 60), at("s2", 70)]))).toBe(50);
  expect(surveyStartedAt(stages("survey", "conversation"), record([at("s0", 60)]))).toBe(3);
});
