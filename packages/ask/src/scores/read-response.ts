import type { ParsedResponse } from "@refract/core";
import { presentationOf, type Sample } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import { bestCandidate } from "../run/candidates.ts";
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
      return parse(response.reply);
    case "judge":
      return instrument.judge === undefined || response.verdict === null
        ? { value: null, missing: "unparsed", rule: "judge/no-verdict" }
        : instrument.judge.parse(response.verdict);
    case "letter-logprobs":
    case "likelihood": {
      const best = bestCandidate(response.candidates ?? [], mode === "likelihood" && lengthNormalised);
      return best === null
        ? { value: null, missing: "unparsed", rule: `${mode}/no-candidate` }
        : parse(best.text);
    }
  }
}
