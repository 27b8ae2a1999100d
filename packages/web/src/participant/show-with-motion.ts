import type { SessionView } from "@refract/collect/browser";
import { flushSync } from "react-dom";
import { isLong } from "../conversation/long-answers.ts";

/**
 * Draws a new view. When it settles a turn, the chosen answer moves to its place in the conversation and the others
 * fade, so that one sees which went on; everything else, and everything for people who asked for no motion, just is.
 */
export function showWithMotion(before: SessionView, after: SessionView, draw: () => void): void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still || document.hidden || !("startViewTransition" in document) || !settlesTurn(before, after)) {
    draw();
    return;
  }
  const transition = document.startViewTransition(() => flushSync(draw));
  // A skipped transition has drawn all the same.
  transition.ready.catch(() => undefined);
}

function settlesTurn(before: SessionView, after: SessionView): boolean {
  if (before.stage?.type !== "conversation" || after.stage?.type !== "conversation") return false;
  const old = before.stage.conversation;
  const now = after.stage.conversation;
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
