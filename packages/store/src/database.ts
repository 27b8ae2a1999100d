import type { Ending, RefractError } from "@refract/core";
import type { ColumnType, Kysely, Transaction } from "kysely";
import type {
  AnswerRow,
  CallRow,
  ConversationRow,
  CreditRow,
  DecisionRow,
  EventRow,
  InteractionRow,
  PageRow,
  ParticipantRow,
  PaymentRow,
  ResponseRow,
  StudyRow,
  StudyState,
  StudyVersionRow,
  UtteranceRow,
} from "./tables.ts";

/** SQLite answers 0 or 1, PostgreSQL a boolean; both are written as a boolean. */
type Flag = ColumnType<boolean | number, boolean, boolean>;

/** JSON is kept as text in both databases, so that what was written comes back character by character. */
type Json = ColumnType<string, string, string>;

type With<Row, Changed> = Omit<Row, keyof Changed> & Changed;

/** The tables as Kysely sees them; columns are snake_case in the database. The DDL is in `migrations/`. */
export interface Database {
  studies: StudyRow;
  studyStates: { studyId: string; state: StudyState; at: number };
  installation: { id: number; keyFingerprint: string; dataFolder: string; notedAt: number };
  studyVersions: With<Omit<StudyVersionRow, "damage">, { bundle: Json }>;
  participants: With<ParticipantRow, { simulated: Flag; test: Flag }> & { recoveryHash: string | null };
  tokens: { tokenHash: string; participantId: string; createdAt: number };
  identities: { participantId: string; studyId: string; lookup: string; sealed: Uint8Array };
  decisions: DecisionRow;
  credits: CreditRow;
  owedCredits: { participantId: string; sealed: Uint8Array; ending: Ending };
  entryNonces: { studyId: string; nonce: string; usedAt: number };
  events: With<EventRow, { payload: Json }>;
  answers: With<AnswerRow, { value: Json }>;
  conversations: ConversationRow;
  interactions: InteractionRow;
  utterances: With<UtteranceRow, { touched: Flag; chosen: Flag }>;
  calls: With<CallRow, { notSent: Json }>;
  responses: With<ResponseRow, { optionOrder: Json; value: Json }>;
  pages: PageRow;
  payments: PaymentRow;
  seats: { participantId: string; cell: string };
  withdrawals: {
    participantId: string;
    at: number;
    answers: number;
    conversations: number;
    utterances: number;
    responses: number;
  };
  researcherSignOuts: { sessionId: string; at: number };
  ledgers: { name: string; spentNanoUsd: number; reservedNanoUsd: number };
  ledgerEntries: LedgerEntry;
  /** The tables from here on are only in PostgreSQL: what several asking processes share. */
  sharedRuns: { id: string; definition: Json; state: "planned" | "open" | "ended"; createdAt: number };
  sharedSamples: {
    runId: string;
    ordinal: number;
    settled: boolean;
    failure: string | null;
    costUsd: number | null;
    cached: boolean;
    response: Json;
  };
  sharedNotes: { runId: string; name: string; value: string };
  workers: { id: string; version: string; seenAt: number };
  accountRests: { account: string; restsUntil: number };
  accountShares: { account: string; holder: string; calls: number; heldUntil: number };
  refractSchema: { version: number; name: string; appliedAt: number };
}

/** Money is counted in whole billionths of a dollar: sums are exact and do not depend on their order. */
interface LedgerEntry {
  id: string;
  name: string;
  account: string;
  reference: string;
  reservedNanoUsd: number;
  /** Null while it is only reserved. */
  settledNanoUsd: number | null;
  state: "reserved" | "settled" | "abandoned";
  reservedAt: number;
  settledAt: number | null;
}

export type Dialect = "sqlite" | "postgres";

/** One of the two databases, opened. */
export interface Backend {
  readonly dialect: Dialect;
  /** Where the data are, for messages; without password. */
  readonly place: string;
  readonly kysely: Kysely<Database>;
  /** Carries out a change in a transaction and answers once it is durable. */
  readonly write: <Result>(change: (db: Transaction<Database>) => Promise<Result>) => Promise<Result>;
  /** What a driver threw, as a RefractError where it is something that can happen in use. */
  readonly problem: (thrown: unknown) => unknown;
  /** What makes every answer of this database doubtful until the program starts anew, or null. */
  readonly failure: () => RefractError | null;
  readonly backup: (file: string) => Promise<void>;
  /** Refuses a damaged database, as far as we can tell. */
  readonly checkIntegrity: () => Promise<void>;
  /** Removes what was deleted from journals too, as far as the database keeps any where we can. */
  readonly clearJournals: () => Promise<void>;
}

/** A transaction and what it has to know of its database: PostgreSQL locks rows, a SQLite writer has the file to itself. */
export interface Work {
  readonly db: Transaction<Database>;
  readonly dialect: Dialect;
}
