import type { OpenedStudy } from "./open-study.ts";
import type { SessionView } from "./session-view.ts";

/**
 * The view while the responses of a turn are still being brought to the person: whatever has arrived at the server
 * already, the page is told that the models are answering. So neither the words nor their speed show early.
 */
export function hideTurn(view: SessionView, { stages }: OpenedStudy, turnId: string): SessionView {
  const live = stages[view.stageIndex]?.live ?? null;
  if (live === null || view.stage === null) return view;
  return { ...view, stage: live.hidden(view.stage, turnId) };
}
