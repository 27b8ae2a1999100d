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
    if (candidate.logprob === null) continue;
    const value = perCharacter ? candidate.logprob / Math.max(1, candidate.text.length) : candidate.logprob;
    if (value <= highest) continue;
    best = candidate;
    highest = value;
  }
  return best;
}
