import type { SamplingParameters } from "@refract/core";
import type { LanguageModel, ModelMessage, streamText, TextStreamPart, ToolSet } from "ai";
import type { ChatEvent, ChatMessage, ChatRequest, FinishReason, ModelClient } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { maximumTextLength } from "../openai-wire/answer-reader.ts";
import { sdkFailure } from "./sdk-failure.ts";

export interface AiSdkOptions {
  readonly reference: string;
  readonly account: string;
  /** Imports the vendor's package and opens the model; called at the first question. */
  readonly load: () => Promise<LanguageModel>;
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
    const model = await options.load();
    const result = streamText(callOf(model, request, signal));
    yield* readParts(result.fullStream, request);
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
  const { temperature, topP, topK, maxTokens, presencePenalty, frequencyPenalty, stop, seed } =
    request.parameters;
  return {
    model,
    messages: request.messages.map(sdkMessage),
    allowSystemInMessages: true,
    // Retrying is the service's business: it knows the budget, the limiter and the deadline.
    maxRetries: 0,
    abortSignal: signal,
    // Errors come as parts of the stream; without this the SDK also prints them.
    onError: () => undefined,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(presencePenalty === undefined ? {} : { presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequencyPenalty }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    ...(seed === undefined ? {} : { seed }),
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
  request: ChatRequest,
): AsyncGenerator<ChatEvent, void, undefined> {
  const unsupported = new Set<keyof SamplingParameters>(
    request.parameters.minTokens === undefined ? [] : ["minTokens"],
  );
  let length = 0;
  for await (const part of parts) {
    if (part.type === "text-delta") {
      length += part.text.length;
      if (length > maximumTextLength) throw modelFailure("server", "the server sent more than 1 MB of text");
      if (part.text !== "") yield { kind: "text", text: part.text };
    } else if (part.type === "start-step") {
      for (const warning of part.warnings) {
        const parameter = warning.type === "unsupported" ? parameterOf(warning.feature) : undefined;
        if (parameter !== undefined) unsupported.add(parameter);
      }
    } else if (part.type === "error") {
      throw part.error;
    } else if (part.type === "finish") {
      if (part.finishReason === "error" || part.finishReason === "interrupted") break;
      yield {
        kind: "end",
        finishReason: finishReasonOf(part.finishReason),
        usage: {
          inputTokens: part.totalUsage.inputTokens ?? null,
          outputTokens: part.totalUsage.outputTokens ?? null,
        },
        logprobs: null,
        unsupported: [...unsupported],
      };
      return;
    }
  }
  throw modelFailure("server", "the answer broke off before its end");
}

function finishReasonOf(reason: string): FinishReason {
  return reason === "stop" || reason === "length" || reason === "content-filter" ? reason : "other";
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
    case "maxOutputTokens":
      return "maxTokens";
    default:
      return undefined;
  }
}
