import type { FinishReason, SamplingParameters } from "@refract/core";
import type { LanguageModel, ModelMessage, streamText, TextStreamPart, ToolSet } from "ai";
import type { ChatEvent, ChatMessage, ChatRequest, ModelClient } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { maximumTextLength } from "../openai-wire/answer-reader.ts";
import { finishReasonOf } from "../openai-wire/finish-reason.ts";
import { sdkFailure } from "./sdk-failure.ts";

export interface AiSdkOptions {
  readonly reference: string;
  readonly account: string;
  /** Imports the vendor's package and opens the model, whose requests get these fields besides; called at the first question. */
  readonly load: (body: NonNullable<SamplingParameters["body"]>) => Promise<LanguageModel>;
  /** Whether such fields can be sent. */
  readonly takesBody: boolean;
  readonly key: string | null;
  readonly keyHint: string;
  readonly now: () => number;
}

/** A client over the AI SDK, for vendors whose wire is their own. The SDK is imported when a model is first asked. */
export function createAiSdkClient(options: AiSdkOptions): ModelClient {
  return Object.freeze({
    reference: options.reference,
    account: options.account,
    stream: (request: ChatRequest, signal: AbortSignal) => streamAnswer(options, request, signal),
  });
}

async function* streamAnswer(
  options: AiSdkOptions,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  try {
    const { streamText } = await loadSdk();
    const model = await options.load(options.takesBody ? (request.parameters.body ?? {}) : {});
    const result = streamText(callOf(model, request, signal));
    yield* readParts(result.fullStream, request, options.takesBody);
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw sdkFailure(thrown, {
      request,
      key: options.key,
      keyHint: options.keyHint,
      nowMs: options.now(),
    });
  }
}

async function loadSdk(): Promise<typeof import("ai")> {
  // The SDK's warnings go to the console, and may quote a request; what matters in them is read from the stream.
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  return import("ai");
}

function callOf(
  model: LanguageModel,
  request: ChatRequest,
  signal: AbortSignal,
): Parameters<typeof streamText>[0] {
  const {
    temperature,
    topP,
    topK,
    maxTokens,
    presencePenalty,
    frequencyPenalty,
    stop,
    seed,
    reasoningEffort,
  } = request.parameters;
  return {
    model,
    messages: request.messages.map(sdkMessage),
    allowSystemInMessages: true,
    // Retrying is the service's business: it knows the budget, the limiter and the deadline.
    maxRetries: 0,
    abortSignal: signal,
    // Errors come as parts of the stream; without this the SDK also prints them.
    onError: () => undefined,
    ...(temperature == null ? {} : { temperature }),
    ...(topP == null ? {} : { topP }),
    ...(topK == null ? {} : { topK }),
    ...(maxTokens == null ? {} : { maxOutputTokens: maxTokens }),
    ...(presencePenalty == null ? {} : { presencePenalty }),
    ...(frequencyPenalty == null ? {} : { frequencyPenalty }),
    ...(stop == null ? {} : { stopSequences: [...stop] }),
    ...(seed == null ? {} : { seed }),
    ...(reasoningEffort == null ? {} : { reasoning: reasoningEffort }),
  };
}

function sdkMessage(message: ChatMessage): ModelMessage {
  const { role, content } = message;
  if (typeof content === "string") return { role, content };
  const text = content.map((part) => (part.kind === "text" ? part.text : "")).join("\n");
  if (role !== "user") return { role, content: text };
  return {
    role,
    content: content.map((part) =>
      part.kind === "text"
        ? { type: "text" as const, text: part.text }
        : { type: "image" as const, image: part.data, mediaType: part.mediaType },
    ),
  };
}

async function* readParts(
  parts: AsyncIterable<TextStreamPart<ToolSet>>,
  { parameters }: ChatRequest,
  takesBody: boolean,
): AsyncGenerator<ChatEvent, void, undefined> {
  const unsupported = new Set<keyof SamplingParameters>(
    (["minTokens", "tokenLimitField", ...(takesBody ? [] : (["body"] as const))] as const).filter(
      (parameter) => parameters[parameter] != null,
    ),
  );
  let length = 0;
  for await (const part of parts) {
    if (part.type === "text-delta" || part.type === "reasoning-delta") {
      length += part.text.length;
      if (length > maximumTextLength) throw modelFailure("server", "the server sent more than 1 MB of text");
      const kind = part.type === "text-delta" ? "text" : "reasoning";
      if (part.text !== "") yield { kind, text: part.text };
    } else if (part.type === "start-step") {
      for (const warning of part.warnings) {
        const parameter = warning.type === "unsupported" ? parameterOf(warning.feature) : undefined;
        if (parameter !== undefined) unsupported.add(parameter);
      }
    } else if (part.type === "error") {
      throw part.error;
    } else if (part.type === "finish") {
      const { finishReason, rawFinishReason: word, totalUsage } = part;
      if (finishReason === "interrupted") break;
      yield {
        kind: "end",
        finishReason: reasonOf(finishReason, word),
        finishDetail:
          word === undefined || !/^[\w.:-]{1,60}$/.test(word) || word === finishReason ? null : word,
        usage: {
          inputTokens: totalUsage.inputTokens ?? null,
          outputTokens: totalUsage.outputTokens ?? null,
          reasoningTokens: totalUsage.outputTokenDetails.reasoningTokens ?? null,
        },
        logprobs: null,
        unsupported: [...unsupported],
      };
      return;
    }
  }
  throw modelFailure("server", "the answer broke off before its end");
}

/** The vendor's own word says more than what the SDK makes of it, where it is one of those that are known. */
function reasonOf(reason: string, word: string | undefined): FinishReason {
  const own = word === undefined ? "unknown" : finishReasonOf(word);
  return own === "unknown" ? finishReasonOf(reason) : own;
}

/** The SDK's names for settings, where they are not ours. */
function parameterOf(feature: string): keyof SamplingParameters | undefined {
  switch (feature) {
    case "temperature":
    case "topP":
    case "topK":
    case "presencePenalty":
    case "frequencyPenalty":
    case "seed":
      return feature;
    case "stopSequences":
      return "stop";
    case "reasoning":
      return "reasoningEffort";
    case "maxOutputTokens":
      return "maxTokens";
    default:
      return undefined;
  }
}
