import type { SessionView } from "@refract/collect/browser";
import { flushSync } from "react-dom";
import { stagePageOf } from "./stage-pages.ts";

/**
 * Draws a new view. What the stage's page shows as a movement moves, so that one sees what went on; everything else, and
 * everything for people who asked for no motion, just is.
 */
export function showWithMotion(before: SessionView, after: SessionView, draw: () => void): void {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still || document.hidden || !("startViewTransition" in document) || !moves(before, after)) {
    draw();
    return;
  }
  const transition = document.startViewTransition(() => flushSync(draw));
  // A skipped transition has drawn all the same.
  transition.ready.catch(() => undefined);
}

function moves({ stage: before }: SessionView, { stage: after }: SessionView): boolean {
  if (before === null || after === null) return false;
  return stagePageOf(after.type)?.moves(before, after) ?? false;
}
