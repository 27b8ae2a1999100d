import type { Ending, JsonValue, MissingReason } from "@refract/core";

/**
 * The rows of the store. Events are the truth of what happened to a person; the other rows are written from
 * them in the same transaction so that totals are plain queries. Times are epoch milliseconds (UTC).
 */
export interface StudyVersionRow {
  readonly studyId: string;
  /** From 1; a changed bundle makes the next. */
  readonly version: number;
  /** SHA-256 over the bundle. */
  readonly hash: string;
  /** The study file and every file it names, by path. */
  readonly bundle: Readonly<Record<string, string>>;
  readonly createdAt: number;
  /** Why the stored files can't be read, and `bundle` is empty; null where they can. */
  readonly damage: string | null;
}

export type NewStudyVersion = Omit<StudyVersionRow, "version" | "damage">;

export interface StudyRow {
  readonly id: string;
  /** Root of the study's random choices. */
  readonly seed: string;
  readonly createdAt: number;
}

/**
 * Whom a study takes: `open` everybody, `closed` nobody new while people under way go on, `archived` nobody at all.
 */
export const studyStates = ["open", "closed", "archived"] as const;
export type StudyState = (typeof studyStates)[number];

export const participantStatuses = ["active", "completed", "screened-out", "withdrawn"] as const;
export type ParticipantStatus = (typeof participantStatuses)[number];

export interface ParticipantRow {
  /** Opaque, random for people and derived from the seed for simulated ones. */
  readonly id: string;
  readonly studyId: string;
  readonly studyVersion: number;
  /** From 1 within the study, in order of arrival. */
  readonly ordinal: number;
  readonly seed: string;
  readonly simulated: boolean;
  /** Came by a test link: never counted and never exported. */
  readonly test: boolean;
  readonly language: string;
  readonly status: ParticipantStatus;
  readonly enteredAt: number;
  /** When they agreed to take part, or entered a study that asks for no consent: from then on they have a place. */
  readonly consentedAt: number | null;
  readonly endedAt: number | null;
  /** How the visit ended; null while it has not. */
  readonly outcome: Ending | null;
}

/** What the researcher decided of a person's submission; the last one counts. */
export interface DecisionRow {
  readonly participantId: string;
  /** From 1 within the person. */
  readonly number: number;
  readonly at: number;
  /** `readmit` is the server's: a released person came back and has a place again. */
  readonly kind: "approve" | "reject" | "return" | "release" | "readmit";
  readonly reason: string | null;
}

/** What somebody was paid beside the reward of the study, or instead of it. */
export interface PaymentRow {
  readonly participantId: string;
  /** From 1 within the person. */
  readonly number: number;
  readonly at: number;
  /** `partial`: in place of the reward, for a part of the work. */
  readonly kind: "partial" | "bonus";
  /** In hundredths of the currency, so that sums are exact. */
  readonly hundredths: number;
  readonly reason: string | null;
}

/** How far the server came with asking a panel to credit somebody. */
export interface CreditRow {
  readonly participantId: string;
  /** From 1. */
  readonly attempts: number;
  readonly lastAt: number;
  /** Null until the panel says that it is granted. */
  readonly grantedAt: number | null;
  /** Why the last attempt failed; it names nobody. Null once it is granted. */
  readonly problem: string | null;
}

/** One thing that happened to one person. `seq` counts from 1 without gaps. */
export interface EventRow {
  readonly participantId: string;
  readonly seq: number;
  readonly at: number;
  /** Null for events of the session itself. */
  readonly stageId: string | null;
  readonly type: string;
  readonly payload: JsonValue;
  /** The command that caused it; the same command is never carried out twice. Null for what the system did. */
  readonly commandId: string | null;
}

/** One answered or unanswered field of a survey, a consent or a conversation's questions. */
export interface AnswerRow {
  readonly participantId: string;
  /** The stage, or the conversation the question was about. */
  readonly scope: string;
  readonly field: string;
  readonly value: JsonValue;
  readonly missing: MissingReason | null;
  readonly at: number;
}

export interface ConversationRow {
  readonly id: string;
  readonly participantId: string;
  readonly stageId: string;
  /** From 1 within the participant. */
  readonly ordinal: number;
  readonly type: string;
  readonly startedAt: number;
  /** The chat was finished; questions about it may be open. */
  readonly finishedAt: number | null;
  /** Nothing was left to do in it; a conversation counts as completed from then on. */
  readonly closedAt: number | null;
}

/** A turn: one prompt and its responses. PRISM calls it an interaction. */
export interface InteractionRow {
  readonly id: string;
  readonly conversationId: string;
  readonly participantId: string;
  /** From 0. */
  readonly turn: number;
  readonly prompt: string;
  readonly sentAt: number;
  readonly chosenAt: number | null;
  /** How the winner was settled: highest score, asked, at random, or by verdict. */
  readonly settledBy: "score" | "asked" | "random" | "verdict" | null;
  readonly verdict: string | null;
  /** Start of the generator that drew among the best, 32 hexadecimal digits; null where nothing was drawn. */
  readonly tieSeed: string | null;
}

