import type { ChatRequest } from "./chat.ts";
import { messageText } from "./message-text.ts";

const maximumLength = 200;
/** So many characters in common with a message of the request mean that the server quotes it. */
const quoteLength = 12;

/**
 * What a server said about an error, made fit for a log or a researcher's page: one line, cut, without the key,
 * and empty when it quotes what a participant or a model wrote.
 */
export function safeServerText(text: string, request: ChatRequest, key: string | null): string {
  const withoutKey = key === null || key === "" ? text : text.replaceAll(key, "[key]");
  const line = withoutKey
    .replace(/\b(sk|pk|gsk|hf|key)[-_][A-Za-z0-9*_-]{6,}/g, "[key]")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not reach a terminal.
    .replace(/[\s\u0000-\u001f\u007f]+/g, " ")
    .trim()
    .slice(0, maximumLength);
  return quotesRequest(line, request) ? "" : line;
}

function quotesRequest(line: string, request: ChatRequest): boolean {
  return request.messages.some((message) => {
    const text = messageText(message).replace(/\s+/g, " ").trim();
    if (text.length < quoteLength) return text.length >= 3 && line.includes(text);
    for (let start = 0; start + quoteLength <= line.length; start += 1) {
      if (text.includes(line.slice(start, start + quoteLength))) return true;
    }
    return false;
  });
}
