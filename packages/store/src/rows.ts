import type { Selectable } from "kysely";
import type { Database } from "./database.ts";
import type {
  AnswerRow,
  CallRow,
  EventRow,
  ParticipantRow,
  ResponseRow,
  StudyVersionRow,
  UtteranceRow,
} from "./tables.ts";

/** From rows of the database to rows of the contract. Both databases give the same: JSON as text, flags as 0/1 or boolean. */

type Stored<Table extends keyof Database> = Selectable<Database[Table]>;

export function studyVersionRow(stored: Stored<"studyVersions">): StudyVersionRow {
  return { ...stored, bundle: JSON.parse(stored.bundle) };
}

/** The recovery hash stays in the store. */
export function participantRow({ recoveryHash: _, ...stored }: Stored<"participants">): ParticipantRow {
  return { ...stored, simulated: Boolean(stored.simulated), test: Boolean(stored.test) };
}

export function eventRow(stored: Stored<"events">): EventRow {
  return { ...stored, payload: JSON.parse(stored.payload) };
}

export function answerRow(stored: Stored<"answers">): AnswerRow {
  return { ...stored, value: JSON.parse(stored.value) };
}

export function utteranceRow(stored: Stored<"utterances">): UtteranceRow {
  return { ...stored, touched: Boolean(stored.touched), chosen: Boolean(stored.chosen) };
}

export function callRow(stored: Stored<"calls">): CallRow {
  return { ...stored, notSent: JSON.parse(stored.notSent) };
}

export function responseRow(stored: Stored<"responses">): ResponseRow {
  return { ...stored, optionOrder: JSON.parse(stored.optionOrder), value: JSON.parse(stored.value) };
}
