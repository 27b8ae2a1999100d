import type { ParticipantRow, RowChange } from "@refract/store";
import { expect, test } from "vitest";
import { builtInStages } from "../stages.ts";
import { openStudy } from "./open-study.ts";
import {
  applyEvents,
  decideSession,
  isBeforeCodePage,
  newSession,
  numberEvents,
  type Session,
  sessionCells,
} from "./session.ts";

const opened = openStudy(
  {
    "study.yaml": `
refract: 1
id: short
title: {en: Short, ar: قصير}
languages: [en, ar]
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: {en: I agree, ar: أوافق}}]}
  - {id: end, type: end}
`,
  },
  builtInStages,
);

const participant: ParticipantRow = {
  id: "p",
  studyId: "short",
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

function send(session: Session, stageId: string | null, command: { type: string }, at: number) {
  const events = decideSession(session, { id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11", stageId, command });
  return applyEvents(session, numberEvents(session, events, at, null));
}

test("a stage that is left has the time somebody was in it; the last page has none", () => {
  const { rows } = send(
    newSession(opened, participant),
    "consent",
    { type: "consent.given", statements: { consent: true } } as { type: string },
    5000,
  );
  expect(rows.flatMap((change) => (change.table === "pages" ? [change.row] : []))).toEqual([
    { participantId: "p", scope: "consent", page: "", enteredAt: 1000, leftAt: 5000, spentMs: 4000 },
  ]);
});

const personRows = (rows: readonly RowChange[]) =>
  rows.flatMap((change) => (change.table === "participants" ? [change.row] : []));

test.each([
  ["completed", "completed", 5000, { type: "consent.given", statements: { consent: true } }],
  ["screened-out", "declined", null, { type: "consent.declined" }],
] as const)(
  "a session that is %s (%s) keeps when it ended, also when its language changes after that",
  (status, outcome, consentedAt, command) => {
    const ended = send(newSession(opened, participant), "consent", command, 5000);
    expect(personRows(ended.rows)).toEqual([{ status, language: "en", consentedAt, endedAt: 5000, outcome }]);
    const changed = send(
      ended.session,
      null,
      { type: "session.language", language: "ar" } as { type: string },
      9000,
    );
    expect(personRows(changed.rows)).toEqual([
      { status, language: "ar", consentedAt, endedAt: 5000, outcome },
    ]);
  },
);

test("somebody who has only come in or chosen a language has no code page behind them", () => {
  const event = { participantId: "p", seq: 1, at: 1, type: "x", payload: {} };
  const entered = { ...event, stageId: null, commandId: null };
  const drawn = { ...event, stageId: "task", commandId: null };
  const language = { ...event, stageId: null, commandId: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11" };
  expect(isBeforeCodePage([entered, drawn, language])).toBe(true);
  expect(isBeforeCodePage([entered, { ...language, stageId: "consent" }])).toBe(false);
});

test("a try-out takes no place of its kind of people", () => {
  const limited = openStudy(
    {
      "study.yaml": `
refract: 1
id: short
title: Short
quotas: [{field: study_locale, people: {GB: 3}}]
dataset: {licence: CC-BY-4.0, modelTextLicence: CC-BY-NC-4.0, studyLocale: GB}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
    },
    builtInStages,
  );
  const agreed = (isTest: boolean) =>
    send(
      newSession(limited, { ...participant, test: isTest }),
      "consent",
      { type: "consent.given", statements: { consent: true } } as { type: string },
      5000,
    ).session;
  expect(sessionCells(agreed(false))).toEqual([{ name: "study_locale=GB", people: 3 }]);
  expect(sessionCells(agreed(true))).toEqual([]);
});
