import { type JsonValue, messageOf, RefractError } from "@refract/core";
import type { Selectable } from "kysely";
import * as z from "zod";
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

const bundleSchema = z.record(z.string(), z.string());

/** One version that can't be read is no reason to refuse the others: it says so, and whoever wants to run it is refused. */
export function studyVersionRow(stored: Stored<"studyVersions">): StudyVersionRow {
  const place = () => `study_versions.bundle of "${stored.studyId}" version ${stored.version}`;
  try {
    const read = bundleSchema.safeParse(storedJson(stored.bundle, place));
    if (read.success) return { ...stored, bundle: read.data, damage: null };
    const damage = `${place()}: has another shape, expected the text of each file by its name`;
    return { ...stored, bundle: {}, damage };
  } catch (thrown) {
    return { ...stored, bundle: {}, damage: messageOf(thrown) };
  }
}

/** PostgreSQL keeps what is no JSON out of these columns; SQLite takes any text, as a damaged disk or another program left it. */
function storedJson(text: string, place: () => string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RefractError("unavailable", `${place()}: is no JSON, expected what Refract wrote there`, {
      cause,
    });
  }
}

/** The recovery hash stays in the store. */
export function participantRow({ recoveryHash: _, ...stored }: Stored<"participants">): ParticipantRow {
  return { ...stored, simulated: Boolean(stored.simulated), test: Boolean(stored.test) };
}

export function eventRow(stored: Stored<"events">): EventRow {
  const place = () => `events.payload of participant ${stored.participantId}, event ${stored.seq}`;
  return { ...stored, payload: storedJson(stored.payload, place) };
}

export function answerRow(stored: Stored<"answers">): AnswerRow {
  const place = () =>
    `answers.value of participant ${stored.participantId}, ${stored.scope}, ${stored.field}`;
  return { ...stored, value: storedJson(stored.value, place) };
}

export function utteranceRow(stored: Stored<"utterances">): UtteranceRow {
  return { ...stored, touched: Boolean(stored.touched), chosen: Boolean(stored.chosen) };
}

export function callRow(stored: Stored<"calls">): CallRow {
  const read = z
    .array(z.string())
    .safeParse(storedJson(stored.notSent, () => `calls.not_sent of ${stored.id}`));
  return { ...stored, notSent: read.data ?? [] };
}

export function responseRow(stored: Stored<"responses">): ResponseRow {
  const place = (column: string) => () =>
    `responses.${column} of participant ${stored.participantId}, ${stored.scope}, ${stored.item}`;
  const order = z.array(z.string()).safeParse(storedJson(stored.optionOrder, place("option_order")));
  return { ...stored, optionOrder: order.data ?? [], value: storedJson(stored.value, place("value")) };
}
