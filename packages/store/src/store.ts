import type { Ending, RefractError } from "@refract/core";
import type {
  AnswerRow,
  CallRow,
  ConversationRow,
  CreditRow,
  DecisionRow,
  EventRow,
  InteractionRow,
  NewStudyVersion,
  PageRow,
  ParticipantRow,
  PaymentRow,
  ResponseRow,
  RowChange,
  StudyRow,
  StudyState,
  StudyVersionRow,
  UtteranceRow,
} from "./tables.ts";

export interface NewParticipant extends Omit<ParticipantRow, "ordinal" | "status" | "endedAt" | "outcome"> {
  /** SHA-256 of the session token; the token itself is never stored. */
  readonly tokenHash: string;
  /** SHA-256 of the recovery code. */
  readonly recoveryHash: string;
  /** The one-time entry token's nonce; used twice it is refused with `conflict`. */
  readonly entryNonce: string;
  /** Personal identifiers, kept apart and encrypted by the caller; `lookup` is a keyed hash to find them by. */
  readonly identity: NewIdentity | null;
  /** Refuse with `rejected` (`study-full`) when this many places are taken; simulated and test people take none. */
  readonly places: number | null;
}

export interface NewIdentity {
  readonly lookup: string;
  readonly sealed: Uint8Array;
  /** Refuse with `conflict` when the study has a person with this identity already, however fast two windows are. */
  readonly once?: boolean;
}

export interface Reservation {
  /** Who pays: a study's id, or a run's. Caps are per name. */
  readonly name: string;
  readonly account: string;
  /** The model, `provider:model`. */
  readonly reference: string;
  readonly usd: number;
  /** Null without a cap. */
  readonly capUsd: number | null;
}

export interface Commit {
  readonly participantId: string;
  /** The events, in order; their `seq` follow what the writer has read. */
  readonly events: readonly EventRow[];
  readonly rows: readonly RowChange[];
  /** Refuse with `rejected` (`study-full`) and write nothing unless the study has a place left. */
  readonly place?: { readonly studyId: string; readonly places: number };
  /**
   * Refuse with `rejected` (`quota-full`) and write nothing unless each of these kinds of people has room. Simulated people
   * fill kinds of their own.
   */
  readonly seats?: {
    readonly studyId: string;
    readonly simulated: boolean;
    readonly cells: readonly { readonly name: string; readonly people: number }[];
  };
}

/** What names a person, apart from what they said. */
export interface Identity {
  /** A keyed hash; the same for the same person. */
  readonly lookup: string;
  readonly sealed: Uint8Array;
}

/** What a database knows of the installation it belongs to. */
export interface Installation {
  /** Of the key that panel ids are sealed with; tells nothing of the key itself. */
  readonly keyFingerprint: string;
  /** The folder whose `secret.key` it was last. */
  readonly dataFolder: string;
}

/** How everything that hangs on the installation's key changes with it. */
export interface Resealing {
  /** The key that the database belongs to until now, null where it was told none. Another one by then is a `conflict`. */
  readonly before: string | null;
  readonly installation: Installation;
  /** Called before anything changes, while nobody else can change the key. */
  readonly prepare: () => Promise<void>;
  /** Null leaves an identity as it is, because the key before does not open it. */
  readonly identity: (kept: {
    readonly studyId: string;
    readonly test: boolean;
    readonly sealed: Uint8Array;
  }) => Identity | null;
  /** SHA-256 of the person's recovery code under the new key. */
  readonly recoveryHash: (participantId: string) => string;
}

export interface Erasure {
  /** Whoever asks knows that some keep their id, and wants those of the others erased. */
  readonly isAgreed: boolean;
  /** Whether the panel will still be asked to credit somebody by their id. */
  readonly isWaitingForCredit: (due: CreditDue) => boolean;
}

export interface ErasedIdentities {
  /** Null where some still need theirs and nobody agreed: nothing was erased. */
  readonly erased: number | null;
  /** People who keep theirs until they have come to an end. */
  readonly underWay: number;
  /** People who keep theirs until the panel has credited them. */
  readonly waitingForCredit: number;
}

