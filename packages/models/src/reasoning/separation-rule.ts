import type { SamplingParameters } from "@refract/core";

/**
 * What is known of a model before it speaks. `separate`: nothing. `text`: what looks like marks is ordinary text. `unopened`: every
 * answer begins inside the reasoning. `held`: answers seem to begin inside it, so that text waits until that is certain.
 */
export type SeparationRule = "separate" | "text" | "unopened" | "held";

/**
 * Models whose chat template opens the reasoning itself, so that their text begins inside it where a server does not separate it
 * (model cards of DeepSeek R1, QwQ and the Qwen 3 thinking models).
 */
const opensUnmarked = /deepseek[-_.]?r1|qwq|qwen3.*thinking/i;

/** How the reasoning of a model's answers is separated; `seenUnopened` when an answer of it has begun inside its reasoning before. */
export function separationRule(
  reference: string,
  parameters: SamplingParameters,
  seenUnopened: boolean,
): SeparationRule {
  const declared = parameters.reasoningTags ?? null;
  if (declared !== null) return declared;
  return seenUnopened || opensUnmarked.test(reference) ? "held" : "separate";
}
