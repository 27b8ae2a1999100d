import type { FailureKind, Reasoning } from "@refract/models";

/** The log-probability of one candidate answer; null where the server did not name it among the likeliest. */
export interface CandidateScore {
  readonly optionId: string;
  readonly text: string;
  readonly logprob: number | null;
  /** Length of the candidate's text in tokens; null where only its first token was looked at. */
  readonly tokens: number | null;
}

/** What a sample brought. Everything that is derived from it (parse, points) is computed anew. */
export interface StoredResponse {
  readonly ordinal: number;
  /** Without its reasoning; empty when there was none. What a failed call said is kept here too, and is never read. */
  readonly reply: string;
  /** Reasoning that was separated from the reply; null when there was none. */
  readonly reasoning: Reasoning | null;
  readonly finishReason: string | null;
  /** The server's own word for it, where it is another. */
  readonly finishDetail: string | null;
  /** Only in the modes by log-probabilities. */
  readonly candidates: readonly CandidateScore[] | null;
  /** The judge's words; null outside mode `judge` and when the judge gave none. */
  readonly verdict: string | null;
  /** How the judge's last answer came about; null outside mode `judge`. */
  readonly judged: StoredJudgement | null;
  /** Settings that the model's provider has no word for, so that they were not sent. */
  readonly notSent: readonly string[];
  /** Every turn of a conversation, of which `reply` and `verdict` are the last; null where one call was made. */
  readonly turns: readonly StoredTurn[] | null;
  readonly failure: FailureKind | null;
  readonly failureMessage: string | null;
  /** SHA-256 of what was sent. */
  readonly request: string;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of `outputTokens`, those spent on reasoning; null where the server does not say. */
  readonly reasoningTokens: number | null;
  /** What servers counted of the model's calls and can't be, in words; null where all of it can. */
  readonly miscounted: string | null;
  /** What the answer cost when it was given; null without a price. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
  /** For a place at the account's limiter, before calls were sent; null in runs of earlier versions. */
  readonly waitedMs: number | null;
  readonly attempts: number;
  /** Taken from the cache, so that nothing was paid for it now. */
  readonly cached: boolean;
}

/** What is kept of a judge's answer beside its words. */
export interface StoredJudgement {
  readonly reasoning: Reasoning | null;
  readonly finishReason: string | null;
  readonly notSent: readonly string[];
  /** What servers counted of its calls and can't be, in words; null where all of it can. */
  readonly miscounted: string | null;
}

/** One turn of a conversation. */
export interface StoredTurn {
  readonly reply: string;
  /** Null where none was separated, and in runs of earlier versions. */
  readonly reasoning: Reasoning | null;
  readonly finishReason: string | null;
  /** The judge's words about this reply; null outside mode `judge`. */
  readonly verdict: string | null;
}

/** Points of one scoring group by one metric. */
export interface GroupPoints {
  readonly respondent: string;
  readonly variant: string;
  readonly repeat: number;
  readonly group: string;
  readonly cluster: string;
  readonly metric: string;
  readonly points: number | null;
  readonly missing: string | null;
}

type Awaitable<Value> = Value | Promise<Value>;

/**
 * Where the runner puts outcomes, whichever process it is in: a file of the run's folder, or a database that workers share. A row is
 * there once per ordinal, and `add` comes back after it is durable.
 */
export interface SampleStore {
  note(name: string): Awaitable<string | null>;
  setNote(name: string, value: string): Awaitable<void>;
  add(response: StoredResponse): Promise<void>;
}

/** The file of a run's folder: one process holds it, and scores from it. */
export interface RunStore extends SampleStore, Disposable {
  note(name: string): string | null;
  setNote(name: string, value: string): void;
  removeNote(name: string): void;
  /** Comes back when the row is on the disk. A row of the same ordinal is replaced. */
  add(response: StoredResponse): Promise<void>;
  /** Many rows in one transaction, on the disk when it returns. */
  addAll(responses: readonly StoredResponse[]): void;
  /** Ordinals with their failures, in order. */
  outcomes(): Iterable<{ readonly ordinal: number; readonly failure: FailureKind | null }>;
  /** Milliseconds of answers that a server gave now, with ordinals from `start` to before `end`. */
  times(start: number, end: number): Iterable<Pick<StoredResponse, "latencyMs" | "waitedMs">>;
  /** Rows with ordinals from `start` to before `end`, in order. */
  responses(start: number, end: number): readonly StoredResponse[];
  /** What was paid by this run: answers from the cache cost nothing. */
  spentUsd(): number;
  clearPoints(): void;
  addPoints(points: readonly GroupPoints[]): void;
  /** Points of one respondent, variant and metric in the order they were added. */
  points(respondent: string, variant: string, metric: string): Iterable<GroupPoints>;
  allPoints(): Iterable<GroupPoints>;
}
