import type { ConversationStageView, ConversationView, SessionView } from "@refract/collect/browser";
import { useEffect, useState } from "react";
import { isLong } from "./long-answers.ts";

/** What the page of a conversation is about. */
interface Conversing {
  readonly view: SessionView;
  readonly stage: ConversationStageView;
  readonly conversation: ConversationView;
}

export interface DrawnConversation extends Conversing {
  /** Slots of a settled turn whose texts are off the page already; null unless answers are being taken off. */
  readonly gone: readonly string[] | null;
}

/** From one answer that goes to the next: a frame and some time for fingers in between. */
const everyMs = 40;

interface Going {
  /** The conversation while the turn was rated. */
  readonly settled: Conversing;
  /** Ids of slots. */
  readonly order: readonly string[];
  /** So many of them have gone. */
  readonly count: number;
}

/**
 * Once a turn of long answers is settled, the texts that were not kept are taken off the page one by one before the conversation goes
 * on. Four answers of 20,000 characters are so many elements that a slow phone that takes them off at once hears no finger meanwhile.
 */
export function useGoingAnswers(now: Conversing): DrawnConversation {
  const [before, setBefore] = useState(now);
  const [going, setGoing] = useState<Going | null>(null);
  if (before.view !== now.view) {
    setBefore(now);
    if (going === null && settlesLongTurn(before, now))
      setGoing({ settled: before, order: orderOfGoing(before, now), count: 0 });
  }
  useEffect(() => {
    if (going === null) return;
    const { order, count } = going;
    const timer = setTimeout(
      () => setGoing(count < order.length ? { ...going, count: count + 1 } : null),
      everyMs,
    );
    return () => clearTimeout(timer);
  }, [going]);
  return going === null
    ? { ...now, gone: null }
    : { ...going.settled, gone: going.order.slice(0, going.count) };
}

/** Whether a long turn with answers on one scale has given way to the next message. */
function settlesLongTurn(before: Conversing, now: Conversing): boolean {
  const { turn, id } = before.conversation;
  return (
    turn !== null &&
    before.stage.phase === "rate" &&
    before.stage.settings.judge.kind === "scale" &&
    now.conversation.id === id &&
    now.conversation.turn === null &&
    now.conversation.history.at(-1)?.turn === turn.number &&
    isLong(turn.slots.map(({ text }) => text ?? ""))
  );
}

const orderOfGoing = (before: Conversing, now: Conversing): readonly string[] =>
  slotsToGo(before.conversation.turn?.slots ?? [], now.conversation.history.at(-1)?.responses ?? []);

/** Slots whose texts go, from the last to the first; the one that was kept stays until the conversation goes on with it. */
export function slotsToGo(
  slots: readonly { readonly id: string; readonly label: string }[],
  responses: readonly { readonly label: string; readonly chosen: boolean }[],
): readonly string[] {
  const kept = responses.find(({ chosen }) => chosen)?.label;
  return slots
    .filter(({ label }) => label !== kept)
    .map(({ id }) => id)
    .reverse();
}
