import { isDemoModel, type Presentation, type PromptCall } from "@refract/core";
import type { Attempt, ChatRequest, Reply } from "@refract/models";
import { deriveSeed, seedInteger } from "@refract/stats/random";
import { presentationOf, type Sample } from "../plan/plan.ts";
import type { RunSetup } from "../plan/run-setup.ts";
import type { StoredResponse, StoredTurn } from "../store/run-store.ts";
import { type Asked, type Asker, failureOf, miscountedIn, totalCost } from "./asker.ts";
import { firstTokenCandidates, likelihoodCandidates, likelihoodContext, topLogprobs } from "./candidates.ts";

const nothing: Omit<StoredResponse, "ordinal"> = Object.freeze({
  reply: "",
  reasoning: null,
  finishReason: null,
  finishDetail: null,
  candidates: null,
  verdict: null,
  judged: null,
  notSent: [],
  turns: null,
  failure: null,
  failureMessage: null,
  request: "",
  inputTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  miscounted: null,
  costUsd: 0,
  latencyMs: 0,
  waitedMs: 0,
  attempts: 0,
  cached: false,
});

/** A conversation longer than this is an error of its instrument. */
const mostTurns = 100;

/** Asks one sample in the run's mode. A model's failure comes back as a row; anything else is thrown. */
export async function askSample(setup: RunSetup, asker: Asker, sample: Sample): Promise<StoredResponse> {
  const presentation = presentationOf(setup, sample);
  const answers: Taken[] = [];
  try {
    return await askedIn(setup, remembering(asker, answers), sample, presentation);
  } catch (thrown) {
    const failed = failureOf(thrown);
    const failure = failed?.attempts.at(-1)?.failure;
    if (failed === null || failure === undefined || failure === null) throw thrown;
    const { attempts } = failed;
    const isJudge = failed.reference === setup.judge?.use;
    // A model that judges itself failed at its own reply first.
    const said = isJudge && answers.length > 0 ? null : (attempts.at(-1)?.said ?? null);
    // Calls of the sample that were answered before the one that failed were paid for too.
    return {
      ...nothing,
      ordinal: sample.ordinal,
      failure: failure.kind,
      failureMessage: isJudge ? `the judge: ${failure.message}` : failure.message,
      ...(said === null
        ? {}
        : {
            ...{ reply: said.text, reasoning: said.reasoning },
            ...{ finishReason: said.finishReason, finishDetail: said.finishDetail },
          }),
      ...tokensOf(attempts),
      miscounted: miscountedIn([
        ...answers.map(({ miscounted }) => miscounted),
        ...attempts.map(({ dropped }) => dropped),
      ]),
      costUsd: summed([totalCost(attempts), ...answers.map(({ costUsd }) => costUsd)]),
      latencyMs: attempts.reduce((sum, { totalMs }) => sum + totalMs, 0) + total(answers, "latencyMs"),
      waitedMs: attempts.reduce((sum, { waitedMs }) => sum + waitedMs, 0) + total(answers, "waitedMs"),
      attempts: attempts.length + total(answers, "attempts"),
    };
  }
}