/** A response of one model, bound to its slot from the request on. PRISM calls it an utterance. */
export interface UtteranceRow {
  readonly slotId: string;
  readonly interactionId: string;
  readonly conversationId: string;
  readonly participantId: string;
  /** The slot as drawn, from 0. */
  readonly drawnOrder: number;
  /** Where it was shown, from 0. */
  readonly shownOrder: number;
  readonly modelId: string;
  /** Null until the answer is complete. */
  readonly text: string | null;
  readonly missing: MissingReason | null;
  readonly score: number | null;
  readonly touched: boolean;
  readonly firstTouchMs: number | null;
  readonly pathLength: number | null;
  readonly chosen: boolean;
  readonly askedAt: number;
  readonly completedAt: number | null;
  readonly firstTextMs: number | null;
  readonly totalMs: number | null;
  /** In all, while nothing was asked: for a place at the limiter; null before an answer and where it was not kept yet. */
  readonly waitedMs: number | null;
  /** Start of the generator that drew its model from the pool, 32 hexadecimal digits; null where nothing was drawn, or it was not kept yet. */
  readonly drawSeed: string | null;
  /** The seed that was sent with the request; null where none was, or it was not kept yet. */
  readonly sampleSeed: number | null;
}

/** One attempt at a model, failed ones included. */
export interface CallRow {
  readonly id: string;
  readonly participantId: string;
  readonly slotId: string;
  readonly modelId: string;
  readonly reference: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly message: string | null;
  readonly httpStatus: number | null;
  /** Why the answer ended; null where it broke off or never came. */
  readonly finishReason: string | null;
  /** The server's own word for it, where it is another. */
  readonly finishDetail: string | null;
  /** What a failed call had said, raw. Text that became an answer stands with its slot. */
  readonly failedText: string | null;
  /** Separated from the answer; never shown. */
  readonly reasoning: string | null;
  /** `text` where any of it was cut out of the text, `server` where the server sent it apart. */
  readonly reasoningFrom: "text" | "server" | null;
  /** Settings that were not sent, because the provider has no word for them. */
  readonly notSent: readonly string[];
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of `outputTokens`, those spent on reasoning. */
  readonly reasoningTokens: number | null;
  readonly costUsd: number | null;
  readonly firstTextMs: number | null;
  readonly totalMs: number;
  /** Before the call, for a place at the limiter; no part of `totalMs`. Null where it was not kept yet. */
  readonly waitedMs: number | null;
  readonly at: number;
}

/**
 * An item given to a person, with what they were shown and answered: what `refract ask` keeps of a model. It is there
 * from when it is given on, so that counting rows says how far a pool of items is used.
 */
export interface ResponseRow {
  readonly participantId: string;
  /** The stage. */
  readonly scope: string;
  readonly item: string;
  /** From 0, in the order shown. */
  readonly place: number;
  /** Option ids in the order shown; empty for formats without options. */
  readonly optionOrder: readonly string[];
  /** Decided the order of options; tells nothing of the seed it was derived from. */
  readonly seed: string;
  readonly assignedAt: number;
  /** Null until the item's turn came. */
  readonly shownAt: number | null;
  /** Null while it is open. */
  readonly answeredAt: number | null;
  /** How long the item was on the page, and until the first touch, as the browser measured it. */
  readonly pageMs: number | null;
  readonly firstInputMs: number | null;
  /** The answer in words, in the study's first language; empty when there is none. */
  readonly reply: string;
  readonly value: JsonValue;
  readonly missing: MissingReason | null;
  /** How the answer was given: `people/answer`, `people/opt-out`, `people/skipped` … */
  readonly rule: string;
}

/** How long somebody was on a page that they left. */
export interface PageRow {
  readonly participantId: string;
  /** The stage. */
  readonly scope: string;
  /** Name of a survey's page; empty for the stage as a whole. */
  readonly page: string;
  /** When they first came to it, and when they last left it. */
  readonly enteredAt: number;
  readonly leftAt: number;
  /** All visits to it together. */
  readonly spentMs: number;
}

/** What a session changes of its person. */
export type ParticipantChange = Pick<
  ParticipantRow,
  "status" | "language" | "consentedAt" | "endedAt" | "outcome"
>;

/** A row to write: inserted, or replacing the row with the same key. */
export type RowChange =
  | { readonly table: "answers"; readonly row: AnswerRow }
  | { readonly table: "conversations"; readonly row: ConversationRow }
  | { readonly table: "interactions"; readonly row: InteractionRow }
  | { readonly table: "utterances"; readonly row: UtteranceRow }
  | { readonly table: "calls"; readonly row: CallRow }
  | { readonly table: "responses"; readonly row: ResponseRow }
  | { readonly table: "pages"; readonly row: PageRow }
  | { readonly table: "participants"; readonly row: ParticipantChange };
