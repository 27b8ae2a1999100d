import { ownValue } from "@refract/core";
import { type ConversationConfig, plannedConversations } from "./conversation-config.ts";
import type { RatingTrace } from "./conversation-view.ts";

/** One place for a response. Its model is bound here, at the server, and never leaves it. */
export interface Slot {
  readonly id: string;
  readonly modelId: string;
  /** Grows whenever the slot is asked anew; a report of an older attempt is void. */
  readonly attempt: number;
  /** Name of the random stream that drew its model; `none` where nothing was drawn. */
  readonly stream: string;
  readonly state: "pending" | "complete" | "dropped";
  readonly text: string | null;
  readonly score: number | null;
  readonly trace: RatingTrace;
  readonly askedAt: number;
  readonly completedAt: number | null;
  readonly firstTextMs: number | null;
  readonly totalMs: number | null;
  /** Of all calls made for the slot so far; null where it was not kept. */
  readonly waitedMs: number | null;
}

export interface Turn {
  readonly id: string;
  /** From 0. */
  readonly number: number;
  readonly prompt: string;
  readonly sentAt: number;
  /** In the order drawn, which is the order shown. */
  readonly slots: readonly Slot[];
  /** Models that stand in for failing ones, next first. */
  readonly reserve: readonly string[];
  readonly retries: number;
  /** Why the last slot that failed did. */
  readonly failure: string | null;
  readonly chosenSlotId: string | null;
  readonly chosenAt: number | null;
  readonly settledBy: "score" | "asked" | "random" | "verdict" | null;
  readonly verdict: string | null;
}

export interface AttributeAnswer {
  readonly value: number | null;
  readonly notApplicable: boolean;
}

export interface Conversation {
  readonly id: string;
  /** From 1. */
  readonly ordinal: number;
  readonly type: string;
  /** When its page was opened: PRISM's durations begin there. */
  readonly startedAt: number;
  /** The chat was finished; questions about it may be open. */
  readonly finishedAt: number | null;
  /** Nothing is left to do in it: only now it counts as completed, on the pages and in data. */
  readonly closedAt: number | null;
  readonly turns: readonly Turn[];
  /** By block, then statement. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, AttributeAnswer>>>>;
  readonly attributesDone: boolean;
  readonly feedback: string;
  readonly feedbackDone: boolean;
}

export interface ConversationState {
  readonly practiceDone: boolean;
  readonly ended: boolean;
  /** When the page that is open now was opened. */
  readonly openedAt: number;
  readonly conversations: readonly Conversation[];
}

export const untouched: RatingTrace = Object.freeze({ touched: false, firstTouchMs: null, pathLength: 0 });

/** The conversation under way: the last one, until its questions are answered. */
export function currentConversation(state: ConversationState): Conversation | null {
  const last = state.conversations.at(-1);
  return last === undefined || isClosed(last) ? null : last;
}

/** What was answered to a statement; undefined while nothing was. */
export function attributeAnswer(
  { attributes }: Conversation,
  block: string,
  statement: string,
): AttributeAnswer | undefined {
  return ownValue(ownValue(attributes, block) ?? {}, statement);
}

/** Nothing is left to do in it. */
export function isClosed(conversation: Conversation): boolean {
  return conversation.finishedAt !== null && conversation.attributesDone && conversation.feedbackDone;
}

export function closedConversations(state: ConversationState): number {
  return state.conversations.filter(isClosed).length;
}

export function currentTurn(conversation: Conversation): Turn | null {
  return conversation.turns.at(-1) ?? null;
}

/** Responses that are there to be read. */
export function shownSlots(turn: Turn): readonly Slot[] {
  return turn.slots.filter((slot) => slot.state === "complete");
}

export function isAnswering(turn: Turn): boolean {
  return turn.slots.some((slot) => slot.state === "pending");
}

/**
 * Too few responses came to go on. Where all models go on side by side, each of them is needed: with one of a pair
 * missing, the other would stand in its place, and the verdict would be on the wrong one.
 */
export function hasFailed(turn: Turn, config: ConversationConfig): boolean {
  const { judge, continuation } = config;
  const shown = shownSlots(turn).length;
  const judged =
    judge.kind === "verdict" ? Math.max(0, ...judge.options.map(({ winner }) => (winner ?? -1) + 1)) : 0;
  const isWhole = turn.number === 0 || continuation.with !== "all" || shown === turn.slots.length;
  return shown === 0 || shown < judged || !isWhole;
}

/** The slots that share the highest score; none until every shown slot has one. */
export function bestSlots(turn: Turn, startAt: number | "none"): readonly Slot[] {
  const shown = shownSlots(turn);
  const scores = shown.map((slot) => scoreOf(slot, startAt));
  if (scores.some((score) => score === null)) return [];
  const highest = Math.max(...scores.map((score) => score ?? Number.NEGATIVE_INFINITY));
  return shown.filter((_, index) => scores[index] === highest);
}

/** A slider that starts somewhere counts from there before it is touched, as PRISM stored it. */
function scoreOf(slot: Slot, startAt: number | "none"): number | null {
  return slot.score ?? (startAt === "none" ? null : startAt);
}

export type Phase =
  | "practice"
  | "choose-type"
  | "write"
  | "answering"
  | "rate"
  | "failed"
  | "questions"
  | "done";

/** Where the person is. A function of the state alone. */
export function phaseOf(state: ConversationState, config: ConversationConfig): Phase {
  if (state.ended) return "done";
  if (!state.practiceDone) return "practice";
  const conversation = currentConversation(state);
  if (conversation === null) {
    return closedConversations(state) >= plannedConversations(config).maximum ? "done" : "choose-type";
  }
  if (conversation.finishedAt !== null) return "questions";
  const turn = currentTurn(conversation);
  if (turn === null || turn.settledBy !== null) return "write";
  if (isAnswering(turn)) return "answering";
  return hasFailed(turn, config) ? "failed" : "rate";
}
