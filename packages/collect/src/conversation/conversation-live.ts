import type { LiveView } from "../stage/stage-life.ts";
import type { ConversationStageView } from "./conversation-view.ts";

/** How the page of conversations stands to the models that write to it. */
export const liveConversation: LiveView<ConversationStageView> = Object.freeze({
  answering: ({ phase }) => phase === "answering",
  shown: ({ phase, conversation }) => (phase === "rate" ? (conversation?.turn?.slots ?? []) : []),
  hidden: (view, turnId) => {
    const { conversation } = view;
    if (conversation?.turn?.id !== turnId) return view;
    const { turn } = conversation;
    const slots = turn.slots.map((slot) => ({ ...slot, text: null }));
    return {
      ...view,
      phase: "answering",
      conversation: { ...conversation, turn: { ...turn, slots, tied: [] } },
    };
  },
} satisfies LiveView<ConversationStageView>);
