import { type ModelEntry, messageOf, RefractError } from "@refract/core";
import { deriveSeed } from "@refract/stats/random";
import type {
  AskEvent,
  AskOptions,
  Attempt,
  CompleteOptions,
  Ledger,
  ModelCheck,
  ModelService,
} from "../ask.ts";
import {
  type AttemptFailure,
  type ChatRequest,
  type ModelClient,
  type Reply,
  type TextLogprobs,
  uncountedTokens,
} from "../chat.ts";
import { type Discovery, discoverModels } from "../discover-models.ts";
import { ModelFailedError } from "../model-failed-error.ts";
import { modelFailure } from "../model-failure.ts";
import { monotonicNow } from "../monotonic-now.ts";
import type { PriceTable } from "../prices/price-table.ts";
import type { Environment, ProviderContext, ProviderDefinition } from "../provider.ts";
import { openModel, providerOf } from "../providers/open-model.ts";
import { builtInProviders } from "../providers/registry.ts";
import { separationRule } from "../reasoning/separation-rule.ts";
import { realSleep, type Sleep } from "../sleep.ts";
import { AccountLimiter } from "./account-limiter.ts";
import { type AccountSettings, settingsOf } from "./account-settings.ts";
import type { AccountSharing } from "./account-sharing.ts";
import { AnswerTimes } from "./answer-times.ts";
import { checkModel } from "./check-model.ts";
import { type CallTools, completeCall, completionOf } from "./complete-call.ts";
import { replyFailure } from "./reply-failure.ts";
import { readCompletion } from "./reply-reader.ts";
import { isRetryable, pauseBeforeRetry } from "./retry-policy.ts";
import { type AttemptTools, runAttempt } from "./run-attempt.ts";

/** Where the service says what it does: references, kinds and times, never what somebody wrote. */
export interface ModelLogger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ModelServiceOptions {
  /** Keys and addresses; usually `process.env`. */
  readonly env: Environment;
  readonly prices: PriceTable;
  readonly ledger: Ledger;
  /** Epoch milliseconds; a clock that never goes back unless told. */
  readonly now?: () => number;
  /** How pauses are made (retries, the pace of demo models). */
  readonly sleep?: Sleep;
  readonly fetch?: typeof globalThis.fetch;
  readonly logger?: ModelLogger;
  /** Instead of the built-in ones; add to `builtInProviders` to bring one of your own. */
  readonly providers?: readonly ProviderDefinition[];
  /** Factor on the pauses of demo models: 1 is the pace of each voice, 0 is all at once. 1 unless told. */
  readonly demoPace?: number;
  /** Seed of the jitter between attempts. */
  readonly seed?: string;
  /** Calls at a time per account, at the start and at most, instead of what the provider says. */
  readonly concurrency?: number;
  /** What the user's models.yaml says of single accounts, by provider or address. */
  readonly accounts?: Readonly<Record<string, AccountSettings>>;
  /** People are answered on the same accounts by another process of the machine: batch calls leave half of each to them. */
  readonly peopleElsewhere?: boolean;
  /** Where several processes ask on the same accounts: who divides the calls. Without it all of them are this process's. */
  readonly sharing?: AccountSharing;
}

/** A service with what the command line and the start page need besides asking. */
export interface LocalModelService extends ModelService {
  /** Opens a model without calling it. Throws RefractError `invalid-input` or `missing-key`. */
  open(entry: Pick<ModelEntry, "use">): Promise<ModelClient>;
  /** One of many questions, in one piece, through limiter, ledger and retries. Throws `ModelFailedError`. */
  complete(
    entry: ModelEntry,
    request: ChatRequest,
    options: CompleteOptions,
  ): Promise<Reply & { readonly attempts: readonly Attempt[] }>;
  /** Log-probabilities of a text's tokens, the same way. Fails as `refused` where model or server give none. */
  scoreText(
    entry: ModelEntry,
    text: string,
    options: CompleteOptions,
  ): Promise<TextLogprobs & { readonly attempts: readonly Attempt[] }>;
  /** Calls that can be under way at a time on the account of a model. */
  maximumConcurrency(client: ModelClient): number;
  /** Calls that may be under way on it right now. */
  presentConcurrency(client: ModelClient): number;
  /** What can be named right now, and which providers have a key. */
  discover(): Promise<Discovery>;
}

