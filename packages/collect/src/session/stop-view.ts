import type { SessionView } from "./session-view.ts";

/** The view of somebody whose study was archived: whoever had come to their end keeps that, for everybody else it stops here. */
export function stopView(view: SessionView): SessionView {
  return view.status === "active" ? { ...view, status: "stopped", stage: null } : view;
}
