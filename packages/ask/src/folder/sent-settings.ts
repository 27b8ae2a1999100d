import { isDemoModel, type SamplingParameters } from "@refract/core";
import { type Plan, presentationOf } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import { requestOf } from "../run/ask-sample.ts";
import type { RunResults } from "../scores/results.ts";

/** The settings one model was really sent under one variant. */
export interface SentSettings {
  readonly model: string;
  readonly variant: string;
  /** As this program names them; `seed` is the word `each` where every question has its own. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** Asked for by the instrument or the model's entry, and not sent: the provider has no word for them. */
  readonly notSent: readonly string[];
}

/** Settings of every model and variant, read off the first request of each. Demo models take none. */
export function settingsOf(setup: RunSetup, plan: Plan, results: RunResults): readonly SentSettings[] {
  const settings: SentSettings[] = [];
  for (const [index, model] of setup.models.entries()) {
    if (isDemoModel(model) || setup.mode === "likelihood") continue;
    const notSent = results.replies.find(({ respondent }) => respondent === model.id)?.notSent ?? [];
    const seen = new Set<string>();
    const { first, end } = plan.rangeOf(index);
    for (let ordinal = first; ordinal < end && seen.size < setup.variants.length; ordinal += 1) {
      const sample = plan.at(ordinal);
      if (seen.has(sample.variant.id)) continue;
      seen.add(sample.variant.id);
      const { parameters } = requestOf(setup, sample, presentationOf(setup, sample));
      const drawsSeed = parameters.seed != null && model.parameters?.seed === undefined;
      settings.push({
        model: model.id,
        variant: sample.variant.id,
        sent: sentOf({ ...parameters, ...model.parameters }, notSent, drawsSeed),
        notSent,
      });
    }
  }
  return settings;
}

function sentOf(
  parameters: SamplingParameters,
  notSent: readonly string[],
  drawsSeed: boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters)
      // How answers are read is no part of the request.
      .filter(([name, value]) => value != null && name !== "reasoningTags" && !notSent.includes(name))
      .map(([name, value]) => [name, name === "seed" && drawsSeed ? "each" : value]),
  );
}
