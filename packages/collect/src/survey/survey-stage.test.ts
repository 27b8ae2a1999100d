import type { ParticipantRow } from "@refract/store";
import { expect, test } from "vitest";
import { openStudy } from "../session/open-study.ts";
import {
  applyEvents,
  decideSession,
  newSession,
  numberEvents,
  type Session,
  viewSession,
} from "../session/session.ts";
import { builtInStages } from "../stages.ts";

const opened = openStudy(
  {
    "study.yaml": `
refract: 1
id: about
title: About
languages: [en]
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: about, type: survey, survey: survey.json}
  - {id: end, type: end}
`,
    "survey.json": JSON.stringify({
      pages: [
        {
          name: "one",
          elements: [
            { type: "text", name: "age", title: "Age", inputType: "number", min: 18, max: 99 },
            { type: "comment", name: "story", title: "Story" },
          ],
        },
      ],
    }),
  },
  builtInStages,
);

const participant: ParticipantRow = {
  id: "p",
  studyId: "about",
  studyVersion: 1,
  ordinal: 1,
  seed: "seed",
  simulated: false,
  test: false,
  language: "en",
  status: "active",
  enteredAt: 1000,
  consentedAt: null,
  endedAt: null,
  outcome: null,
};

function send(session: Session, stageId: string, command: { type: string }): Session {
  const events = decideSession(session, { id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11", stageId, command });
  return applyEvents(session, numberEvents(session, events, 2000, null)).session;
}

const begun = send(newSession(opened, participant), "consent", {
  type: "consent.given",
  statements: { consent: true },
} as { type: string });
const save = (session: Session, answers: object) =>
  send(session, "about", { type: "survey.saved", answers, page: 0 } as { type: string });
const submit = (session: Session) => send(session, "about", { type: "survey.submitted" });
const stageOf = (session: Session) => viewSession(session).stage;

test("an answer that can't be stands in nobody's way but its own, and holds the survey back until it is changed", () => {
  const refused = save(save(begun, { age: 30 }), { age: 250, story: "Once" });
  expect(stageOf(refused)).toMatchObject({ answers: { age: 30, story: "Once" }, refused: ["age"] });
  expect(() => submit(refused)).toThrow("survey.submitted: age: the answer given last can't be one");
  const elsewhere = save(refused, { story: "Once more" });
  expect(stageOf(elsewhere)).toMatchObject({ refused: ["age"] });
  for (const age of [31, null]) {
    const mended = save(elsewhere, { age });
    expect(stageOf(mended)).toMatchObject({ refused: [] });
    expect(stageOf(submit(mended))?.type).toBe("end");
  }
});
