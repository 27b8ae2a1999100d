import type { ModelService } from "@refract/models";
import type { Store } from "@refract/store";
import type { Clock, SimulatedClocks } from "./clock.ts";
import type { LiveTurns } from "./live/live-turns.ts";
import type { ParticipantHub } from "./live/participant-hub.ts";
import type { Secrets } from "./secrets.ts";
import type { SessionKeeper } from "./sessions/session-keeper.ts";
import type { StudyShelf } from "./sessions/study-shelf.ts";

/** The parts of a running server, as its routes use them. */
export interface Deployment {
  readonly store: Store;
  readonly shelf: StudyShelf;
  readonly keeper: SessionKeeper;
  readonly live: LiveTurns;
  readonly hub: ParticipantHub;
  readonly models: ModelService;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly simulatedClocks: SimulatedClocks | null;
  readonly dataFolder: string;
  /** The address people use, when it is not the one the server listens on. */
  readonly publicUrl: string | null;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
  /** Says in the log what happened: ids of studies and counts, never what names a person. */
  readonly note: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  /** Something changed in the study; the start page wants to know. */
  readonly onChange: (studyId: string) => void;
  /** Somebody's visit is over; a panel may be waiting to hear of it. */
  readonly onEnding: () => void;
}
