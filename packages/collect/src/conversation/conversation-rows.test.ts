import type { ParticipantRow, UtteranceRow } from "@refract/store";
import { expect, test } from "vitest";
import { openStudy } from "../session/open-study.ts";
import {
  applyEvents,
  decideSession,
  newSession,
  numberEvents,
  receiveReport,
  type Session,
  sessionAsks,
} from "../session/session.ts";
import { builtInStages } from "../stages.ts";

const opened = openStudy(
  {
    "study.yaml": `
refract: 1
id: arena
title: Arena
models: [demo:one, demo:two, demo:three]
stages:
  - id: arena
    type: conversation
    types: [{id: any, title: Anything, count: 1}]
    opening: {models: 3}
    continuation: {with: all}
    onFailure: drop
    judge: {kind: verdict, options: [{id: a, label: A, winner: 0}, {id: b, label: B, winner: 1}]}
`,
  },
  builtInStages,
);

const participant: ParticipantRow = {
  id: "p",
  studyId: "arena",
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

/** The utterance rows as the store has them after an opening whose answers come in the given order. */
function storedPlaces(arrivals: readonly { place: number; fails?: boolean }[]): [number, number][] {
  const rows = new Map<string, UtteranceRow>();
  let session: Session = newSession(opened, participant);
  const apply = (events: ReturnType<typeof decideSession>) => {
    const step = applyEvents(session, numberEvents(session, events, 2000, null));
    session = step.session;
    for (const change of step.rows)
      if (change.table === "utterances") rows.set(change.row.slotId, change.row);
  };
  const command = { type: "conversation.begun", conversationType: "any", prompt: "Which is best?" };
  apply(decideSession(session, { id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11", stageId: "arena", command }));
  const asks = sessionAsks(session);
  for (const { place, fails = false } of arrivals) {
    const ask = asks[place];
    if (ask === undefined) throw new Error(`nothing was asked at place ${place}`);
    const base = { slotId: ask.slotId, attempt: ask.attempt, attempts: [] };
    apply(
      receiveReport(
        session,
        fails
          ? { ...base, kind: "failed", reason: "server" }
          : { ...base, kind: "completed", text: `answer at ${place}` },
      ),
    );
  }
  return [...rows.values()].map((row) => [row.drawnOrder, row.shownOrder]);
}

test("where a response was shown does not depend on which came first", () => {
  const arrivals = [{ place: 2 }, { place: 0 }, { place: 1 }];
  expect(storedPlaces(arrivals)).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
});

test("responses close up when one before them is left out, those stored before it too", () => {
  const arrivals = [{ place: 2 }, { place: 1 }, { place: 0, fails: true }];
  expect(storedPlaces(arrivals)).toEqual([
    [0, 0],
    [1, 0],
    [2, 1],
  ]);
});
