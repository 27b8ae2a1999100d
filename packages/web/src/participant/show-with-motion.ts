import type { SessionView } from "@refract/collect/browser";
import { flushSync } from "react-dom";

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
    charactersIn(settled.responses) <= mostCharacters
  );
}

/** More than this is taller than a window by far: its pictures before and after would hold a slow phone up, and show no way. */
const mostCharacters = 8_000;

const charactersIn = (responses: readonly { readonly text: string }[]): number =>
  responses.reduce((sum, { text }) => sum + text.length, 0);