export interface DeletedStudy {
  readonly people: number;
  readonly versions: number;
}

/** A person as a researcher pays them. */
export interface PersonRow {
  readonly participant: ParticipantRow;
  /** Null without a panel id, and after a withdrawal. */
  readonly sealed: Uint8Array | null;
  /** The same for all visits of one panel id: the participant's id of the first. */
  readonly person: string;
  /** From 1: which submission of the same panel id this is, in order of arrival. */
  readonly submission: number;
  readonly decision: DecisionRow | null;
  /** In order. */
  readonly payments: readonly PaymentRow[];
  /** What the panel answered when it was asked to credit them; null when it was not asked. */
  readonly credit: CreditRow | null;
}

/** Somebody whose credit a panel is still to be asked for. */
export interface CreditDue {
  readonly participant: ParticipantRow;
  /** How their visit ended; of somebody who withdrew, how it is paid. */
  readonly ending: Ending;
  readonly sealed: Uint8Array;
  readonly attempts: number;
  /** Null before the first attempt. */
  readonly lastAt: number | null;
}

export interface Readmission {
  readonly participantId: string;
  readonly studyId: string;
  readonly tokenHash: string;
  readonly at: number;
  readonly places: number | null;
}

/** Everything a participant's page of a dataset is made of. */
export interface ParticipantRecord {
  readonly participant: ParticipantRow;
  readonly answers: readonly AnswerRow[];
  readonly conversations: readonly ConversationRow[];
  readonly interactions: readonly InteractionRow[];
  readonly utterances: readonly UtteranceRow[];
  readonly calls: readonly CallRow[];
  readonly responses: readonly ResponseRow[];
  readonly pages: readonly PageRow[];
}

/** A pool of items that the people of a study's stage share. */
export interface Pool {
  readonly studyId: string;
  readonly scope: string;
  /** Simulated people and real ones have a pool each. */
  readonly simulated: boolean;
  /** And so do test people. */
  readonly test: boolean;
  /** Open items of people whose last event is older are free again; epoch milliseconds. */
  readonly activeSince: number;
}

/** Ratings of some people, as they are counted for people to see. */
export interface StudyRatings {
  readonly people: number;
  readonly scores: readonly {
    readonly participantId: string;
    readonly modelId: string;
    readonly score: number;
    /** How often the person gave the model this score. */
    readonly count: number;
  }[];
  readonly verdicts: readonly {
    readonly participantId: string;
    readonly verdict: string;
    readonly count: number;
  }[];
}

export type SimulatedChoice = "include" | "exclude" | "only";

export interface StudyTotals {
  /** Real people who came in, whatever became of them. */
  readonly people: number;
  readonly simulated: number;
  readonly test: number;
  /** Taken by real people now. */
  readonly places: number;
  /** Test people are in none of these. The counts from here on are of the people chosen by `simulated`, the money is of the whole study. */
  readonly completed: number;
  readonly withdrawn: number;
  readonly conversations: number;
  /** Those in which nothing was left to do, as exports count them. */
  readonly finishedConversations: number;
  /** Responses that have a text. */
  readonly utterances: number;
  /** Items of instruments that were answered. */
  readonly responses: number;
  readonly spentUsd: number;
  readonly reservedUsd: number;
}

/**
 * Live data. Two implementations, SQLite and PostgreSQL, pass one contract suite. Every method that writes is one
 * transaction and returns after it is durable.
 */
export interface Store extends AsyncDisposable {
  /**
   * Adds the study (keeping the seed of an earlier call) and, if its hash is not that of the latest version, its next
   * version: going back to an earlier bundle makes a version too, so that the latest is always what newcomers get. A stored version
   * of the same hash whose files can't be read is mended instead.
   */
  putStudy(study: StudyRow, version: NewStudyVersion): Promise<{ study: StudyRow; version: StudyVersionRow }>;
  studies(): Promise<readonly StudyRow[]>;
  /** The given version, or the latest; null when there is none. */
  studyVersion(studyId: string, version?: number): Promise<StudyVersionRow | null>;

