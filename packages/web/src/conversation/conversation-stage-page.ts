import type { ConversationStageView } from "@refract/collect/browser";
import { defineStagePage } from "../participant/stage-page.ts";
import { isLong } from "./long-answers.ts";

export const conversationStagePage = defineStagePage<ConversationStageView>({
  type: "conversation",
  title: "stage.conversation",
  load: () => import("./conversation-pages.tsx"),
  placeIn: ({ phase, done, conversation }) => [phase, done, conversation?.history.length ?? 0].join("/"),
  moves: settlesTurn,
});

/** The chosen answer moves to its place in the conversation and the others fade, so that one sees which went on. */
function settlesTurn(before: ConversationStageView, after: ConversationStageView): boolean {
  const old = before.conversation;
  const now = after.conversation;
  if (old === null || now === null || old.id !== now.id || old.turn === null) return false;
  const settled = now.history.at(-1);
  return (
    now.turn === null &&
    now.history.length > old.history.length &&
    settled !== undefined &&
    // Pictures of it before and after would hold a slow phone up, and show no way.
    !isLong(settled.responses.map(({ text }) => text))
  );
}
