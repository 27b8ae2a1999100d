import type {
  AnswerRow,
  CallRow,
  Commit,
  ConversationRow,
  EventRow,
  InteractionRow,
  NewParticipant,
  PageRow,
  ParticipantChange,
  ResponseRow,
  RowChange,
  Store,
  UtteranceRow,
} from "../index.ts";

/** Rows for tests: complete, with ids that follow from the person's, and every field replaceable. */

export const hour = 3_600_000;
/** 2026-01-05 09:00 UTC. */
export const morning = 1_767_603_600_000;

export async function addStudy(store: Store, id: string): Promise<void> {
  await store.putStudy(
    { id, seed: `seed of ${id}`, createdAt: morning },
    { studyId: id, hash: `hash of ${id}`, bundle: { "study.yaml": `id: ${id}` }, createdAt: morning },
  );
}

export function newParticipant(
  studyId: string,
  id: string,
  changes: Partial<NewParticipant> = {},
): NewParticipant {
  return {
    id,
    studyId,
    studyVersion: 1,
    seed: `seed of ${id}`,
    simulated: false,
    test: false,
    language: "en",
    enteredAt: morning,
    consentedAt: null,
    tokenHash: `token of ${id}`,
    recoveryHash: `recovery of ${id}`,
    entryNonce: `nonce of ${id}`,
    identity: null,
    places: null,
    ...changes,
  };
}

export async function enter(
  store: Store,
  studyId: string,
  id: string,
  changes: Partial<NewParticipant> = {},
) {
  return store.addParticipant(newParticipant(studyId, id, changes), { events: [event(id, 1)], rows: [] });
}

export function event(participantId: string, seq: number, changes: Partial<EventRow> = {}): EventRow {
  return {
    participantId,
    seq,
    at: morning + seq,
    stageId: "survey",
    type: "survey.answered",
    payload: { field: "age", value: "25-34 years old" },
    commandId: `command ${seq}`,
    ...changes,
  };
}

export function participantChange(changes: Partial<ParticipantChange> = {}): ParticipantChange {
  return { status: "active", language: "en", consentedAt: morning, endedAt: null, outcome: null, ...changes };
}

export function answer(participantId: string, field: string, changes: Partial<AnswerRow> = {}): RowChange {
  const row = { participantId, scope: "survey", field, value: "yes", missing: null, at: morning, ...changes };
  return { table: "answers", row };
}

export function conversation(
  participantId: string,
  ordinal: number,
  changes: Partial<ConversationRow> = {},
): RowChange {
  const row: ConversationRow = {
    id: `${participantId}-c${ordinal}`,
    participantId,
    stageId: "conversations",
    ordinal,
    type: "unguided",
    startedAt: morning,
    finishedAt: null,
    closedAt: null,
    ...changes,
  };
  return { table: "conversations", row };
}

export function interaction(
  participantId: string,
  ordinal: number,
  turn: number,
  changes: Partial<InteractionRow> = {},
): RowChange {
  const row: InteractionRow = {
    id: `${participantId}-c${ordinal}-t${turn}`,
    conversationId: `${participantId}-c${ordinal}`,
    participantId,
    turn,
    prompt: "What makes a good neighbour?",
    sentAt: morning,
    chosenAt: null,
    settledBy: null,
    verdict: null,
    tieSeed: null,
    ...changes,
  };
  return { table: "interactions", row };
}

export function utterance(
  participantId: string,
  ordinal: number,
  turn: number,
  drawnOrder: number,
  changes: Partial<UtteranceRow> = {},
): RowChange {
  const row: UtteranceRow = {
    slotId: `${participantId}-c${ordinal}-t${turn}-s${drawnOrder}`,
    interactionId: `${participantId}-c${ordinal}-t${turn}`,
    conversationId: `${participantId}-c${ordinal}`,
    participantId,
    drawnOrder,
    shownOrder: 3 - drawnOrder,
    modelId: `model-${drawnOrder}`,
    text: "Somebody who greets you.",
    missing: null,
    score: null,
    touched: false,
    firstTouchMs: null,
    pathLength: null,
    chosen: false,
    askedAt: morning,
    completedAt: morning + 900,
    firstTextMs: 120.5,
    totalMs: 900.25,
    waitedMs: 40.5,
    drawSeed: "0123456789abcdef0123456789abcdef",
    sampleSeed: 2_147_483_647,
    ...changes,
  };
  return { table: "utterances", row };
}

export function call(participantId: string, id: string, changes: Partial<CallRow> = {}): RowChange {
  const row: CallRow = {
    id: `${participantId}-${id}`,
    participantId,
    slotId: `${participantId}-c1-t0-s0`,
    modelId: "model-0",
    reference: "demo:plain",
    attempt: 0,
    outcome: "answered",
    message: null,
    httpStatus: 200,
    finishReason: "stop",
    finishDetail: null,
    failedText: null,
    reasoning: "Could it be A?",
    reasoningFrom: "server",
    notSent: ["topK"],
    reasoningTokens: 3,
    inputTokens: 20,
    outputTokens: 5,
    costUsd: 0.00012,
    firstTextMs: 120.5,
    totalMs: 900.25,
    waitedMs: 40.5,
    at: morning,
    ...changes,
  };
  return { table: "calls", row };
}

export function response(
  participantId: string,
  item: string,
  place: number,
  changes: Partial<ResponseRow> = {},
): RowChange {
  const row: ResponseRow = {
    participantId,
    scope: "opinions",
    item,
    place,
    optionOrder: ["agree", "disagree"],
    seed: "0123456789abcdef0123456789abcdef",
    assignedAt: morning,
    shownAt: null,
    answeredAt: null,
    pageMs: null,
    firstInputMs: null,
    reply: "",
    value: null,
    missing: "not-asked",
    rule: "people/open",
    ...changes,
  };
  return { table: "responses", row };
}

export function page(participantId: string, name: string, changes: Partial<PageRow> = {}): RowChange {
  const row: PageRow = {
    participantId,
    scope: "survey",
    page: name,
    enteredAt: morning,
    leftAt: morning + 90_000,
    spentMs: 60_000,
    ...changes,
  };
  return { table: "pages", row };
}

/** One conversation of one turn with two responses, an answer and a call. */
export function wholeConversation(participantId: string, firstSeq: number): Commit {
  return {
    participantId,
    events: [event(participantId, firstSeq)],
    rows: [
      answer(participantId, "age"),
      conversation(participantId, 1, { finishedAt: morning + hour, closedAt: morning + hour }),
      interaction(participantId, 1, 0),
      utterance(participantId, 1, 0, 0, { score: 81, touched: true, chosen: true }),
      utterance(participantId, 1, 0, 1, { score: 12.5, touched: true }),
      call(participantId, "call-1"),
    ],
  };
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
