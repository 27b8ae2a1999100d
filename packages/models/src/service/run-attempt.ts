import { RefractError } from "@refract/core";
import type { Answer, AskEvent, AskOptions, Attempt, Ledger } from "../ask.ts";
import {
  type AttemptFailure,
  type ChatEvent,
  type ChatRequest,
  type ModelClient,
  type Reply,
  type TokenUsage,
  uncountedTokens,
} from "../chat.ts";
import { ModelFailure, modelFailure } from "../model-failure.ts";
import { actualCostUsd, estimateCostUsd } from "../prices/cost.ts";
import type { Price } from "../prices/price-table.ts";
import type { SeparationRule } from "../reasoning/separation-rule.ts";
import type { AccountLimiter, CallOutcome, Permit } from "./account-limiter.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { longestText } from "./longest-text.ts";
import { type CheckedUsage, plausibleUsage } from "./plausible-usage.ts";
import { replyFailure } from "./reply-failure.ts";
import { ReplyReader } from "./reply-reader.ts";
import type { Place } from "./waiting-line.ts";

export interface AttemptTools {
  readonly client: ModelClient;
  readonly limiter: AccountLimiter;
  readonly ledger: Ledger;
  /** Null when the price table has none. */
  readonly price: Price | null;
  readonly now: () => number;
  /** How reasoning is told from text. */
  readonly separation: SeparationRule;
  /** Told when an answer began inside its reasoning, so that the next ones are held back until it is over. */
  readonly onUnopened: () => void;
  /** Told when the ledger could not be written to after a call. */
  readonly onUnsettled: (error: RefractError) => void;
}

export interface AttemptResult {
  readonly attempt: Attempt;
  /** Null when the attempt failed. */
  readonly answer: Omit<Answer, "attempts"> | null;
  readonly cause: unknown;
}

type EndEvent = Extract<ChatEvent, { kind: "end" }>;

/** Which attempt at a question, and what is left of the model's time. */
export interface AttemptOrder {
  readonly number: number;
  readonly leftMs: number;
}

/** Longer than this nobody looks at an empty page. */
const usualWaitMs = 60_000;

/**
 * One attempt: a turn from the limiter, money set aside, the call, money settled. The deadline begins with the call. Failures come
 * back as a result; only what is no failure of the model (a store that can't write) is thrown. Whoever stops listening in the
 * middle gives the turn back and settles what was received.
 */
export async function* runAttempt(
  tools: AttemptTools,
  { number, leftMs }: AttemptOrder,
  request: ChatRequest,
  options: AskOptions,
): AsyncGenerator<AskEvent, AttemptResult, undefined> {
  const { client, limiter, now } = tools;
  const waitingSince = now();
  let permit: Permit;
  let reservation: string | null;
  {
    const waitMs = options.waitMs ?? usualWaitMs;
    using patience = startDeadline(options.signal, waitMs);
    try {
      // A rest that is longer than the model's whole time is not waited for: another account may answer at once.
      const restUntil = waitingSince + Math.min(waitMs, leftMs);
      permit = await limiter.acquire(placeOf(options, number), restUntil, patience.signal);
    } catch (thrown) {
      const failure = waitFailureOf(thrown, patience, limiter, waitMs);
      return failed(number, failure, thrown, now() - waitingSince);
    }
  }
  const { waitedMs } = permit;
  let outcome: CallOutcome = { kind: "other" };
  try {
    try {
      reservation = await reserve(tools, request, options);
    } catch (thrown) {
      return failed(number, failureOf(thrown, noDeadline, "setting money aside"), thrown, waitedMs);
    }
    using deadline = startDeadline(options.signal, leftMs);
    const startedAt = now();
    const reader = new ReplyReader(tools.separation);
    const longest = longestText(request.parameters.maxTokens);
    let length = 0;
    let firstTextMs: number | null = null;
    let end: EndEvent | null = null;
    let reply: Reply | null = null;
    let failure: AttemptFailure | null = null;
    let cause: unknown;
    let costUsd: number | null = null;
    let counted: CheckedUsage = { usage: uncountedTokens, dropped: null };
    try {
      for await (const event of client.stream(request, deadline.signal)) {
        permit.accepted();
        if (event.kind === "end") {
          end = event;
          continue;
        }
        if (event.kind === "reasoning") {
          reader.addReasoning(event.text);
          continue;
        }
        length += event.text.length;
        if (length > longest)
          throw modelFailure(
            "server",
            `the server sent more than ${longest} characters, expected at most ${request.parameters.maxTokens} tokens`,
          );
        const { text, voidsEarlier } = reader.addText(event.text);
        if (voidsEarlier) {
          firstTextMs = null;
          yield { kind: "restart" };
        }
        if (text === "") continue;
        firstTextMs ??= now() - startedAt;
        yield { kind: "text", text };
      }
      if (end === null) throw modelFailure("server", "the answer broke off before its end");
      const { text, voidsEarlier } = reader.finish(end.finishReason);
      if (voidsEarlier) yield { kind: "restart" };
      if (text !== "") {
        firstTextMs ??= now() - startedAt;
        yield { kind: "text", text };
      }
      reply = reader.reply(end);
      if (reader.isUnopened) tools.onUnopened();
      // The server did its part, whatever came of it.
      outcome = { kind: "success" };
      failure = replyFailure(reply);
      if (failure !== null) cause = new ModelFailure(failure);
    } catch (thrown) {
      cause = thrown;
      failure = failureOf(thrown, deadline, "answering");
      if (failure.kind === "quota") outcome = { kind: "quota", retryAfterMs: failure.retryAfterMs };
    } finally {
      if (end !== null) counted = plausibleUsage(end.usage, request, reader.received);
      costUsd = costOf(tools.price, request, end === null ? null : counted, reader.received, failure);
      if (reservation !== null) await settle(tools, reservation, costUsd);
    }
    const { usage, dropped } = counted;
    const times = { firstTextMs, totalMs: now() - startedAt, waitedMs };
    const attempt = { number, failure, usage, costUsd, ...times, said: saidIn(reader, reply), dropped };
    if (failure !== null || reply === null) return { attempt, answer: null, cause };
    const { usage: _usage, ...answer } = reply;
    return { attempt, answer, cause: undefined };
  } finally {
    permit.release(outcome);
  }
}