async function askedIn(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<StoredResponse> {
  switch (setup.mode) {
    case "generate":
      return generated(setup, asker, sample, presentation);
    case "judge":
      return judged(setup, asker, sample, presentation);
    case "letter-logprobs":
      return byFirstToken(setup, asker, sample, presentation);
    case "likelihood":
      return byLikelihood(setup, asker, sample, presentation);
  }
}

/** Tokens of calls that came to nothing are paid for as well, as far as they were counted. */
function tokensOf(attempts: readonly Attempt[]) {
  const sum = (count: (usage: Attempt["usage"]) => number | null) => {
    const counts = attempts.map(({ usage }) => count(usage)).filter((one) => one !== null);
    return counts.length === 0 ? null : counts.reduce((total, one) => total + one, 0);
  };
  return {
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    reasoningTokens: sum(({ reasoningTokens }) => reasoningTokens),
  };
}

type Taken = Pick<Asked<unknown>, "costUsd" | "latencyMs" | "waitedMs" | "attempts" | "miscounted">;

/** The same asker, which keeps what each answer took. */
function remembering({ chat, scoreText }: Asker, answers: Taken[]): Asker {
  const kept = <Answer extends Taken>(asked: Answer): Answer => {
    answers.push(asked);
    return asked;
  };
  return {
    chat: async (entry, request, repeat) => kept(await chat(entry, request, repeat)),
    scoreText: async (entry, text, repeat) => kept(await scoreText(entry, text, repeat)),
  };
}

function total(answers: readonly Taken[], what: "latencyMs" | "waitedMs" | "attempts"): number {
  return answers.reduce((sum, answer) => sum + answer[what], 0);
}

/** What a sample is sent. */
export function callOf(setup: RunSetup, sample: Sample, presentation: Presentation): PromptCall {
  const { instrument, mode, options } = setup;
  return instrument.prompt(sample.item, sample.variant, presentation, mode, options);
}

/** A question that is drawn at random gets a seed of its own, so that servers that heed it answer the same again. */
function seeded(call: PromptCall, presentation: Presentation): ChatRequest {
  const { parameters, messages } = call;
  const drawn = parameters.temperature !== 0 && parameters.seed === undefined;
  return {
    messages,
    parameters: drawn ? { ...parameters, seed: seedInteger(presentation.seed) } : parameters,
  };
}

/** The request of a sample's first call in the run's mode. */
export function requestOf(setup: RunSetup, sample: Sample, presentation: Presentation): ChatRequest {
  const call = callOf(setup, sample, presentation);
  if (setup.mode !== "letter-logprobs") return seeded(call, presentation);
  const parameters = { ...call.parameters, maxTokens: 1, temperature: 0 };
  return { messages: call.messages, parameters, topLogprobs };
}

async function reply(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
  call: PromptCall,
  turn: number,
): Promise<Partial<StoredResponse>> {
  const { item, variant, model, repeat } = sample;
  if (isDemoModel(model)) {
    const seed = deriveSeed(presentation.seed, model.use, ...(turn === 0 ? [] : [turn]));
    return { reply: setup.instrument.simulate(item, variant, presentation, seed, setup.options) };
  }
  const asked = await asker.chat(model, seeded(call, presentation), repeat);
  return { ...saidIn(asked.result), ...taken(asked) };
}

function saidIn({ text, reasoning, finishReason, finishDetail, unsupported }: Reply) {
  return { reply: text, reasoning, finishReason, finishDetail, notSent: unsupported };
}

/** One call, or as many as the instrument's `follow` asks; what they took is added up, and the last reply is the answer. */
async function generated(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<StoredResponse> {
  const { instrument, options } = setup;
  const replies: string[] = [];
  const turns: StoredTurn[] = [];
  let row: StoredResponse | null = null;
  let call: PromptCall | null = callOf(setup, sample, presentation);
  while (call !== null) {
    if (replies.length === mostTurns)
      throw new Error(`${instrument.id}: item ${sample.item.id} asks more than ${mostTurns} turns`);
    const said = await reply(setup, asker, sample, presentation, call, replies.length);
    const next: StoredResponse = { ...nothing, ordinal: sample.ordinal, ...said };
    row = row === null ? next : { ...next, ...takenTogether(row, next) };
    replies.push(next.reply);
    const { reasoning, finishReason } = next;
    turns.push({ reply: next.reply, verdict: null, reasoning, finishReason });
    call = instrument.follow?.(sample.item, sample.variant, presentation, replies, options) ?? null;
  }
  if (row === null) throw new Error(`${instrument.id}: item ${sample.item.id} asks nothing`);
  return replies.length === 1 ? row : { ...row, turns };
}

function takenTogether(one: StoredResponse, other: StoredResponse) {
  return {
    inputTokens: summed([one.inputTokens, other.inputTokens]),
    outputTokens: summed([one.outputTokens, other.outputTokens]),
    reasoningTokens: summed([one.reasoningTokens, other.reasoningTokens]),
    miscounted: miscountedIn([one.miscounted, other.miscounted]),
    notSent: [...new Set([...one.notSent, ...other.notSent])],
    costUsd: summed([one.costUsd, other.costUsd]),
    latencyMs: one.latencyMs + other.latencyMs,
    waitedMs: summed([one.waitedMs, other.waitedMs]),
    attempts: one.attempts + other.attempts,
    cached: one.cached && other.cached,
  };
}

async function judged(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<StoredResponse> {
  const { instrument, judge, options } = setup;
  if (judge === null || instrument.judge === undefined) throw new Error("mode judge without a judge");
  let row = await generated(setup, asker, sample, presentation);
  const replies = row.turns?.map((turn) => turn.reply) ?? [row.reply];
  const verdicts: string[] = [];
  for (const [turn, text] of replies.entries()) {
    const shown = { item: sample.item, variant: sample.variant, reply: text };
    if (isDemoModel(judge) && instrument.judge.simulate !== undefined) {
      const seed = deriveSeed(presentation.seed, judge.use, ...(turn === 0 ? [] : [turn]));
      verdicts.push(instrument.judge.simulate(shown, seed));
      continue;
    }
    const call = instrument.judge.prompt(shown, options, replies.slice(0, turn));
    const asked = await asker.chat(judge, seeded(call, presentation), sample.repeat);
    const { reasoning, finishReason, unsupported } = asked.result;
    verdicts.push(asked.result.text);
    row = {
      ...row,
      judged: {
        ...{ reasoning, finishReason, notSent: unsupported },
        miscounted: miscountedIn([row.judged?.miscounted ?? null, asked.miscounted]),
      },
      costUsd: summed([row.costUsd, asked.costUsd]),
      latencyMs: row.latencyMs + asked.latencyMs,
      waitedMs: summed([row.waitedMs, asked.waitedMs]),
      attempts: row.attempts + asked.attempts,
      cached: asked.cached && (row.cached || row.attempts === 0),
    };
  }
  return {
    ...row,
    verdict: verdicts.at(-1) ?? null,
    turns: row.turns?.map((turn, place) => ({ ...turn, verdict: verdicts[place] ?? null })) ?? null,
  };
}

async function byFirstToken(
  setup: RunSetup,
  asker: Asker,
  sample: Sample,
  presentation: Presentation,
): Promise<StoredResponse> {
  const call = callOf(setup, sample, presentation);
  const asked = await asker.chat(sample.model, requestOf(setup, sample, presentation), sample.repeat);
  return {
    ...nothing,
    ordinal: sample.ordinal,
    ...saidIn(asked.result),
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
  const all = await allOrFirstFailure(
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
    reasoningTokens: null,
    miscounted: miscountedIn(all.map(({ miscounted }) => miscounted)),
    costUsd: summed(all.map(({ costUsd }) => costUsd)),
    latencyMs: Math.max(0, ...all.map(({ latencyMs }) => latencyMs)),
    waitedMs: Math.max(0, ...all.map(({ waitedMs }) => waitedMs)),
    attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
    cached: all.every(({ cached }) => cached),
  };
}

/** Waits for all, also where one fails: what the others cost is known only then. */
async function allOrFirstFailure<Result>(calls: readonly Promise<Result>[]): Promise<readonly Result[]> {
  await Promise.allSettled(calls);
  return Promise.all(calls);
}

function taken(asked: Asked<{ readonly usage: Attempt["usage"] }>) {
  const { key, costUsd, latencyMs, waitedMs, attempts, cached, miscounted, result } = asked;
  return { request: key, costUsd, latencyMs, waitedMs, attempts, cached, miscounted, ...result.usage };
}

function summed(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
