import type { FinishReason, SamplingParameters } from "@refract/core";
import { createRandom, deriveSeed, type Random } from "@refract/stats/random";
import type { ChatEvent, ChatRequest, ModelClient } from "../chat.ts";
import { messageText } from "../message-text.ts";
import { modelFailure } from "../model-failure.ts";
import type { ProviderContext } from "../provider.ts";
import { estimateInputTokens, estimateTextTokens } from "../token-estimate.ts";
import { composeAnswer } from "./compose.ts";
import { type DemoTarget, type DrillVoice, parseDemoReference } from "./demo-reference.ts";

/** Settings a script can't follow. */
const ignored = [
  "temperature",
  "topP",
  "topK",
  "minTokens",
  "presencePenalty",
  "frequencyPenalty",
  "reasoningEffort",
  "body",
] as const satisfies readonly (keyof SamplingParameters)[];

const slowMs = 120_000;

/** A demo model. Its text depends on the voice, the `seed` parameter and the messages, and on nothing else. */
export function createDemoClient(name: string, context: ProviderContext): ModelClient {
  const target = parseDemoReference(name);
  return Object.freeze({
    reference: `demo:${name}`,
    account: "demo",
    stream: (request: ChatRequest, signal: AbortSignal) => speak(name, target, request, context, signal),
  });
}

async function* speak(
  name: string,
  target: DemoTarget,
  request: ChatRequest,
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  signal.throwIfAborted();
  if (target.kind === "drill") {
    yield* drill(target.drill, request, context, signal);
    return;
  }
  const { voice, variant } = target;
  const random = createRandom(
    deriveSeed(
      "demo",
      name,
      String(request.parameters.seed ?? "none"),
      ...request.messages.flatMap((message) => [message.role, messageText(message)]),
    ),
  );
  const prompt = request.messages.findLast((message) => message.role === "user");
  const turn = request.messages.filter((message) => message.role === "assistant").length;
  const whole = composeAnswer(voice, prompt ? messageText(prompt) : "", turn, random.stream("text"));
  const { text, finishReason } = limit(whole, request.parameters);
  // Variants of a voice also differ a little in pace: up to a quarter faster or slower.
  const pace = context.demoPace / (0.75 + 0.5 * createRandom(`${voice.id}/${variant}`).next());
  await pause(voice.firstTextMs * pace, context, signal);
  for (const piece of pieces(text, random.stream("pieces"))) {
    yield { kind: "text", text: piece };
    await pause((piece.length / voice.charactersPerSecond) * 1000 * pace, context, signal);
  }
  yield end(request, text, finishReason);
}

async function* drill(
  voice: DrillVoice,
  request: ChatRequest,
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  switch (voice) {
    case "fails":
      throw modelFailure("server", "this demo model always fails (drill)", { httpStatus: 500 });
    case "empty":
      yield end(request, "", "stop");
      return;
    case "slow": {
      const text = "Here is a late answer from a slow demo model.";
      await pause(slowMs * context.demoPace, context, signal);
      yield { kind: "text", text };
      yield end(request, text, "stop");
    }
  }
}

function end(request: ChatRequest, text: string, finishReason: FinishReason): ChatEvent {
  return {
    kind: "end",
    finishReason,
    finishDetail: null,
    usage: {
      inputTokens: estimateInputTokens(request.messages),
      outputTokens: estimateTextTokens(text),
      reasoningTokens: null,
    },
    logprobs: null,
    unsupported: ignored.filter((parameter) => request.parameters[parameter] != null),
  };
}

/** Ends a text before the first stop sequence, or after `maxTokens` words. */
function limit(whole: string, parameters: SamplingParameters): { text: string; finishReason: FinishReason } {
  const stops = (parameters.stop ?? []).map((stop) => whole.indexOf(stop)).filter((index) => index >= 0);
  const text = stops.length === 0 ? whole : whole.slice(0, Math.min(...stops));
  const words = [...text.matchAll(/\S+/g)];
  const last = words[(parameters.maxTokens ?? words.length) - 1];
  if (last === undefined || words.at(-1) === last) return { text, finishReason: "stop" };
  return { text: text.slice(0, last.index + last[0].length), finishReason: "length" };
}

/** Runs of one to four words, blanks included, which together are the text. */
function pieces(text: string, random: Random): readonly string[] {
  const words = text.match(/\s*\S+(\s+$)?/g) ?? [];
  const result: string[] = [];
  for (let start = 0; start < words.length; ) {
    const count = 1 + random.integer(4);
    result.push(words.slice(start, start + count).join(""));
    start += count;
  }
  return result;
}

async function pause(ms: number, { sleep }: ProviderContext, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, signal);
  signal.throwIfAborted();
}
