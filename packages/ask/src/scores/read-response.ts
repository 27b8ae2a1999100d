import type { ParsedResponse, ReadTurn } from "@refract/core";
import { presentationOf, type Sample } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import { bestCandidate, likeliestCandidates } from "../run/candidates.ts";
import type { StoredResponse } from "../store/run-store.ts";

/** What a stored response says: read anew from what the model really replied, every time it is needed. */
export function readResponse(
  setup: RunSetup,
  sample: Sample,
  response: StoredResponse,
  lengthNormalised: boolean,
): ParsedResponse {
  const { instrument, mode, options } = setup;
  if (response.failure !== null)
    return { value: null, missing: "model-error", rule: `failure/${response.failure}` };
  const parse = (reply: string) =>
    instrument.parse(reply, sample.item, presentationOf(setup, sample), mode, options);
  switch (mode) {
    case "generate":
      // The model said by itself that it declines; its words are no answer, whatever a parser could find in them.
      return response.finishReason === "refusal"
        ? { value: null, missing: "unparsed", rule: "refusal-field" }
        : parse(response.reply);
    case "judge":
      return instrument.judge === undefined || response.verdict === null
        ? { value: null, missing: "unparsed", rule: "judge/no-verdict" }
        : instrument.judge.parse(response.verdict);
    case "letter-logprobs":
    case "likelihood": {
      const perCharacter = mode === "likelihood" && lengthNormalised;
      const candidates = response.candidates ?? [];
      const equal =
        mode === "likelihood" && instrument.splitsTies === true
          ? likeliestCandidates(candidates, perCharacter)
          : [];
      if (equal.length > 1) {
        const values = equal.map(({ text }) => parse(text).value).filter((value) => value !== null);
        if (values.length > 0)
          return { value: values, missing: null, rule: `likelihood/${values.length}-tied` };
      }
      const best = bestCandidate(candidates, perCharacter);
      return best === null
        ? { value: null, missing: "unparsed", rule: `${mode}/no-candidate` }
        : parse(best.text);
    }
  }
}

/** Every turn of a conversation, each read by itself; undefined where one call was made. */
export function readTurns(
  setup: RunSetup,
  sample: Sample,
  response: StoredResponse,
): readonly ReadTurn[] | undefined {
  // a turn has no candidates: `follow` is for replies in words
  return response.turns?.map(({ reply, verdict, finishReason }) => ({
    reply,
    parsed: readResponse(setup, sample, { ...response, reply, verdict, finishReason }, false),
  }));
}