  studyState(studyId: string): Promise<StudyState>;
  setStudyState(studyId: string, state: StudyState, at: number): Promise<void>;
  /** What makes every answer of this store doubtful until the program starts anew, such as a disk that could not take what was written; null otherwise. */
  failure(): RefractError | null;
  /** Deletes what names the people of a study that is not open; `rejected` for an open one. */
  eraseIdentities(studyId: string, erasure: Erasure): Promise<ErasedIdentities>;
  /** Deletes an archived study with everybody in it and its money; `rejected` for one that is not archived. */
  deleteStudy(studyId: string): Promise<DeletedStudy>;

  /** Which key the database belongs to; null until one was noted. */
  installation(): Promise<Installation | null>;
  noteInstallation(noted: Installation, at: number): Promise<void>;
  /** Something that was sealed, to see whether a key opens it; null where nothing is. */
  sealedSample(): Promise<Uint8Array | null>;
  /** Changes to another key in one transaction. Answers how many identities changed, and how many were left. */
  reseal(resealing: Resealing, at: number): Promise<{ readonly identities: number; readonly kept: number }>;
  /** Throws `unavailable` where the database does not answer. */
  ping(): Promise<void>;

  /**
   * Adds a person with the next ordinal, and the events of entering. Throws RefractError `conflict` for a used entry
   * nonce or an id, token or recovery code that is taken, `rejected` when the study is full, `not-found` for a study that
   * is not in the store; and then nothing is written.
   */
  addParticipant(participant: NewParticipant, commit: Omit<Commit, "participantId">): Promise<ParticipantRow>;
  participant(id: string): Promise<ParticipantRow | null>;
  participantByToken(tokenHash: string): Promise<ParticipantRow | null>;
  participantByRecovery(studyId: string, recoveryHash: string): Promise<ParticipantRow | null>;
  /** The latest person of the study with this identity; whoever found every place taken may come again. */
  participantByIdentity(studyId: string, lookup: string): Promise<ParticipantRow | null>;
  identity(participantId: string): Promise<Identity | null>;
  /** The same page once more: one more token for the same person. */
  addToken(participantId: string, tokenHash: string, at: number): Promise<void>;
  /** Another device: this token, and none of those before. */
  replaceTokens(participantId: string, tokenHash: string, at: number): Promise<void>;

  /** How many places of a study are taken. */
  placesTaken(studyId: string): Promise<number>;
  /** How many people of a kind a study has now. */
  seatsTaken(studyId: string, cell: string, simulated: boolean): Promise<number>;
  /** Everybody of a study in order of arrival, test and simulated people included. */
  people(studyId: string): Promise<readonly PersonRow[]>;
  /** The researcher's last decision about a person. */
  latestDecision(participantId: string): Promise<DecisionRow | null>;
  /** Keeps one more decision. One that frees the place of somebody who is inside signs them out everywhere. */
  decide(decision: Omit<DecisionRow, "number">): Promise<DecisionRow>;
  /** Keeps one more payment beside the reward. Throws `rejected` for somebody who withdrew. */
  pay(payment: Omit<PaymentRow, "number">): Promise<PaymentRow>;
  /** Real people of the study who came by a panel, are at an end, are not credited and not rejected; or one of them. */
  creditsDue(studyId: string, participantId?: string): Promise<readonly CreditDue[]>;
  /** Counts one more attempt and keeps what the panel said; the last one ends what is owed to who withdrew. */
  noteCredit(credit: Omit<CreditRow, "attempts"> & { readonly isLast: boolean }): Promise<void>;
  /** Lets a released person in again; `conflict` when they are not released, `rejected` when no place is left. */
  readmit(readmission: Readmission): Promise<void>;

