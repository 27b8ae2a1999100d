export { openStore, type StoreOptions } from "./open-store.ts";
export type { PostgresOptions } from "./postgres/open-postgres.ts";
export type { SqliteOptions } from "./sqlite/open-sqlite.ts";
export type {
  Commit,
  NewParticipant,
  ParticipantRecord,
  Pool,
  Reservation,
  SimulatedChoice,
  Store,
  StudyTotals,
} from "./store.ts";
export {
  type AnswerRow,
  type CallRow,
  type ConversationRow,
  type EventRow,
  type InteractionRow,
  type ParticipantRow,
  type ParticipantStatus,
  participantStatuses,
  type ResponseRow,
  type RowChange,
  type StudyRow,
  type StudyVersionRow,
  type UtteranceRow,
} from "./tables.ts";
