/** How one request ended. Nothing is thrown, so that every caller says what each ending means for the person. */
export type Outcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  /** No answer, or one that says "later": the same request may be sent again. */
  | { readonly kind: "unreachable" }
  /** The server answered no. */
  | {
      readonly kind: "refused";
      readonly status: number;
      /** Key of a sentence for the person, under `refusal` in the language files. */
      readonly reason: string;
      /** For researchers and logs: what, where, and what was expected. */
      readonly message: string;
    };

export interface RequestOptions {
  readonly method?: "GET" | "POST";
  readonly body?: unknown;
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it arrives although the page is left meanwhile; browsers do that for short bodies. */
  readonly outlivesPage?: boolean;
}

/** UTF-16 units of a body that is under the browsers' 64 KB in any script. */
const longestOutliving = 20_000;

/** Bad gateway, unavailable and gateway timeout come from the way to the server, 429 asks for patience. */
const laterStatuses = new Set([429, 502, 503, 504]);
/** Reasons under such a status that waiting does not mend. */
const lastingReasons = new Set(["budget-reached", "missing-key", "model-failed", "study-set-aside"]);

/** Sends JSON to our own origin. The answer's shape is the server's own type, checked there, so it is not checked again. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Outcome<T>> {
  const { method = "GET", body, timeoutMs = 20_000, headers = {}, outlivesPage = false } = options;
  const content = body === undefined ? null : JSON.stringify(body);
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
      headers: content === null ? headers : { ...headers, "Content-Type": "application/json" },
      body: content,
      keepalive: outlivesPage && (content ?? "").length < longestOutliving,
    });
    text = await response.text();
  } catch {
    return { kind: "unreachable" };
  }
  const parsed = parseJson(text);
  if (response.ok && (parsed.ok || text === "")) {
    const value: T = parsed.value;
    return { kind: "ok", value };
  }
  const error = parsed.value?.error;
  const reason = typeof error?.userMessage === "string" ? error.userMessage : "server-error";
  const isLater = laterStatuses.has(response.status) && !lastingReasons.has(reason);
  if (response.ok || isLater) return { kind: "unreachable" };
  const message = typeof error?.message === "string" ? error.message : `HTTP status ${response.status}`;
  return { kind: "refused", status: response.status, reason, message };
}

function parseJson(text: string): ReturnType<typeof JSON.parse> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, value: null };
  }
}
