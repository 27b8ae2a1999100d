export type { Clock, SimulatedClocks } from "./clock.ts";
export { loadStaticPages, type StaticPages } from "./http/static-pages.ts";
export type { Job, JobResult, Progress } from "./jobs/jobs.ts";
export type { StudyActions } from "./jobs/study-actions.ts";
export { createSecrets, openSecrets, type Secrets } from "./secrets.ts";
export { type RunningServer, type ServerLogger, type ServerOptions, startServer } from "./server.ts";
export { bundleHash, type ShelvedStudy } from "./sessions/study-shelf.ts";
