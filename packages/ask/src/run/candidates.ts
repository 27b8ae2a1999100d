import type { PromptCall, PromptMessage } from "@refract/core";
import type { TextLogprobs, TokenLogprob } from "@refract/models";
import type { CandidateScore } from "../store/run-store.ts";

type Candidates = NonNullable<PromptCall["candidates"]>;

/** As many alternatives as OpenAI's wire gives at most. */
export const topLogprobs = 20;

/**
 * Log-probability of each candidate as the first token. Tokens that differ only by blanks around them (`A` and ` A`) are the same
 * answer, so that their probabilities are added.
 */
export function firstTokenCandidates(
  candidates: Candidates,
  logprobs: readonly TokenLogprob[],
): readonly CandidateScore[] {
  const first = logprobs[0];
  const tokens = new Map<string, number>();
  for (const { token, logprob } of first === undefined ? [] : [...first.alternatives, first])
    tokens.set(token, logprob);
  return candidates.map(({ optionId, text }) => {
    const matching = [...tokens].filter(([token]) => token.trim() === text.trim());
    const probability = matching.reduce((sum, [, logprob]) => sum + Math.exp(logprob), 0);
    return { optionId, text, logprob: probability > 0 ? Math.log(probability) : null, tokens: null };
  });
}

/** The conversation as one text, without a chat template: what base models are given. */
export function likelihoodContext(messages: readonly PromptMessage[]): string {
  return messages
    .map(({ content }) =>
      typeof content === "string"
        ? content
        : content.map((part) => (part.kind === "text" ? part.text : "")).join(""),
    )
    .join("\n\n");
}

/** Sum of the log-probabilities of each continuation's tokens; a token across the border belongs to the continuation. */
export function likelihoodCandidates(
  candidates: Candidates,
  scored: readonly TextLogprobs[],
  contextLength: number,
): readonly CandidateScore[] {
  return candidates.map(({ optionId, text }, index) => {
    const tokens = (scored[index]?.tokens ?? []).filter(
      ({ offset, token }) => offset + token.length > contextLength,
    );
    return {
      optionId,
      text,
      logprob: tokens.length === 0 ? null : tokens.reduce((sum, { logprob }) => sum + logprob, 0),
      tokens: tokens.length,
    };
  });
}

/** Sums of log-probabilities carry rounding noise; candidates no further apart than this are equal. */
const equalLogprobs = 1e-9;

/** Every candidate that is as likely as the best one, in their order; empty when none has a log-probability. */
export function likeliestCandidates(
  candidates: readonly CandidateScore[],
  perCharacter: boolean,
): readonly CandidateScore[] {
  const best = bestCandidate(candidates, perCharacter);
  const highest = best === null ? null : likelihoodOf(best, perCharacter);
  return highest === null
    ? []
    : candidates.filter((candidate) => {
        const value = likelihoodOf(candidate, perCharacter);
        return value !== null && highest - value <= equalLogprobs;
      });
}

/**
 * The candidate with the highest log-probability, or, by length, with the highest per character (so that long answers are not
 * at a disadvantage); the earlier one when two are equal, null when none has one.
 */
export function bestCandidate(
  candidates: readonly CandidateScore[],
  perCharacter: boolean,
): CandidateScore | null {
  let best: CandidateScore | null = null;
  let highest = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const value = likelihoodOf(candidate, perCharacter);
    if (value === null || value <= highest) continue;
    best = candidate;
    highest = value;
  }
  return best;
}

function likelihoodOf({ logprob, text }: CandidateScore, perCharacter: boolean): number | null {
  return logprob === null || !perCharacter ? logprob : logprob / Math.max(1, text.length);
}
