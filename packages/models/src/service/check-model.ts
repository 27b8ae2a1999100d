import { isDemoModel, type ModelEntry } from "@refract/core";
import type { AskEvent, ModelCheck, ModelService } from "../ask.ts";
import type { ChatRequest } from "../chat.ts";
import { ModelFailedError } from "../model-failed-error.ts";

const request: ChatRequest = {
  messages: [{ role: "user", content: "Reply with the one word: ready" }],
  // Room for a reasoning model to come to its word.
  parameters: { maxTokens: 512 },
};
const deadlineMs = 30_000;
const shownCharacters = 80;

/** One tiny question. Never throws for what is wrong with a model: the check says it. */
export async function checkModel(
  ask: ModelService["ask"],
  entry: ModelEntry,
  now: () => number,
): Promise<ModelCheck> {
  const startedAt = now();
  const result = (answers: boolean, detail: string): ModelCheck => ({
    id: entry.id,
    use: entry.use,
    demo: isDemoModel(entry),
    answers,
    detail,
    totalMs: now() - startedAt,
  });
  const options = {
    signal: new AbortController().signal,
    deadlineMs,
    retries: 0,
    budget: { name: "models-check", capUsd: null },
  };
  try {
    return result(true, firstCharacters(await lastText(ask(entry, request, options))));
  } catch (thrown) {
    if (!(thrown instanceof ModelFailedError)) throw thrown;
    return result(false, thrown.attempts.at(-1)?.failure?.message ?? thrown.message);
  }
}

async function lastText(events: AsyncIterable<AskEvent>): Promise<string> {
  let text = "";
  for await (const event of events) if (event.kind === "end") text = event.answer.text;
  return text;
}

function firstCharacters(text: string): string {
  // Control characters of a model must not reach a terminal.
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters - 1)}…` : line;
}
