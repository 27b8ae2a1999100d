export { holdFolder } from "./hold-folder.ts";
export { type MovedTable, moveStore } from "./move-store.ts";
export { openStore, type StoreOptions } from "./open-store.ts";
export { giveToOwnerOf } from "./owner-of-folder.ts";
export { holdDatabase } from "./postgres/hold-database.ts";
export type { PostgresOptions } from "./postgres/open-postgres.ts";
export { previewStore, type StorePreview } from "./preview-store.ts";
export { openSharedRuns } from "./shared-runs/open-shared-runs.ts";
export {
  type Chunk,
  type ChunkJob,
  ledgerOf,
  type SharedProgress,
  type SharedRun,
  type SharedRuns,
  type SharedSample,
} from "./shared-runs/shared-runs.ts";
export type { SqliteOptions } from "./sqlite/open-sqlite.ts";
export { restoreSqlite } from "./sqlite/restore-sqlite.ts";
export type {
  Commit,
  CreditDue,
  DeletedStudy,
  Identity,
  Installation,
  NewParticipant,
  ParticipantRecord,
  PersonRow,
  Pool,
  Resealing,
  Reservation,
  SimulatedChoice,
  Store,
  StudyRatings,
  StudyTotals,
} from "./store.ts";
export {
  type AnswerRow,
  type CallRow,
  type ConversationRow,
  type CreditRow,
  type DecisionRow,
  type EventRow,
  type InteractionRow,
  type PageRow,
  type ParticipantChange,
  type ParticipantRow,
  type ParticipantStatus,
  type PaymentRow,
  participantStatuses,
  type ResponseRow,
  type RowChange,
  type StudyRow,
  type StudyState,
  type StudyVersionRow,
  studyStates,
  type UtteranceRow,
} from "./tables.ts";
