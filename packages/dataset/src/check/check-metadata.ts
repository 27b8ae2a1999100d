import type { TextColumn } from "../prism-release/keys.ts";
import type { MetadataRecord } from "../prism-release/metadata-record.ts";
import type { RecordVisitor } from "./check-records.ts";
import type { Column } from "./column.ts";
import type { IdIndex } from "./id-index.ts";
import { type ReleaseState, textAbsent, textSeen } from "./release-state.ts";
import type { Finding, ViolationLog } from "./violation.ts";

/** Counted while metadata were read. */
export interface MetadataTally {
  rows: number;
  broken: number;
  readonly byColumn: Map<TextColumn, MetadataCounts>;
  /** Texts by language, people's and models' apart. */
  readonly languages: { readonly human: Map<string, number>; readonly model: Map<string, number> };
  readonly categories: { readonly human: Map<string, number>; readonly model: Map<string, number> };
}

export interface MetadataCounts {
  total: number;
  english: number;
  personalData: number;
  manualPersonalData: number;
  manuallyChecked: number;
  moderated: number;
  flagged: number;
}

export function createMetadataTally(): MetadataTally {
  return {
    rows: 0,
    broken: 0,
    byColumn: new Map(),
    languages: { human: new Map(), model: new Map() },
    categories: { human: new Map(), model: new Map() },
  };
}

type Add = (finding: Omit<Finding, "file" | "line">) => void;

/** Which ids a row has: the others are null. */
const idsOf: Readonly<
  Record<TextColumn, readonly ("conversation_id" | "interaction_id" | "utterance_id")[]>
> = {
  user_prompt: ["conversation_id", "interaction_id"],
  model_response: ["conversation_id", "interaction_id", "utterance_id"],
  open_feedback: ["conversation_id"],
  self_description: [],
  system_string: [],
};

/** Reads `metadata.jsonl`: every row is about one text that is there, and no text has two. */
export function metadataVisitor(
  file: string,
  state: ReleaseState,
  /** Files that are there; rows are not held against files that are missing. */
  has: { readonly survey: boolean; readonly conversations: boolean; readonly utterances: boolean },
  tally: MetadataTally,
  log: ViolationLog,
): RecordVisitor<MetadataRecord> {
  return {
    record(record, line) {
      const add: Add = (finding) => log.add({ ...finding, file, line });
      count(record, tally);
      const isEnglish = record.language_flag === null ? null : record.language_flag === "en";
      if (record.en_flag !== isEnglish) {
        const expectation = `${isEnglish}, since language_flag is ${JSON.stringify(record.language_flag)}`;
        add({ kind: "metadata", field: "en_flag", value: record.en_flag, expectation });
      }
      checkNulls(record, add);
      const text = textOf(record, state, has, add);
      if (text !== null) see(record, text, add);
    },
    broken(record) {
      tally.broken += 1;
      const column = record.column_id;
      const id = (key: string) => (typeof record[key] === "string" ? String(record[key]) : "");
      const quiet: Add = () => {};
      if (column === "model_response") {
        see(
          null,
          { seen: state.utterances.response, place: state.utterances.ids.find(id("utterance_id")) },
          quiet,
        );
      } else if (column === "user_prompt") {
        const place = state.interactions.ids.find(id("interaction_id"));
        see(null, { seen: state.interactions.prompt, place }, quiet);
      } else if (column === "open_feedback") {
        const place = state.conversations.ids.find(id("conversation_id"));
        see(null, { seen: state.conversations.feedback, place }, quiet);
      } else if (column === "self_description" || column === "system_string") {
        const { ids, selfDescription, systemString } = state.users;
        const seen = column === "self_description" ? selfDescription : systemString;
        see(null, { seen, place: ids.find(id("user_id")) }, quiet);
      }
    },
  };
}

function checkNulls(record: MetadataRecord, add: Add): void {
  for (const field of ["conversation_id", "interaction_id", "utterance_id"] as const) {
    const expected = idsOf[record.column_id].includes(field);
    const value = record[field];
    if (expected && value === null) {
      add({ kind: "metadata", field, value, expectation: `an id, since column_id is ${record.column_id}` });
    } else if (!expected && value !== null) {
      add({ kind: "metadata", field, value, expectation: `null, since column_id is ${record.column_id}` });
    }
  }
}

interface TextPlace {
  readonly seen: Column;
  readonly place: number;
}

