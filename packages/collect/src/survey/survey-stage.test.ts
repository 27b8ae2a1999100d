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

const screening = openStudy(
  {
    "study.yaml": `
refract: 1
id: about
title: About
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: about
    type: survey
    survey: survey.json
    endings: [{as: screened-out, when: [{field: drives, noneOf: [yes]}]}]
  - {id: end, type: end}
`,
    "survey.json": JSON.stringify({
      pages: [
        { name: "one", elements: [{ type: "text", name: "town", title: "Town" }] },
        {
          name: "two",
          elements: [
            {
              type: "radiogroup",
              name: "drives",
              title: "Drives?",
              choices: ["yes", "no"],
              isRequired: true,
            },
          ],
        },
        { name: "three", elements: [{ type: "text", name: "car", title: "Car", isRequired: true }] },
      ],
    }),
  },
  builtInStages,
);

test("the visit ends at the page where a rule holds, with the answers given so far", () => {
  const start = send(newSession(screening, participant), "consent", {
    type: "consent.given",
    statements: { consent: true },
  } as { type: string });
  const saved = (session: Session, answers: object, left?: string) =>
    send(session, "about", { type: "survey.saved", answers, page: 0, left } as { type: string });
  expect(viewSession(start).stage).toMatchObject({ decidesByPage: true });
  // A question further on decides nothing yet, nor does a page with a gap.
  const atTwo = saved(start, { town: "Rome" }, "one");
  expect(saved(atTwo, {}, "two").status).toBe("active");
  expect(saved(atTwo, { drives: "no" }).status).toBe("active");
  expect(saved(atTwo, { drives: "yes" }, "two").status).toBe("active");
  const command = { type: "survey.saved", answers: { drives: "no" }, page: 1, left: "two" };
  const id = "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c12";
  const events = decideSession(atTwo, { id, stageId: "about", command });
  const { session, rows } = applyEvents(atTwo, numberEvents(atTwo, events, 3000, id));
  expect(session).toMatchObject({ status: "screened-out", outcome: "screened-out" });
  const answers = rows.flatMap((change) => (change.table === "answers" ? [change.row] : []));
  expect(answers.map(({ field, value, missing }) => [field, value, missing])).toEqual([
    ["town", "Rome", null],
    ["drives", "no", null],
    ["car", null, "not-asked"],
  ]);
  // Who comes back to an earlier page and changes the answer ends there, and nothing can be added.
  const back = saved(saved(atTwo, { drives: "yes" }, "two"), { drives: "no" }, "two");
  expect(back.status).toBe("screened-out");
  expect(() => submit(back)).toThrow("the session is screened-out");
  expect(() => saved(atTwo, {}, "four")).toThrow('left: invalid value "four", expected the name of a page');
});