function placeOf(options: AskOptions, number: number): Place {
  return {
    payer: options.budget.name,
    kind: "live",
    isReplacement: number > 0 || options.isReplacement === true,
    ...(options.turn === undefined ? {} : { turn: options.turn }),
  };
}

/** A wait that came to nothing: our own limit, or an account that rests; never the model's timeout. */
function waitFailureOf(
  thrown: unknown,
  patience: Deadline,
  limiter: AccountLimiter,
  waitMs: number,
): AttemptFailure {
  if (thrown instanceof ModelFailure || patience.ended !== "timeout")
    return failureOf(thrown, patience, "waiting for its turn");
  const { limit, running, waiting } = limiter.state();
  return {
    kind: "busy",
    message: `no turn within ${Math.round(waitMs / 1000)} s: the account takes ${limit} calls at a time, ${running} are under way and ${waiting} wait`,
    httpStatus: null,
    retryAfterMs: null,
  };
}

/** For what happens outside a call. */
export const noDeadline: Pick<Deadline, "ended"> = { ended: null };

/** Null where nothing can be spent: a demo or local model is not worth a write to the ledger. */
export async function reserve(
  tools: AttemptTools,
  request: ChatRequest,
  options: Pick<AskOptions, "budget">,
): Promise<string | null> {
  const { client, ledger, price } = tools;
  const { name, capUsd } = options.budget;
  if (price !== null && price.inputUsdPerMillion === 0 && price.outputUsdPerMillion === 0) return null;
  if (price === null && capUsd !== null) {
    throw modelFailure(
      "budget",
      `no price for ${client.reference}, so the cap can't be kept; add it to prices.yaml`,
    );
  }
  return ledger.reserve({
    name,
    account: client.account,
    reference: client.reference,
    usd: estimateCostUsd(price, request),
    capUsd,
  });
}

/** An answer is worth more than its entry in the books: unsettled, the money stays reserved, and so no cap is passed. */
export async function settle(
  { ledger, onUnsettled }: AttemptTools,
  reservation: string,
  costUsd: number | null,
): Promise<void> {
  try {
    await ledger.settle(reservation, costUsd);
  } catch (thrown) {
    if (!(thrown instanceof RefractError)) throw thrown;
    onUnsettled(thrown);
  }
}

/** What an attempt said, whether it came to its end or broke off; null when nothing came. */
function saidIn(reader: ReplyReader, reply: Reply | null): Attempt["said"] {
  if (reply !== null) {
    const { text, reasoning, finishReason, finishDetail } = reply;
    return { text, reasoning, finishReason, finishDetail };
  }
  if (!reader.hasSaid) return null;
  reader.finish(null);
  return { text: reader.text, reasoning: reader.reasoning(), finishReason: null, finishDetail: null };
}

/** Requests a server turned down cost nothing; a call that broke off is paid for as far as it came. */
export function costOf(
  price: Price | null,
  request: ChatRequest,
  end: { readonly usage: TokenUsage } | null,
  text: string,
  failure: AttemptFailure | null,
): number | null {
  if (
    end === null &&
    text === "" &&
    failure !== null &&
    failure.kind !== "timeout" &&
    failure.kind !== "interrupted"
  ) {
    return price === null ? null : 0;
  }
  return actualCostUsd(price, request, end?.usage ?? uncountedTokens, text);
}

export function failureOf(thrown: unknown, deadline: Pick<Deadline, "ended">, doing: string): AttemptFailure {
  if (thrown instanceof ModelFailure) return thrown.failure;
  const plain = { httpStatus: null, retryAfterMs: null };
  if (deadline.ended === "timeout") {
    return { kind: "timeout", message: `the deadline passed while ${doing}`, ...plain };
  }
  if (deadline.ended === "interrupted") {
    return { kind: "interrupted", message: `stopped while ${doing}`, ...plain };
  }
  if (thrown instanceof RefractError && thrown.code === "budget-reached") {
    return { kind: "budget", message: thrown.message, ...plain };
  }
  throw thrown;
}

export function failed(
  number: number,
  failure: AttemptFailure,
  cause: unknown,
  waitedMs: number,
): AttemptResult {
  return {
    attempt: {
      ...{ number, failure, usage: uncountedTokens, costUsd: 0 },
      ...{ firstTextMs: null, totalMs: 0, waitedMs, said: null, dropped: null },
    },
    answer: null,
    cause,
  };
}
