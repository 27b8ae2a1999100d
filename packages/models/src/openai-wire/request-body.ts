import type { SamplingParameters } from "@refract/core";
import type { ChatMessage, ChatRequest } from "../chat.ts";
import type { WireDialect } from "./dialect.ts";

const parameterNames = [
  "temperature",
  "topP",
  "topK",
  "maxTokens",
  "minTokens",
  "presencePenalty",
  "frequencyPenalty",
  "stop",
  "seed",
] as const satisfies readonly (keyof SamplingParameters)[];

export interface WireBody {
  readonly body: string;
  /** Settings this dialect has no word for; they are not in the body. */
  readonly unsupported: readonly (keyof SamplingParameters)[];
}

/** The JSON body of `POST /chat/completions`. */
export function requestBody(
  model: string,
  request: ChatRequest,
  dialect: WireDialect,
  stream: boolean,
): WireBody {
  const unsupported: (keyof SamplingParameters)[] = [];
  const body: Record<string, unknown> = {
    model,
    messages: request.messages.map(wireMessage),
    stream,
  };
  if (stream && dialect.streamUsage) body.stream_options = { include_usage: true };
  for (const parameter of parameterNames) {
    const value = request.parameters[parameter];
    const name = dialect.names[parameter];
    if (value === undefined) continue;
    if (name === null) unsupported.push(parameter);
    else body[name] = value;
  }
  if (request.topLogprobs !== undefined) {
    body.logprobs = true;
    body.top_logprobs = request.topLogprobs;
  }
  return { body: JSON.stringify(body), unsupported };
}

function wireMessage(message: ChatMessage): unknown {
  if (typeof message.content === "string") return { role: message.role, content: message.content };
  return {
    role: message.role,
    content: message.content.map((part) =>
      part.kind === "text"
        ? { type: "text", text: part.text }
        : { type: "image_url", image_url: { url: dataUrl(part.mediaType, part.data) } },
    ),
  };
}

function dataUrl(mediaType: string, data: Uint8Array): string {
  return `data:${mediaType};base64,${Buffer.from(data).toString("base64")}`;
}
