import { isRecord, type StubRequest } from "./stub-request.ts";

/** An event of the stream, `data: …` with its blank line. */
export function dataEvent(value: unknown): string {
  return `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`;
}

export function textChunk(
  text: string,
  request: StubRequest,
  alternatives?: Readonly<Record<string, number>>,
): unknown {
  const logprobs =
    request.body.logprobs === true ? { content: [logprobOf(text, request, alternatives)] } : null;
  return chunk({ index: 0, delta: { content: text }, finish_reason: null, logprobs });
}

export function endChunk(finishReason: string): unknown {
  return chunk({ index: 0, delta: {}, finish_reason: finishReason });
}

export function usageChunk(request: StubRequest, words: number): unknown {
  return { object: "chat.completion.chunk", choices: [], usage: usageOf(request, words) };
}

/** The whole answer as one document. */
export function answerDocument(
  request: StubRequest,
  text: string,
  finishReason: string,
  alternatives?: Readonly<Record<string, number>>,
): unknown {
  const message = { role: "assistant", content: text };
  const logprobs =
    request.body.logprobs === true
      ? { content: wordsOf(text).map((word) => logprobOf(word, request, alternatives)) }
      : null;
  return {
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: finishReason, logprobs }],
    usage: usageOf(request, wordsOf(text).length),
  };
}

/** The words of a text with the blanks before them: what goes into one event each. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/\s*\S+/g) ?? [];
}

/** Whether the request asked for a usage event. */
export function wantsUsage(request: StubRequest): boolean {
  const options = request.body.stream_options;
  return isRecord(options) && options.include_usage === true;
}

function chunk(choice: Readonly<Record<string, unknown>>): unknown {
  return { id: "stub", object: "chat.completion.chunk", choices: [choice] };
}

/** One token a word, for the prompt too: easy to check, not meant to be real. */
function usageOf(request: StubRequest, words: number) {
  const messages = Array.isArray(request.body.messages) ? request.body.messages : [];
  const prompt = messages.map((message: unknown) =>
    isRecord(message) && typeof message.content === "string" ? wordsOf(message.content).length : 0,
  );
  const promptTokens = prompt.reduce((sum, count) => sum + count, 0);
  return { prompt_tokens: promptTokens, completion_tokens: words, total_tokens: promptTokens + words };
}

function logprobOf(text: string, request: StubRequest, told?: Readonly<Record<string, number>>) {
  const count = typeof request.body.top_logprobs === "number" ? request.body.top_logprobs : 0;
  if (told !== undefined) {
    const all = Object.entries(told).map(([token, logprob]) => ({ token, logprob }));
    return { token: text, logprob: told[text] ?? -9, top_logprobs: all.slice(0, count) };
  }
  const alternatives = Array.from({ length: count }, (_, index) => ({
    token: index === 0 ? text : `other${index}`,
    logprob: -0.25 - index,
  }));
  return { token: text, logprob: -0.25, top_logprobs: alternatives };
}