/** Where it is noted that a text has its row; null, with reports, for rows about texts that are not there. */
function textOf(
  record: MetadataRecord,
  state: ReleaseState,
  has: { readonly survey: boolean; readonly conversations: boolean; readonly utterances: boolean },
  add: Add,
): TextPlace | null {
  const { users, conversations, interactions, utterances } = state;
  const reference = (field: keyof MetadataRecord, expectation: string) =>
    add({ kind: "reference", field, value: record[field], expectation });
  const user = users.ids.find(record.user_id);
  if (user === -1 && (has.survey || has.conversations || has.utterances)) {
    reference("user_id", "a participant of the other files");
    return null;
  }
  const lookUp = (
    field: "conversation_id" | "interaction_id" | "utterance_id",
    ids: IdIndex,
    file: string,
  ) => {
    const id = record[field];
    if (id === null) return -1;
    const place = ids.find(id);
    if (place === -1) reference(field, `the ${field} of a row of ${file}`);
    return place;
  };
  switch (record.column_id) {
    case "self_description":
      return has.survey ? { seen: users.selfDescription, place: user } : null;
    case "system_string":
      return has.survey ? { seen: users.systemString, place: user } : null;
    case "open_feedback": {
      if (!has.conversations) return null;
      const conversation = lookUp("conversation_id", conversations.ids, "conversations.jsonl");
      checkOwner(record, conversation, state, reference);
      return { seen: conversations.feedback, place: conversation };
    }
    case "user_prompt":
    case "model_response": {
      if (!has.utterances) return null;
      const interaction = lookUp("interaction_id", interactions.ids, "utterances.jsonl");
      const conversation = interaction === -1 ? -1 : interactions.conversation.get(interaction);
      if (conversation !== -1 && record.conversation_id !== null) {
        const name = conversations.ids.name(conversation);
        if (name !== record.conversation_id)
          reference("conversation_id", `"${name}", as in utterances.jsonl`);
        else checkOwner(record, conversation, state, reference);
      }
      if (record.column_id === "user_prompt") return { seen: interactions.prompt, place: interaction };
      const utterance = lookUp("utterance_id", utterances.ids, "utterances.jsonl");
      const home = utterance === -1 ? -1 : utterances.interaction.get(utterance);
      if (home !== -1 && interaction !== -1 && home !== interaction) {
        reference("interaction_id", `"${interactions.ids.name(home)}", as in utterances.jsonl`);
      }
      return { seen: utterances.response, place: utterance };
    }
    default:
      return record.column_id satisfies never;
  }
}

function checkOwner(
  record: MetadataRecord,
  conversation: number,
  state: ReleaseState,
  reference: (field: keyof MetadataRecord, expectation: string) => void,
): void {
  const owner = conversation === -1 ? -1 : state.conversations.user.get(conversation);
  if (owner === -1) return;
  const name = state.users.ids.name(owner);
  if (name !== record.user_id) reference("user_id", `"${name}", whose conversation it is`);
}

function see(record: MetadataRecord | null, { seen, place }: TextPlace, add: Add): void {
  if (place === -1) return;
  const before = seen.get(place);
  if (record !== null && (before & textSeen) !== 0) {
    const problem = `a second row for this ${record.column_id}`;
    add({ kind: "duplicate", field: "", problem, expectation: "one row for a text" });
  }
  if (record !== null && (before & textAbsent) !== 0) {
    const problem = `a row for a ${record.column_id} that is null`;
    add({ kind: "metadata", field: "column_id", problem, expectation: "rows for texts that are there" });
  }
  seen.set(place, before | textSeen);
}

function count(record: MetadataRecord, tally: MetadataTally): void {
  tally.rows += 1;
  let counts = tally.byColumn.get(record.column_id);
  if (counts === undefined) {
    counts = {
      total: 0,
      english: 0,
      personalData: 0,
      manualPersonalData: 0,
      manuallyChecked: 0,
      moderated: 0,
      flagged: 0,
    };
    tally.byColumn.set(record.column_id, counts);
  }
  counts.total += 1;
  if (record.en_flag === true) counts.english += 1;
  if (record.pii_flag === true) counts.personalData += 1;
  if (record.pii_manual_flag === true) counts.manualPersonalData += 1;
  if (record.pii_manual_flag !== null) counts.manuallyChecked += 1;
  const who = record.column_id === "model_response" ? "model" : "human";
  const language = record.language_flag ?? "null";
  tally.languages[who].set(language, (tally.languages[who].get(language) ?? 0) + 1);
  if (record.moderation_flag === null) return;
  counts.moderated += 1;
  if (record.moderation_flag.flagged) counts.flagged += 1;
  const categories = tally.categories[who];
  for (const [category, flagged] of Object.entries(record.moderation_flag.categories)) {
    if (flagged) categories.set(category, (categories.get(category) ?? 0) + 1);
  }
}
