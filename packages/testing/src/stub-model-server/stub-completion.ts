import { wordsOf } from "./answer-events.ts";
import type { StubRequest } from "./stub-request.ts";

/**
 * The answer to `POST /v1/completions` with `echo`: the prompt a token a word, each with its log-probability (the first has
 * none, as on real servers), and one token that follows.
 */
export function completionDocument(request: StubRequest, logprobOf: (word: string) => number): unknown {
  const prompt = typeof request.body.prompt === "string" ? request.body.prompt : "";
  const tokens = [...wordsOf(prompt), " end"];
  return {
    object: "text_completion",
    choices: [
      {
        index: 0,
        text: tokens.join(""),
        finish_reason: "length",
        logprobs: {
          tokens,
          token_logprobs: tokens.map((token, index) => (index === 0 ? null : logprobOf(token))),
        },
      },
    ],
    usage: { prompt_tokens: tokens.length - 1, completion_tokens: 1, total_tokens: tokens.length },
  };
}