  /**
   * Writes events and rows in one transaction. Throws RefractError `conflict` when a `seq` is taken (another tab or
   * process was first) or a `commandId` was carried out already, `rejected` once the person has withdrawn, `not-allowed`
   * for a row whose key is of somebody else's row, `storage-full` when the disk is; and then nothing is written.
   * A change of the participant to `withdrawn` is the withdrawal, in the same transaction.
   */
  commit(commit: Commit): Promise<void>;
  /**
   * Commits what is decided from how far a pool is used: answers by item that are there (an opted-out answer is one, a
   * skipped item is none) or open with somebody active. Nobody else draws from the pool meanwhile, in whatever process, so
   * that no two people are given the same last place. Throws as `commit` does.
   *
   * @param decide Pure; it may be called again.
   */
  commitDraw(
    participantId: string,
    pool: Pool,
    decide: (load: ReadonlyMap<string, number>) => Omit<Commit, "participantId">,
  ): Promise<void>;
  /** The events of a person after `seq`, in order. */
  events(participantId: string, afterSeq?: number): Promise<readonly EventRow[]>;
  /** Whether the command was carried out. */
  hasCommand(participantId: string, commandId: string): Promise<boolean>;

  /**
   * Takes a person out: deletes what they said and how they can be found, keeps that they withdrew and how much there
   * was. With `creditAs` their sealed panel id stays until the panel has credited that ending. A second time changes
   * nothing.
   */
  withdraw(participantId: string, at: number, creditAs?: Ending | null): Promise<void>;

  /**
   * Ends a researcher's session for good.
   *
   * @param forgetBefore sign-outs before it (epoch milliseconds) are deleted, for no session lives that long
   */
  signOutResearcher(sessionId: string, at: number, forgetBefore: number): Promise<void>;
  isResearcherSignedOut(sessionId: string): Promise<boolean>;

  /** Counted over the rows as they are now. With simulated people unless told otherwise. */
  totals(studyId: string, options?: { readonly simulated: SimulatedChoice }): Promise<StudyTotals>;
  /**
   * Every person's record in order of arrival, one at a time: memory stays flat. Each is of one moment; writes go on
   * meanwhile, and people who arrive after the beginning are left out.
   */
  records(
    studyId: string,
    options: { readonly simulated: SimulatedChoice },
  ): AsyncIterable<ParticipantRecord>;
  /** How many people completed a study; test people are not counted. */
  completedPeople(studyId: string, simulated: boolean): Promise<number>;
  /** Ratings of the first so many who completed. Sliders that were not touched are no ratings. */
  ratingsOfFirst(whose: {
    readonly studyId: string;
    readonly simulated: boolean;
    readonly first: number;
  }): Promise<StudyRatings>;
  ratingsOfPerson(participantId: string): Promise<Omit<StudyRatings, "people">>;
  /** Which model a slot was bound to; for simulations, which rate by it. */
  slotModel(slotId: string): Promise<string | null>;

  /**
   * Sets money aside. Refuses with RefractError `budget-reached` when what was spent and reserved under this name plus
   * `usd` is over the cap, in however many processes. Answers the reservation's id.
   */
  reserve(entry: Reservation): Promise<string>;
  /**
   * Replaces the reservation by what was really spent; null when that is not known, and then it counts in full. A second
   * time changes nothing.
   */
  settle(reservationId: string, usd: number | null): Promise<void>;
  /**
   * Reservations of a program that was killed are settled as spent in full, so that a cap is never overrun: those made
   * more than `olderThanMs` ago, which has to be longer than any call may take, so that calls of other live programs are
   * left alone. One that does end later and settles corrects the amount. Answers how many.
   */
  settleAbandoned(olderThanMs: number): Promise<number>;

  /** Reads every page of a SQLite file once. Throws RefractError `unavailable` for a damaged one. */
  checkIntegrity(): Promise<void>;
  /** Copies a SQLite store to a new file as of one moment; writes go on. PostgreSQL has pg_dump: `rejected`. */
  backup(file: string): Promise<void>;
}
