import { RefractError } from "@refract/core";
import type { EventRow, ParticipantRow, RowChange } from "@refract/store";
import { openStudy } from "../session/open-study.ts";
import {
  applyEvents,
  decideSession,
  newSession,
  numberEvents,
  receiveReport,
  replaySession,
  type Session,
  sessionAsks,
  viewSession,
} from "../session/session.ts";
import type { AskReport } from "../stage/model-ask.ts";
import { builtInStages } from "../stages.ts";
import type { ConversationCommand, ConversationStageView } from "./conversation-view.ts";

export const models = Array.from({ length: 21 }, (_, index) => `demo:secret-${index}`);

export const study = (settings = "", pool: readonly string[] = models) =>
  openStudy(
    {
      "study.yaml": `
refract: 1
id: talk
title: Talk
models: [${pool.join(", ")}]
instruction: Be brief.
stages:
  - id: talk
    type: conversation
    types:
      - {id: unguided, title: Anything, count: 1}
      - {id: values guided, title: Values, count: 1}
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    attributes:
      - id: performance_attributes
        stem: This response
        minimumLabel: poorly
        maximumLabel: well
        statements: [{id: values, text: fits my values}]
    feedback: {prompt: Why?}
${settings}
`,
    },
    builtInStages,
  );

/** A person driven through the pure engine: commands in, log and rows out. */
export function drive(opened: ReturnType<typeof study>, seed = "person") {
  const participant: ParticipantRow = {
    id: "p",
    studyId: "talk",
    studyVersion: 1,
    ordinal: 1,
    seed,
    simulated: false,
    test: false,
    language: "en",
    status: "active",
    enteredAt: 1000,
    consentedAt: null,
    endedAt: null,
    outcome: null,
  };
  let session = newSession(opened, participant);
  let at = 1000;
  const log: EventRow[] = [];
  const rows: RowChange[] = [];
  const apply = (events: ReturnType<typeof decideSession>) => {
    at += 1000;
    const numbered = numberEvents(session, events, at, null);
    const step = applyEvents(session, numbered);
    session = step.session;
    log.push(...numbered);
    rows.push(...step.rows);
  };
  const report = (result: AskReport) => apply(receiveReport(session, result));
  return {
    log,
    rows,
    report,
    session: (): Session => session,
    replay: () => replaySession(opened, participant, JSON.parse(JSON.stringify(log))),
    view: (): ConversationStageView => {
      const { stage } = viewSession(session);
      if (stage?.type !== "conversation") throw new Error("expected the conversation stage");
      return stage;
    },
    asks: () => sessionAsks(session),
    send: (command: ConversationCommand) =>
      apply(
        decideSession(session, {
          id: "0d2bcd2e-8a4f-4c1b-9f63-0a2d0e8b1c11",
          stageId: "talk",
          command: { ...command },
        }),
      ),
    answerAll: () => {
      for (const ask of sessionAsks(session)) {
        report({
          kind: "completed",
          slotId: ask.slotId,
          attempt: ask.attempt,
          text: `text of ${ask.slotId}`,
          attempts: [],
        });
      }
    },
  };
}

export type Driven = ReturnType<typeof drive>;
export const trace = { touched: true, firstTouchMs: 900, pathLength: 40 };
export const begin: ConversationCommand = {
  type: "conversation.begun",
  conversationType: "unguided",
  prompt: "Is loyalty a virtue?",
};
export const rate = (person: Driven, scores: readonly number[]) => {
  const slots = person.view().conversation?.turn?.slots ?? [];
  scores.forEach((score, index) => {
    person.send({ type: "slot.rated", slotId: slots[index]?.id ?? "", score, trace });
  });
  return slots.map((slot) => slot.id);
};
export const refusal = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof RefractError) return error.message;
    throw error;
  }
  throw new Error("expected a refusal");
};

/** A conversation from its first prompt to the end of its chat. */
export function chat(person: Driven, first: ConversationCommand = begin) {
  person.send(first);
  person.answerAll();
  rate(person, [10, 90, 30, 40]);
  person.send({ type: "turn.chosen", slotId: null });
  person.send({ type: "turn.sent", prompt: "And then?" });
  person.answerAll();
  rate(person, [5, 6]);
  person.send({ type: "turn.chosen", slotId: null });
  person.send({ type: "conversation.finished" });
}
export const conversationsOf = (person: Driven) =>
  person.rows.flatMap((change) => (change.table === "conversations" ? [change.row] : []));
export const rateValues = (value: number | null): ConversationCommand => ({
  type: "attributes.rated",
  block: "performance_attributes",
  statement: "values",
  value,
  notApplicable: value === null,
});
