import type { JobResult, Progress } from "./jobs.ts";

/** What can be done with a study from the start page and the command line alike. */
export interface StudyActions {
  /** Walks `people` new simulated people through the study over HTTP. Throws when the signal says that the server stops. */
  simulate(studyId: string, people: number, progress: Progress, signal: AbortSignal): Promise<JobResult>;
  /** Writes the study's dataset to a new folder under the data folder and checks it. */
  export(studyId: string, simulated: "include" | "exclude" | "only", progress: Progress): Promise<JobResult>;
}
