import type { AccountGrant, AccountNeed } from "./account-shares.ts";
import type { Chunk, ChunkJob, ChunkQueue } from "./chunk-queue.ts";

/** `planned` while its chunks are being queued, `open` while there is something to ask, `ended` when nobody may ask any more. */
export type SharedRunState = "planned" | "open" | "ended";

/** A run that several processes ask together. */
export interface SharedRun {
  readonly id: string;
  /** What a worker needs to know, as JSON. Never a key of a provider. */
  readonly definition: string;
  readonly state: SharedRunState;
}

/** The outcome of a sample, once per run and ordinal. */
export interface SharedSample {
  readonly ordinal: number;
  /** False for a failure that another try may mend: then a later row replaces this one. */
  readonly settled: boolean;
  readonly failure: string | null;
  readonly costUsd: number | null;
  readonly cached: boolean;
  /** Everything that was answered, as JSON; comes back character by character. */
  readonly response: string;
}

/** Counted over the rows as they are now. */
export interface SharedProgress {
  readonly settled: number;
  readonly cached: number;
  /** What answers cost that were not taken from a cache. */
  readonly spentUsd: number;
  readonly failures: Readonly<Record<string, number>>;
  /** Chunks that wait or are worked at. */
  readonly chunks: number;
  /** Chunks that are worked at now. */
  readonly chunksUnderWay: number;
  /** Chunks that were begun too often and never finished. */
  readonly chunksGivenUp: number;
}

/**
 * What processes share that ask one run together: rows, notes, chunks, accounts. In PostgreSQL only. Every method that writes
 * answers after it is durable; RefractError `unavailable` where the database does not answer.
 */
export interface SharedRuns extends AsyncDisposable {
  /** Adds a run in state `planned`, in which nobody takes chunks. */
  plan(id: string, definition: string): Promise<void>;
  /** Null when it is not, or no longer, here. */
  run(id: string): Promise<SharedRun | null>;
  /** Oldest first. */
  openRuns(): Promise<readonly SharedRun[]>;
  /** Replaces what workers are told; for those that begin from now on. */
  redefine(id: string, definition: string): Promise<void>;
  setState(id: string, state: SharedRunState): Promise<void>;
  /** Deletes a run with its rows, notes, chunks and books. */
  remove(id: string): Promise<void>;

  /** Queues chunks, each of samples of one model of the run. */
  queueChunks(runId: string, chunks: readonly Chunk[]): Promise<void>;
  readonly chunks: Pick<ChunkQueue, "take" | "complete" | "handBack" | "keep">;

  /**
   * Writes outcomes. The first that is settled stays, whoever comes later. RefractError `not-found` when the run was removed
   * meanwhile.
   */
  addSamples(runId: string, samples: readonly SharedSample[]): Promise<void>;
  /** Rows with ordinals from `start` to before `end`, in order. */
  samples(runId: string, start: number, end: number): Promise<readonly SharedSample[]>;
  /** Which of these ordinals have a settled outcome. */
  settledOf(runId: string, ordinals: readonly number[]): Promise<ReadonlySet<number>>;
  progress(runId: string): Promise<SharedProgress>;

  notes(runId: string): Promise<ReadonlyMap<string, string>>;
  /** The first value of a name stays; answers whether this one was it. */
  note(runId: string, name: string, value: string): Promise<boolean>;

  /** Says that a worker lives. */
  greet(workerId: string, version: string): Promise<void>;
  farewell(workerId: string): Promise<void>;
  /** Workers that were heard of in so many milliseconds. */
  liveWorkers(withinMs: number): Promise<readonly { readonly id: string; readonly version: string }[]>;

  /** Takes or renews this holder's part of an account's calls, for `leaseMs`. */
  shareAccount(need: AccountNeed): Promise<AccountGrant>;
  leaveAccount(account: string, holder: string): Promise<void>;
  restAccount(account: string, restMs: number): Promise<void>;

  /** Money, as in `Store`; the books of a run are named `run/ID`. */
  reserve(entry: {
    readonly name: string;
    readonly account: string;
    readonly reference: string;
    readonly usd: number;
    readonly capUsd: number | null;
  }): Promise<string>;
  settle(reservationId: string, usd: number | null): Promise<void>;
  settleAbandoned(olderThanMs: number): Promise<number>;
}

/** Under which name money of a run is set aside. */
export function ledgerOf(runId: string): string {
  return `run/${runId}`;
}

export type { AccountGrant, AccountNeed, Chunk, ChunkJob };
