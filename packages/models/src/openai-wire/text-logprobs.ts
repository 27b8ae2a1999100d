import type { TextLogprobs } from "../chat.ts";
import { modelFailure } from "../model-failure.ts";
import { type CompleteOptions, documentOf } from "./complete-answer.ts";
import type { ErrorContext } from "./error-answer.ts";
import { postJson } from "./json-call.ts";
import { isObject } from "./wire-answer.ts";
import { tokenCount } from "./wire-usage.ts";

/**
 * `POST {baseUrl}/completions` with `echo` and `logprobs`: how likely a given text is to the model. One token is generated because
 * some servers refuse none; it stands after the text and is left out.
 */
export async function readTextLogprobs(
  options: CompleteOptions,
  text: string,
  signal: AbortSignal,
): Promise<TextLogprobs> {
  const request = { messages: [{ role: "user", content: text }], parameters: {} } as const;
  const context: ErrorContext = { request, key: options.key, keyHint: options.keyHint };
  const body = JSON.stringify({
    model: options.model,
    prompt: text,
    max_tokens: 1,
    temperature: 0,
    echo: true,
    logprobs: 1,
  });
  const response = await postJson(`${options.baseUrl}/completions`, options.key, body, signal);
  const document = documentOf(response, context, options.now);
  const choice: unknown = isObject(document) && Array.isArray(document.choices) ? document.choices[0] : null;
  const logprobs = isObject(choice) && isObject(choice.logprobs) ? choice.logprobs : null;
  const usage = isObject(document) && isObject(document.usage) ? document.usage : {};
  if (logprobs === null || !Array.isArray(logprobs.tokens) || !Array.isArray(logprobs.token_logprobs))
    throw modelFailure("refused", "the server gave no log-probabilities of the text (echo with logprobs)");
  const tokens: TextLogprobs["tokens"][number][] = [];
  let offset = 0;
  for (const [index, token] of logprobs.tokens.entries()) {
    if (typeof token !== "string") throw modelFailure("server", "the server sent a token that is no text");
    if (offset >= text.length) break;
    const logprob: unknown = logprobs.token_logprobs[index];
    if (typeof logprob === "number") tokens.push({ token, logprob, offset });
    offset += token.length;
  }
  if (offset < text.length || tokens.length === 0)
    throw modelFailure("refused", "the server did not give the text back with its log-probabilities (echo)");
  return {
    tokens,
    usage: {
      inputTokens: tokenCount(usage.prompt_tokens),
      outputTokens: tokenCount(usage.completion_tokens),
      reasoningTokens: null,
    },
  };
}
