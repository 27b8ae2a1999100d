import type {
  AnswerRow,
  CallRow,
  ConversationRow,
  EventRow,
  InteractionRow,
  ParticipantRow,
  RowChange,
  StudyRow,
  StudyVersionRow,
  UtteranceRow,
} from "./tables.ts";

export interface NewParticipant extends Omit<ParticipantRow, "ordinal" | "status" | "endedAt"> {
  /** SHA-256 of the session token; the token itself is never stored. */
  readonly tokenHash: string;
  /** SHA-256 of the recovery code. */
  readonly recoveryHash: string;
  /** The one-time entry token's nonce; used twice it is refused with `conflict`. */
  readonly entryNonce: string;
  /** Personal identifiers, kept apart and encrypted by the caller; `lookup` is a keyed hash to find them by. */
  readonly identity: { readonly lookup: string; readonly sealed: Uint8Array } | null;
  /** Refuse with `rejected` once the study has this many people (simulated ones not counted). */
  readonly maximumPeople: number | null;
}

export interface Commit {
  readonly participantId: string;
  /** The events, in order; their `seq` follow what the writer has read. */
  readonly events: readonly EventRow[];
  readonly rows: readonly RowChange[];
}

/** Everything a participant's page of a dataset is made of. */
export interface ParticipantRecord {
  readonly participant: ParticipantRow;
  readonly answers: readonly AnswerRow[];
  readonly conversations: readonly ConversationRow[];
  readonly interactions: readonly InteractionRow[];
  readonly utterances: readonly UtteranceRow[];
  readonly calls: readonly CallRow[];
}

export interface StudyTotals {
  readonly people: number;
  readonly completed: number;
  readonly withdrawn: number;
  readonly simulated: number;
  readonly conversations: number;
  readonly finishedConversations: number;
  readonly utterances: number;
  readonly spentUsd: number;
  readonly reservedUsd: number;
}

/**
 * Live data. Two implementations, SQLite and PostgreSQL, pass one contract suite. Every method that writes is one
 * transaction and returns after it is durable.
 */
export interface Store extends AsyncDisposable {
  /** Adds the study (keeping the seed of an earlier call) and, if its hash is new, its next version. */
  putStudy(
    study: StudyRow,
    version: Omit<StudyVersionRow, "version">,
  ): Promise<{ study: StudyRow; version: StudyVersionRow }>;
  studies(): Promise<readonly StudyRow[]>;
  /** The given version, or the latest; null when there is none. */
  studyVersion(studyId: string, version?: number): Promise<StudyVersionRow | null>;

  /** Adds a person with the next ordinal, and the events of entering. */
  addParticipant(participant: NewParticipant, commit: Omit<Commit, "participantId">): Promise<ParticipantRow>;
  participant(id: string): Promise<ParticipantRow | null>;
  participantByToken(tokenHash: string): Promise<ParticipantRow | null>;
  participantByRecovery(studyId: string, recoveryHash: string): Promise<ParticipantRow | null>;
  /** The latest person of the study with this identity. */
  participantByIdentity(studyId: string, lookup: string): Promise<ParticipantRow | null>;
  /** Another device or a restart: one more token for the same person. */
  addToken(participantId: string, tokenHash: string, at: number): Promise<void>;

  /**
   * Writes events and rows in one transaction. Throws RefractError `conflict` when a `seq` is taken (another tab or
   * process was first) or a `commandId` was carried out already, and then nothing is written; `storage-full` when the disk is.
   */
  commit(commit: Commit): Promise<void>;
  /** The events of a person after `seq`, in order. */
  events(participantId: string, afterSeq?: number): Promise<readonly EventRow[]>;
  /** Whether the command was carried out. */
  hasCommand(participantId: string, commandId: string): Promise<boolean>;

  /** Takes a person out: deletes what they said and how they can be found, keeps that they withdrew. */
  withdraw(participantId: string, at: number): Promise<void>;

  totals(studyId: string): Promise<StudyTotals>;
  /** Every person's record in order of arrival, one at a time: memory stays flat. */
  records(
    studyId: string,
    options: { readonly simulated: "include" | "exclude" | "only" },
  ): AsyncIterable<ParticipantRecord>;
  /** Which model a slot was bound to; for simulations, which rate by it. */
  slotModel(slotId: string): Promise<string | null>;

  reserve(entry: {
    name: string;
    account: string;
    reference: string;
    usd: number;
    capUsd: number | null;
  }): Promise<string>;
  settle(reservationId: string, usd: number | null): Promise<void>;
  /** Reservations of a program that was killed: they are settled as spent in full, so that a cap is never overrun. */
  settleAbandoned(): Promise<number>;
}