export function createModelService(options: ModelServiceOptions): LocalModelService {
  const { prices, ledger, now = monotonicNow, sleep = realSleep, providers = builtInProviders } = options;
  const context: ProviderContext = {
    env: options.env,
    fetch: options.fetch ?? globalThis.fetch,
    sleep,
    now,
    demoPace: options.demoPace ?? 1,
  };
  const clients = new Map<string, ModelClient>();
  const limiters = new Map<string, AccountLimiter>();
  const times = new Map<string, AnswerTimes>();
  /** References whose answers began inside their reasoning. */
  const unopened = new Set<string>();
  let questions = 0;

  const open = async ({ use }: Pick<ModelEntry, "use">): Promise<ModelClient> => {
    const known = clients.get(use);
    if (known !== undefined) return known;
    const client = await openModel(use, providers, context);
    clients.set(use, client);
    return client;
  };

  const concurrencyOf = (client: ModelClient): { readonly initial: number; readonly maximum: number } => {
    const set = options.concurrency ?? settingsOf(options.accounts ?? {}, client.account)?.callsAtATime;
    return set === undefined
      ? providerOf(client.reference, providers).provider.concurrency
      : { initial: set, maximum: set };
  };

  const timesOf = (use: string): AnswerTimes => {
    const known = times.get(use) ?? new AnswerTimes();
    times.set(use, known);
    return known;
  };

  const limiterOf = (client: ModelClient): AccountLimiter => {
    const known = limiters.get(client.account);
    if (known !== undefined) return known;
    const { initial, maximum } = concurrencyOf(client);
    const { account } = client;
    const onRest = (restMs: number) => options.sharing?.rested(account, restMs);
    const onRefused = () => options.logger?.warn({ account, ...limiter.state() }, "account.limited");
    const { peopleElsewhere = false } = options;
    const limiter: AccountLimiter = new AccountLimiter({
      ...{ initial, maximum, now, onRest, onRefused, peopleElsewhere },
    });
    limiters.set(account, limiter);
    options.sharing?.govern(account, maximum, limiter);
    return limiter;
  };

  async function* ask(
    entry: ModelEntry,
    plainRequest: ChatRequest,
    askOptions: AskOptions,
  ): AsyncGenerator<AskEvent, void, undefined> {
    // What the pool says of one model goes before what the study says of all.
    const request = { ...plainRequest, parameters: { ...plainRequest.parameters, ...entry.parameters } };
    const attempts: Attempt[] = [];
    questions += 1;
    const question = questions;
    let client: ModelClient;
    try {
      client = await open(entry);
    } catch (cause) {
      if (!(cause instanceof RefractError)) throw cause;
      attempts.push(notAttempted(0, openingFailure(cause)));
      throw new ModelFailedError(entry.use, attempts, cause);
    }
    const tools = toolsOf(entry, client, request);
    const times = timesOf(entry.use);
    let leftMs = askOptions.deadlineMs;
    for (let number = 0; ; number += 1) {
      const { attempt, answer, cause } = yield* runAttempt(tools, { number, leftMs }, request, askOptions);
      attempts.push(attempt);
      logAttempt(options.logger, entry.use, attempt);
      if (answer !== null) {
        times.add(attempt.totalMs);
        yield { kind: "end", answer: { ...answer, attempts } };
        return;
      }
      const failure = attempt.failure;
      if (failure === null || number >= askOptions.retries || !isRetryable(failure.kind)) {
        throw new ModelFailedError(entry.use, attempts, cause);
      }
      const seed = deriveSeed("retry", options.seed ?? "", entry.use, question, number);
      const pauseMs = pauseBeforeRetry(failure, number + 1, seed);
      leftMs -= attempt.totalMs + pauseMs;
      // What can't be finished is not begun: it would be paid for and thrown away.
      if (leftMs <= times.shortestMs() || !(await rest(pauseMs, askOptions.signal))) {
        throw new ModelFailedError(entry.use, attempts, cause);
      }
      yield { kind: "restart" };
    }
  }

  const toolsOf = (entry: ModelEntry, client: ModelClient, request: ChatRequest): AttemptTools => ({
    client,
    limiter: limiterOf(client),
    ledger,
    price: prices.priceOf(entry.use),
    now,
    separation: separationRule(entry.use, request.parameters, unopened.has(entry.use)),
    onUnopened: () => unopened.add(entry.use),
    onUnsettled: ({ code }: RefractError) =>
      options.logger?.warn({ reference: entry.use, code }, "model.unsettled"),
  });

  const callToolsOf = async (entry: ModelEntry, request: ChatRequest): Promise<CallTools> => {
    questions += 1;
    const seed = deriveSeed("retry", options.seed ?? "", entry.use, questions);
    return { ...toolsOf(entry, clients.get(entry.use) ?? (await open(entry)), request), sleep, seed };
  };

  const complete: LocalModelService["complete"] = async (entry, plainRequest, completeOptions) => {
    const request = { ...plainRequest, parameters: { ...plainRequest.parameters, ...entry.parameters } };
    const tools = await callToolsOf(entry, request);
    const { result, attempts } = await completeCall(
      tools,
      {
        paidAs: request,
        make: async (client, signal) => {
          const completion = await completionOf(client, request, signal);
          const { reply, isUnopened } = readCompletion(completion, tools.separation);
          if (isUnopened) tools.onUnopened();
          return reply;
        },
        received: ({ text, reasoning }) => `${reasoning?.text ?? ""}${text}`,
        failureIn: replyFailure,
        said: ({ text, reasoning, finishReason, finishDetail }) => ({
          ...{ text, reasoning, finishReason, finishDetail },
        }),
      },
      completeOptions,
    );
    return { ...result, attempts };
  };

  const scoreText: LocalModelService["scoreText"] = async (entry, text, completeOptions) => {
    const paidAs: ChatRequest = {
      messages: [{ role: "user", content: text }],
      parameters: { maxTokens: 1 },
    };
    const { result, attempts } = await completeCall(
      await callToolsOf(entry, paidAs),
      {
        paidAs,
        make: (client, signal) => {
          if (client.textLogprobs === undefined)
            throw modelFailure("refused", "this provider gives no log-probabilities of a text");
          return client.textLogprobs(text, signal);
        },
        received: () => "",
        failureIn: () => null,
        said: () => null,
      },
      completeOptions,
    );
    return { ...result, attempts };
  };

  /** False when the caller stopped meanwhile. */
  const rest = async (pauseMs: number, signal: AbortSignal): Promise<boolean> => {
    try {
      await sleep(pauseMs, signal);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
    return !signal.aborted;
  };

  return Object.freeze({
    ask,
    open,
    complete,
    scoreText,
    maximumConcurrency: (client: ModelClient) => concurrencyOf(client).maximum,
    presentConcurrency: (client: ModelClient) => limiterOf(client).capacity,
    accounts: () => [...limiters].map(([account, limiter]) => ({ account, ...limiter.state() })),
    check: (entry: ModelEntry): Promise<ModelCheck> => checkModel(ask, entry, now),
    discover: () => discoverModels(providers, context),
  });
}

function openingFailure(error: RefractError): AttemptFailure {
  return {
    kind: error.code === "missing-key" ? "missing-key" : "unknown-model",
    message: messageOf(error),
    httpStatus: null,
    retryAfterMs: null,
  };
}

function notAttempted(number: number, failure: AttemptFailure): Attempt {
  return {
    number,
    failure,
    usage: uncountedTokens,
    costUsd: 0,
    firstTextMs: null,
    totalMs: 0,
    waitedMs: 0,
    said: null,
    dropped: null,
  };
}

/** A person notices. */
const longWaitMs = 2_000;

function logAttempt(logger: ModelLogger | undefined, reference: string, attempt: Attempt): void {
  if (logger === undefined) return;
  const { number, failure, usage, costUsd, firstTextMs, totalMs, waitedMs } = attempt;
  const finishReason = attempt.said?.finishReason ?? null;
  const times = { firstTextMs, totalMs, waitedMs };
  const fields = { reference, attempt: number, ...usage, costUsd, ...times, finishReason };
  if (waitedMs >= longWaitMs) logger.warn(fields, "model.waited");
  if (attempt.dropped !== null)
    logger.warn({ reference, attempt: number, dropped: attempt.dropped }, "model.miscounted");
  if (failure === null) logger.debug(fields, "model.answered");
  else logger.warn({ ...fields, kind: failure.kind, httpStatus: failure.httpStatus }, "model.failed");
}
