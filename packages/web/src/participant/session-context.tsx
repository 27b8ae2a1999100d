import type { CommandEnvelope, SessionView } from "@refract/collect/browser";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { CommandEnd } from "./command-queue.ts";
import type { ParticipantSession, SessionSnapshot } from "./participant-session.ts";

export const SessionContext = createContext<ParticipantSession | null>(null);

export function useSession(): ParticipantSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionContext around it");
  return session;
}

export function useSnapshot(): SessionSnapshot {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.snapshot);
}

/** Sends a command of the stage the person is at. */
export function useStageCommand(
  view: SessionView,
): (command: CommandEnvelope["command"]) => Promise<CommandEnd> {
  const session = useSession();
  const stageId = view.stages[view.stageIndex]?.id ?? null;
  return (command) => session.send(stageId, command);
}
