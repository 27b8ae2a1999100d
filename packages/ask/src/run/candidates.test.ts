import { describe, expect, test } from "vitest";
import {
  bestCandidate,
  firstTokenCandidates,
  likeliestCandidates,
  likelihoodCandidates,
} from "./candidates.ts";

const candidates = [
  { optionId: "a", text: "A" },
  { optionId: "b", text: "B" },
  { optionId: "c", text: "C" },
];

describe("candidates by their first token", () => {
  test("tokens that differ by blanks are added; who is not named has none", () => {
    const scores = firstTokenCandidates(candidates, [
      {
        token: "A",
        logprob: Math.log(0.4),
        alternatives: [
          { token: "A", logprob: Math.log(0.4) },
          { token: "B", logprob: Math.log(0.3) },
          { token: " B", logprob: Math.log(0.2) },
        ],
      },
    ]);
    expect(
      scores.map(({ logprob }) => (logprob === null ? null : Number(Math.exp(logprob).toFixed(6)))),
    ).toEqual([0.4, 0.5, null]);
    expect(bestCandidate(scores, false)?.optionId).toBe("b");
  });

  test("nothing named is no answer", () => {
    expect(bestCandidate(firstTokenCandidates(candidates, []), false)).toBeNull();
  });
});

test("candidates that differ by rounding noise alone are equally likely", () => {
  const of = (optionId: string, logprob: number | null) => ({ optionId, text: optionId, logprob, tokens: 1 });
  const names = (scores: readonly ReturnType<typeof of>[]) =>
    likeliestCandidates(scores, false).map(({ optionId }) => optionId);
  expect(names([of("a", -2), of("b", -0.1 - 0.2), of("c", -0.3), of("d", null)])).toEqual(["b", "c"]);
  expect(names([of("a", -2), of("b", -1.9)])).toEqual(["b"]);
  expect(names([of("a", null)])).toEqual([]);
});

test("of equal candidates the earlier one is the answer", () => {
  const of = (optionId: string, logprob: number) => ({ optionId, text: "same", logprob, tokens: 1 });
  for (const perCharacter of [false, true])
    expect(bestCandidate([of("a", -2), of("b", -1), of("c", -1)], perCharacter)?.optionId).toBe("b");
});

describe("candidates by their likelihood", () => {
  const scored = (tokens: readonly (readonly [string, number])[]) => {
    let offset = 0;
    return {
      usage: { inputTokens: null, outputTokens: null, reasoningTokens: null },
      tokens: tokens.map(([token, logprob]) => {
        const at = offset;
        offset += token.length;
        return { token, logprob, offset: at };
      }),
    };
  };

  test("only tokens of the continuation count, and length can be taken out", () => {
    const scores = likelihoodCandidates(
      [
        { optionId: "short", text: "No" },
        { optionId: "long", text: "Yes, often" },
      ],
      [
        scored([
          ["Ask: ", -9],
          ["No", -2],
        ]),
        scored([
          ["Ask: ", -9],
          ["Yes", -1],
          [", often", -1.5],
        ]),
      ],
      "Ask: ".length,
    );
    expect(scores).toEqual([
      { optionId: "short", text: "No", logprob: -2, tokens: 1 },
      { optionId: "long", text: "Yes, often", logprob: -2.5, tokens: 2 },
    ]);
    expect(bestCandidate(scores, false)?.optionId).toBe("short");
    expect(bestCandidate(scores, true)?.optionId).toBe("long");
  });

  test("a token that begins in the question and ends in the answer counts, one that ends with the question does not", () => {
    const [score] = likelihoodCandidates(
      [{ optionId: "no", text: "No" }],
      [
        scored([
          ["Ask", -9],
          [":", -7],
          [" No", -2],
        ]),
      ],
      "Ask: ".length,
    );
    expect(score).toEqual({ optionId: "no", text: "No", logprob: -2, tokens: 1 });
    const [whole] = likelihoodCandidates([{ optionId: "no", text: "No" }], [scored([["Ask: ", -9]])], 5);
    expect(whole).toMatchObject({ logprob: null, tokens: 0 });
  });
});
