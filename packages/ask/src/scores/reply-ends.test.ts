import { expect, test } from "vitest";
import type { StoredResponse, StoredTurn } from "../store/run-store.ts";
import { createReplyEnds, noteReplyEnds } from "./reply-ends.ts";

const response: StoredResponse = {
  ...{ ordinal: 0, reply: "B", reasoning: null, finishReason: "stop", finishDetail: null, candidates: null },
  ...{ verdict: null, judged: null, notSent: [], turns: null, failure: null, failureMessage: null },
  ...{ request: "", inputTokens: null, outputTokens: null, reasoningTokens: null, costUsd: null },
  ...{ latencyMs: 1, waitedMs: 0, attempts: 1, cached: false, miscounted: null },
};
const cut = { text: "A?", from: "text" } as const;
const apart = { text: "A?", from: "server" } as const;
const turn: StoredTurn = { reply: "B", reasoning: null, finishReason: "stop", verdict: null };

function endsOf(...responses: readonly Partial<StoredResponse>[]) {
  const counted = createReplyEnds();
  for (const more of responses) counted.add("m", { ...response, ...more });
  return counted.of("m");
}

test("what is no answer has been cut off before its text, or not at all", () => {
  expect(
    endsOf(
      { finishReason: "length" },
      { finishReason: "length", failure: "truncated" },
      { finishReason: "refusal" },
      { finishReason: "refusal", failure: "server" },
      { finishReason: "unknown" },
      { finishReason: "unknown", failure: "empty" },
      { finishReason: "unstated" },
    ),
  ).toMatchObject({ asked: 7, cutOff: 1, cutOffBeforeText: 1, refusals: 1, unknownEnds: 1 });
});

test("one turn of a conversation is enough to say that it was cut off or reasoned", () => {
  expect(
    endsOf(
      { turns: [{ ...turn, reasoning: cut }, turn] },
      { turns: [turn, { ...turn, reasoning: apart, finishReason: "length" }] },
      {},
    ),
  ).toMatchObject({ asked: 3, reasoned: 2, reasoningCut: 1, cutOff: 1 });
});

test("everything is told in words, settings in the order of the alphabet", () => {
  const judged = {
    reasoning: null,
    finishReason: "length",
    notSent: ["topK"],
    miscounted: "9 output tokens",
  };
  const ends = endsOf(
    { finishReason: "unknown", notSent: ["topK"], judged, miscounted: "9 input tokens" },
    { finishReason: "length", notSent: ["seed"], reasoning: cut },
  );
  expect(noteReplyEnds([ends]).map(({ text }) => text)).toEqual([
    "m: 1 of 2 replies were cut off by the limit on tokens; raise maxTokens among the model's parameters",
    "m: 1 verdicts of the judge were cut off by the limit on tokens",
    "m: 1 of 2 replies ended for a reason that is not known",
    "m: 1 reply came with a token count that can't be; it was dropped (calls.jsonl)",
    "the judge of m: 1 verdict came with a token count that can't be; it was dropped (calls.jsonl)",
    "m: reasoning was cut out of 1 of 2 replies; reasoningTags: text leaves it in",
    "m: not sent, because the provider has no word for it: seed, topK",
    "the judge of m: not sent, because the provider has no word for it: topK",
  ]);
});
