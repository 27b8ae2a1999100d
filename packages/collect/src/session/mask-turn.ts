import type { SessionView } from "./session-view.ts";

/**
 * The view while the responses of a turn are still being brought to the person: whatever has arrived at the server
 * already, the page is told that the models are answering. So neither the words nor their speed show early.
 */
export function maskTurn(view: SessionView, turnId: string): SessionView {
  const { stage } = view;
  if (stage?.type !== "conversation" || stage.conversation?.turn?.id !== turnId) return view;
  const { turn } = stage.conversation;
  return {
    ...view,
    stage: {
      ...stage,
      phase: "answering",
      conversation: {
        ...stage.conversation,
        turn: { ...turn, slots: turn.slots.map((slot) => ({ ...slot, text: null })), tied: [] },
      },
    },
  };
}
