import type { Attempt, CompleteOptions } from "../ask.ts";
import {
  type AttemptFailure,
  type ChatRequest,
  type Completion,
  type ModelClient,
  type TokenUsage,
  uncountedTokens,
} from "../chat.ts";
import { ModelFailedError } from "../model-failed-error.ts";
import { ModelFailure, modelFailure } from "../model-failure.ts";
import type { CallOutcome } from "./account-limiter.ts";
import { startDeadline } from "./deadline.ts";
import { plausibleUsage } from "./plausible-usage.ts";
import { pauseBeforeRetry } from "./retry-policy.ts";
import {
  type AttemptResult,
  type AttemptTools,
  costOf,
  failed,
  failureOf,
  noDeadline,
  reserve,
  settle,
} from "./run-attempt.ts";

export interface CallTools extends AttemptTools {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Of the jitter between attempts. */
  readonly seed: string;
}

/** What is called: a chat, or the scoring of a text. `paidAs` is the request its price is estimated from. */
export interface Call<Result extends { readonly usage: TokenUsage }> {
  readonly paidAs: ChatRequest;
  readonly make: (client: ModelClient, signal: AbortSignal) => Promise<Result>;
  /** The text that was received, reasoning included, for what the server did not count. */
  readonly received: (result: Result) => string;
  /** Why the result is no answer; null when it is one. */
  readonly failureIn: (result: Result) => AttemptFailure | null;
  /** What was said, to be kept whatever comes of it. */
  readonly said: (result: Result) => Attempt["said"];
}

/** A server that asks for a longer rest than this has failed; who starts again later finds out whether it is back. */
const longestRestMs = 600_000;

/** A call with its retries. Throws `ModelFailedError` with every attempt when none succeeded. */
export async function completeCall<Result extends { readonly usage: TokenUsage }>(
  tools: CallTools,
  call: Call<Result>,
  options: CompleteOptions,
): Promise<{ readonly result: Result; readonly attempts: readonly Attempt[] }> {
  const attempts: Attempt[] = [];
  let quota = 0;
  let other = 0;
  let cause: unknown;
  /** False when the caller stopped meanwhile. */
  const pause = async (ms: number): Promise<boolean> => {
    try {
      await tools.sleep(ms, options.signal);
      return true;
    } catch (thrown) {
      if (!options.signal.aborted) throw thrown;
      return false;
    }
  };
  for (let number = 0; ; number += 1) {
    const { attempt, result, ...ended } = await attemptCall(tools, call, options, number);
    cause = ended.cause;
    attempts.push(attempt);
    if (result !== null) return { result, attempts };
    const failure = attempt.failure;
    if (failure?.kind === "quota" && quota < options.quotaRetries) {
      // The limiter holds the account where the server means the account; this question waits in any case.
      quota += 1;
      if (!(await pause(pauseBeforeRetry(failure, 1, `${tools.seed}/${number}`)))) break;
      continue;
    }
    const again =
      failure !== null &&
      (failure.kind === "server" || failure.kind === "timeout" || failure.kind === "empty") &&
      (failure.retryAfterMs ?? 0) <= longestRestMs;
    if (!again || other >= options.retries) break;
    other += 1;
    if (!(await pause(pauseBeforeRetry(failure, other, `${tools.seed}/${number}`)))) break;
  }
  throw new ModelFailedError(tools.client.reference, attempts, cause);
}

async function attemptCall<Result extends { readonly usage: TokenUsage }>(
  tools: CallTools,
  call: Call<Result>,
  options: CompleteOptions,
  number: number,
): Promise<Pick<AttemptResult, "attempt" | "cause"> & { readonly result: Result | null }> {
  const { client, limiter, now } = tools;
  const waitingSince = now();
  const stopped = (thrown: unknown) => {
    const failure = options.signal.aborted
      ? interrupted()
      : failureOf(thrown, noDeadline, "waiting for its turn");
    return { ...failed(number, failure, thrown, now() - waitingSince), result: null };
  };
  const permit = await limiter
    .acquire({ payer: options.budget.name, kind: "batch" }, Number.POSITIVE_INFINITY, options.signal)
    .catch(stopped);
  if ("attempt" in permit) return permit;
  let outcome: CallOutcome = { kind: "other" };
  try {
    let reservation: string | null;
    try {
      reservation = await reserve(tools, call.paidAs, options);
    } catch (thrown) {
      return stopped(thrown);
    }
    using deadline = startDeadline(options.signal, options.deadlineMs);
    const startedAt = now();
    let received: Result | null = null;
    let failure: AttemptFailure | null = null;
    let cause: unknown;
    try {
      received = await call.make(client, deadline.signal);
      outcome = { kind: "success" };
      failure = call.failureIn(received);
      if (failure !== null) cause = new ModelFailure(failure);
    } catch (thrown) {
      cause = thrown;
      failure = failureOf(thrown, deadline, "answering");
      if (failure.kind === "quota") outcome = { kind: "quota", retryAfterMs: failure.retryAfterMs };
    }
    const text = received === null ? "" : call.received(received);
    const counted = plausibleUsage(received?.usage ?? uncountedTokens, call.paidAs, text);
    const { usage, dropped } = counted;
    const costUsd = costOf(tools.price, call.paidAs, received === null ? null : counted, text, failure);
    if (reservation !== null) await settle(tools, reservation, costUsd);
    const said = received === null ? null : call.said(received);
    const totalMs = now() - startedAt;
    const { waitedMs } = permit;
    return {
      attempt: { number, failure, usage, costUsd, firstTextMs: null, totalMs, waitedMs, said, dropped },
      result: failure === null && received !== null ? { ...received, usage } : null,
      cause,
    };
  } finally {
    permit.release(outcome);
  }
}

function interrupted(): AttemptFailure {
  return {
    kind: "interrupted",
    message: "stopped while waiting for its turn",
    httpStatus: null,
    retryAfterMs: null,
  };
}

/** A chat in one piece, by the client's own way or out of its stream. */
export async function completionOf(
  client: ModelClient,
  request: ChatRequest,
  signal: AbortSignal,
): Promise<Completion> {
  if (client.complete !== undefined) return client.complete(request, signal);
  const pieces = { text: "", reasoning: "" };
  for await (const event of client.stream(request, signal)) {
    if (event.kind !== "end") {
      pieces[event.kind] += event.text;
      continue;
    }
    const { kind: _kind, ...end } = event;
    return { ...pieces, ...end };
  }
  throw modelFailure("server", "the answer broke off before its end");
}
