export type { Clock, SimulatedClocks } from "./clock.ts";
export { type ExportOptions, exportStudy } from "./export/export-study.ts";
export type { LeftOutPerson } from "./export/left-out-people.ts";
export { runHeader } from "./http/health.ts";
export { mintResearcherLink } from "./http/researcher-sign-in.ts";
export { loadStaticPages, type StaticPages } from "./http/static-pages.ts";
export {
  type KeyPlace,
  openOwnSecrets,
  type RotatedKey,
  readOwnSecrets,
  rotateKey,
} from "./installation-key.ts";
export { createStudyActions } from "./jobs/create-study-actions.ts";
export type { Job, JobResult, Progress } from "./jobs/jobs.ts";
export { isWaitingForCredit, mostCreditAttempts } from "./jobs/panel-credits.ts";
export type { StudyActions } from "./jobs/study-actions.ts";
export {
  findPerson,
  listPeople,
  type PeopleList,
  type PeopleOptions,
  type PersonEntry,
} from "./people/people-list.ts";
export { type PersonReview, reviewPeople } from "./people/review-people.ts";
export { type VisitCounts, visitCounts } from "./people/visit-counts.ts";
export { createSecrets, openExistingSecrets, openSecrets, type Secrets } from "./secrets.ts";
export { type RunningServer, type ServerLogger, type ServerOptions, startServer } from "./server.ts";
export { reviewStoredVersions, type StoredVersionReview } from "./sessions/stored-versions.ts";
export { bundleHash, type ShelvedStudy, StudyShelf } from "./sessions/study-shelf.ts";
export { simulatePeople } from "./simulation/simulate-people.ts";
export { type StandIns, standInVoices } from "./stand-in/stand-in-voices.ts";
export { readBundle } from "./studies/read-bundle.ts";
