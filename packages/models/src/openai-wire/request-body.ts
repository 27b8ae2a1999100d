import type { SamplingParameters } from "@refract/core";
import type { ChatMessage, ChatRequest } from "../chat.ts";
import { fieldParameters, type WireDialect } from "./dialect.ts";
import { isObject } from "./wire-answer.ts";

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
  const { parameters } = request;
  const unsupported: (keyof SamplingParameters)[] = [];
  const body: Record<string, unknown> = {
    // First, so that nothing a study adds replaces what this program sends.
    ...parameters.body,
    model,
    messages: request.messages.map(wireMessage),
    stream,
  };
  if (stream && dialect.streamUsage) body.stream_options = { include_usage: true };
  for (const parameter of fieldParameters) {
    const value = parameters[parameter] ?? null;
    if (value === null) continue;
    const name =
      parameter === "maxTokens"
        ? (parameters.tokenLimitField ?? dialect.names.maxTokens)
        : dialect.names[parameter];
    if (name === null) unsupported.push(parameter);
    else setField(body, name, value);
  }
  if (request.topLogprobs !== undefined) {
    body.logprobs = true;
    body.top_logprobs = request.topLogprobs;
  }
  return { body: JSON.stringify(body), unsupported };
}

function setField(body: Record<string, unknown>, name: string, value: unknown): void {
  const [field = name, inner] = name.split(".");
  const present = body[field];
  body[field] = inner === undefined ? value : { ...(isObject(present) ? present : {}), [inner]: value };
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
