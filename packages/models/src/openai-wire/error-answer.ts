import type { ChatRequest, FailureKind } from "../chat.ts";
import { type ModelFailure, modelFailure } from "../model-failure.ts";
import { safeServerText } from "../safe-server-text.ts";
import { type AccountProblem, accountProblem } from "./account-problem.ts";
import type { WireError } from "./wire-answer.ts";

/** What the messages of a client may and may not say. */
export interface ErrorContext {
  readonly request: ChatRequest;
  readonly key: string | null;
  /** What to check when the key is refused: the variable's name. */
  readonly keyHint: string;
}

/** The failure for an HTTP status that is not 2xx. */
export function statusFailure(
  status: number,
  error: WireError | null,
  retryAfter: number | null,
  context: ErrorContext,
): ModelFailure {
  const problem = problemOf(status, error, context);
  const kind = kindOfStatus(status, error, problem);
  const setting = kind === "refused" ? refusedSetting(error, context.request) : null;
  if (setting !== null)
    return modelFailure(
      "unsupported-setting",
      `HTTP ${status}: the model does not take ${setting.name}${describeError(error, context)}; ${setting.wayOut}`,
      { httpStatus: status },
    );
  // The server's own words about a key often hold a part of the key.
  const said = kind === "missing-key" ? "" : describeError(error, context);
  return modelFailure(kind, `${headline(status, kind, problem, error, context)}${said}`, {
    httpStatus: status,
    retryAfterMs: retryAfter,
  });
}

/** The failure for an error object in the middle of a stream, or in a body with status 200. */
export function streamedFailure(error: WireError, context: ErrorContext): ModelFailure {
  const stated = /^\d{3}$/.test(error.code) ? Number(error.code) : 0;
  const kind = kindOfStatus(stated === 0 ? 500 : stated, error, problemOf(stated, error, context));
  const said = kind === "missing-key" ? ` (${context.keyHint})` : describeError(error, context);
  return modelFailure(kind, `the server reported an error in its answer${said}`);
}

/** Read from the server's words without what it quotes: a question about credit is no sign of an empty account. */
function problemOf(status: number, error: WireError | null, context: ErrorContext): AccountProblem | null {
  return accountProblem(
    status,
    error,
    error === null ? "" : safeServerText(error.message, context.request, context.key),
  );
}

/** Settings by what servers call them, with the way out. */
const settings = [
  [/max_completion_tokens/, "maxTokens", "tokenLimitField: max_completion_tokens, or max_tokens"],
  [/max_tokens/, "maxTokens", "tokenLimitField: max_completion_tokens"],
  [/temperature/, "temperature", "temperature: null"],
  [/top_?p\b/, "topP", "topP: null"],
  [/top_?k\b/, "topK", "topK: null"],
  [/min_tokens/, "minTokens", "minTokens: null"],
  [/presence_?penalty/, "presencePenalty", "presencePenalty: null"],
  [/frequency_?penalty/, "frequencyPenalty", "frequencyPenalty: null"],
  [/reasoning|thinking|effort/, "reasoningEffort", "reasoningEffort: null"],
  [/\bseed\b/, "seed", "seed: null"],
  [/\bstop\b|stop_?sequences/, "stop", "stop: null"],
] as const;
const isAboutSupport =
  /unsupported|not supported|does(?: not|n't) support|not (?:allowed|permitted)|unrecognized|unknown (?:parameter|field|name)|extra (?:inputs|fields)|deprecated|only the default|cannot (?:both )?be (?:used|specified)/i;

/** The setting of this request that a server says it does not take; null when it says something else. */
function refusedSetting(
  error: WireError | null,
  { parameters }: ChatRequest,
): { readonly name: string; readonly wayOut: string } | null {
  if (error === null || !isAboutSupport.test(`${error.code} ${error.message}`)) return null;
  const named = error.field ?? error.message;
  for (const [pattern, name, wayOut] of settings)
    if ((parameters[name] ?? null) !== null && pattern.test(named))
      return { name, wayOut: `the setting of this model that mends it is "${wayOut}"` };
  return null;
}

/** The kind a status stands for; vendors' own codes go first because they are more exact. */
function kindOfStatus(status: number, error: WireError | null, problem: AccountProblem | null): FailureKind {
  const code = error?.code.toLowerCase() ?? "";
  if (/content_?filter|content_policy|moderation_blocked/.test(code)) return "content-filter";
  if (/model_not_found|model_not_available|unknown_model/.test(code)) return "unknown-model";
  if (problem !== null) return problem === "key" ? "missing-key" : "account";
  if (/rate_limit|quota_exceeded|resource_exhausted/.test(code) || status === 429) return "quota";
  // An address that sends us elsewhere, or takes no POST, is as wrong for every other question.
  if ((status >= 300 && status < 400) || status === 405) return "account";
  if (status === 404) return "unknown-model";
  if (status === 403) return "content-filter";
  // 408 and 409 and 425 are the statuses of 4xx that another try may mend.
  if (status >= 500 || status === 408 || status === 409 || status === 425) return "server";
  return "refused";
}

function headline(
  status: number,
  kind: FailureKind,
  problem: AccountProblem | null,
  error: WireError | null,
  context: ErrorContext,
): string {
  if (status >= 300 && status < 400)
    return `HTTP ${status}: the server sends us elsewhere, expected its final address`;
  switch (kind) {
    case "quota":
      return `HTTP ${status}: rate limit or quota reached`;
    case "account":
      if (problem === "money") return `HTTP ${status}: the account is out of money`;
      if (status === 405) return `HTTP ${status}: no models are asked at this address`;
      return error === null
        ? `HTTP ${status}: a page that blocks us; the server can't be used from here`
        : `HTTP ${status}: the account may not use this model or server`;
    case "missing-key":
      return `HTTP ${status}: the server refused the key (${context.keyHint})`;
    case "unknown-model":
      return `HTTP ${status}: the server does not know this model or address`;
    case "content-filter":
      return `HTTP ${status}: stopped by the server's content filter`;
    case "server":
      return `HTTP ${status}: the server failed`;
    default:
      return `HTTP ${status}: the server refused the request`;
  }
}

export function describeError(error: WireError | null, context: ErrorContext): string {
  if (error === null) return "";
  const code = /^[A-Za-z0-9_.-]{1,60}$/.test(error.code) ? error.code : "";
  const said = safeServerText(error.message, context.request, context.key);
  if (code === "" && said === "") return "";
  if (said === "") return ` (${code})`;
  return code === "" ? `: ${said}` : ` (${code}): ${said}`;
}
