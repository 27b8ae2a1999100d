import { isDemoModel, type Presentation, type PromptCall } from "@refract/core";
import type { ChatRequest } from "@refract/models";
import { deriveSeed, seedInteger } from "@refract/stats/random";
import { presentationOf, type Sample } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import type { StoredResponse } from "../store/run-store.ts";
import { type Asked, type Asker, failureOf, totalCost } from "./asker.ts";
import { firstTokenCandidates, likelihoodCandidates, likelihoodContext, topLogprobs } from "./candidates.ts";

const nothing: Omit<StoredResponse, "ordinal"> = Object.freeze({
  reply: "",
  finishReason: null,
  candidates: null,
  verdict: null,
  failure: null,
  failureMessage: null,
  request: "",
  inputTokens: null,
  outputTokens: null,
  costUsd: 0,
  latencyMs: 0,
  attempts: 0,
  cached: false,
});

/** Asks one sample in the run's mode. A model's failure comes back as a row; anything else is thrown. */
export async function askSample(setup: RunSetup, asker: Asker, sample: Sample): Promise<StoredResponse> {
  const presentation = presentationOf(setup, sample);
  try {
    switch (setup.mode) {
      case "generate":
        return { ...nothing, ordinal: sample.ordinal, ...(await reply(setup, asker, sample, presentation)) };
      case "judge":
        return await judged(setup, asker, sample, presentation);
      case "letter-logprobs":
        return await byFirstToken(setup, asker, sample, presentation);
      case "likelihood":
        return await byLikelihood(setup, asker, sample, presentation);
    }
  } catch (thrown) {
    const failed = failureOf(thrown);
    const failure = failed?.attempts.at(-1)?.failure;
    if (failed === null || failure === undefined || failure === null) throw thrown;
    return {
      ...nothing,
      ordinal: sample.ordinal,
      failure: failure.kind,
      failureMessage: failure.message,
      costUsd: totalCost(failed.attempts),
      latencyMs: failed.attempts.reduce((sum, { totalMs }) => sum + totalMs, 0),
      attempts: failed.attempts.length,
    };
  }
}

/** What a sample is sent. */
export function callOf(setup: RunSetup, sample: Sample, presentation: Presentation): PromptCall {
  const { instrument, mode, options } = setup;
  return instrument.prompt(sample.item, sample.variant, presentation, mode, options);
}

/** A question that is drawn at random gets a seed of its own, so that servers that heed it answer the same again. */
function requestOf(call: PromptCall, presentation: Presentation): ChatRequest {
  const { parameters, messages } = call;
  const drawn = parameters.temperature !== 0 && parameters.seed === undefined;
  return {
    messages,
    parameters: drawn ? { ...parameters, seed: seedInteger(presentation.seed) } : parameters,
  };
}

async function reply(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<Partial<StoredResponse>> {
  const { item, variant, model, repeat } = sample;
  if (isDemoModel(model)) {
    const seed = deriveSeed(presentation.seed, model.use);
    return { reply: setup.instrument.simulate(item, variant, presentation, seed, setup.options) };
  }
  const asked = await asker.chat(model, requestOf(callOf(setup, sample, presentation), presentation), repeat);
  return { reply: asked.result.text, finishReason: asked.result.finishReason, ...taken(asked) };
}

async function judged(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<StoredResponse> {
  const { instrument, judge, options } = setup;
  if (judge === null || instrument.judge === undefined) throw new Error("mode judge without a judge");
  const row = { ...nothing, ordinal: sample.ordinal, ...(await reply(setup, asker, sample, presentation)) };
  const shown = { item: sample.item, variant: sample.variant, reply: row.reply };
  if (isDemoModel(judge) && instrument.judge.simulate !== undefined)
    return { ...row, verdict: instrument.judge.simulate(shown, deriveSeed(presentation.seed, judge.use)) };
  const call = instrument.judge.prompt(shown, options);
  const asked = await asker.chat(judge, requestOf(call, presentation), sample.repeat);
  return {
    ...row,
    verdict: asked.result.text,
    costUsd: row.costUsd === null || asked.costUsd === null ? null : row.costUsd + asked.costUsd,
    latencyMs: row.latencyMs + asked.latencyMs,
    attempts: row.attempts + asked.attempts,
    cached: asked.cached && (row.cached || row.attempts === 0),
  };
}

async function byFirstToken(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<StoredResponse> {
  const call = callOf(setup, sample, presentation);
  const request = {
    messages: call.messages,
    parameters: { ...call.parameters, maxTokens: 1, temperature: 0 },
  };
  const asked = await asker.chat(sample.model, { ...request, topLogprobs }, sample.repeat);
  return {
    ...nothing,
    ordinal: sample.ordinal,
    reply: asked.result.text,
    finishReason: asked.result.finishReason,
    candidates: firstTokenCandidates(call.candidates ?? [], asked.result.logprobs ?? []),
    ...taken(asked),
  };
}

async function byLikelihood(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<StoredResponse> {
  const call = callOf(setup, sample, presentation);
  const context = likelihoodContext(call.messages);
  const candidates = call.candidates ?? [];
  const all = await Promise.all(
    candidates.map(({ text }) => asker.scoreText(sample.model, `${context}${text}`, sample.repeat)),
  );
  return {
    ...nothing,
    ordinal: sample.ordinal,
    candidates: likelihoodCandidates(
      candidates,
      all.map(({ result }) => result),
      context.length,
    ),
    request: all[0]?.key ?? "",
    inputTokens: summed(all.map(({ result }) => result.usage.inputTokens)),
    outputTokens: summed(all.map(({ result }) => result.usage.outputTokens)),
    costUsd: summed(all.map(({ costUsd }) => costUsd)),
    latencyMs: Math.max(0, ...all.map(({ latencyMs }) => latencyMs)),
    attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
    cached: all.every(({ cached }) => cached),
  };
}

function taken(
  asked: Asked<{ readonly usage: { inputTokens: number | null; outputTokens: number | null } }>,
) {
  const { key, costUsd, latencyMs, attempts, cached, result } = asked;
  return { request: key, costUsd, latencyMs, attempts, cached, ...result.usage };
}

function summed(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
