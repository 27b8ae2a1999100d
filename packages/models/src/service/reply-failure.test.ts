import { expect, it } from "vitest";
import { type Reply, uncountedTokens } from "../chat.ts";
import { replyFailure } from "./reply-failure.ts";

const reply: Reply = {
  ...{ text: "", reasoning: null, finishReason: "stop", finishDetail: null },
  ...{ usage: uncountedTokens, logprobs: null, unsupported: [] },
};

it("a reply without text is none, and the server's own words are told", () => {
  expect(replyFailure(reply)).toMatchObject({ kind: "empty", message: "an answer without text" });
  expect(replyFailure({ ...reply, finishReason: "error", finishDetail: "overloaded" })).toMatchObject({
    kind: "server",
    message: "the server ended its answer with an error (overloaded)",
  });
  // a code has brackets of its own
  expect(replyFailure({ ...reply, finishReason: "error", finishDetail: "(529): overloaded" })).toMatchObject({
    message: "the server ended its answer with an error (529): overloaded",
  });
});

it("whoever asked for log-probabilities reads them from a token that can't be seen", () => {
  const logprobs = [{ token: "\n", logprob: -0.1, alternatives: [] }];
  expect(replyFailure({ ...reply, text: "\n", logprobs })).toBeNull();
});
