import { missingReasons } from "@refract/core";
import * as z from "zod";
import { checkRecords, type FileSummary, type ReadContext, type RecordVisitor } from "./check-records.ts";
import { type Column, createColumn } from "./column.ts";
import type { IdIndex } from "./id-index.ts";
import type { ReleaseFolder } from "./release-folder.ts";
import type { ReleaseState } from "./release-state.ts";
import type { Finding, ViolationLog } from "./violation.ts";

/** Files beside the release's, in the order of the codebook. */
const sideFileNames = [
  "slots.jsonl",
  "answers.jsonl",
  "detections.jsonl",
  "verdicts.jsonl",
  "responses.jsonl",
  "timings.jsonl",
] as const;
type SideFileName = (typeof sideFileNames)[number];

const id = z.string().nullable().optional();

/** Ids of a row and what holds for all of them; the codebook has the other fields. */
const sideSchema = z.looseObject({
  user_id: id,
  respondent: id,
  conversation_id: id,
  interaction_id: id,
  utterance_id: id,
  utterance_a: id,
  utterance_b: id,
  missing: z.enum(missingReasons).nullable().optional(),
});
type SideRecord = z.output<typeof sideSchema>;

export interface SideFiles {
  readonly files: readonly FileSummary[];
  /** Slots without an answer; null when `slots.jsonl` was not there. */
  readonly failedSlots: number | null;
}

/**
 * Reads the files that an export has beside the release's: their rows are about people, conversations, turns and responses
 * that are there, every response has one slot and every conversation one verdict, and a value is there or the reason why it is not.
 */
export async function checkSideFiles(
  folder: ReleaseFolder,
  state: ReleaseState,
  contextOf: (name: string) => ReadContext,
): Promise<SideFiles> {
  const files: FileSummary[] = [];
  let failedSlots: number | null = null;
  for (const name of sideFileNames) {
    const file = folder.files.get(name);
    if (file === undefined) continue;
    const context = contextOf(name);
    const once = onceOf(name, state);
    const visitor = sideVisitor(name, state, once, context.log);
    files.push(await checkRecords(file.path, name, sideSchema, visitor, context));
    if (name === "slots.jsonl") failedSlots = once?.without() ?? null;
    if (once !== null) reportMissing(name, once, context.log);
  }
  return { files, failedSlots };
}

/** What has exactly one row in a file. */
interface Once {
  readonly field: "utterance_id" | "conversation_id";
  readonly what: string;
  readonly ids: IdIndex;
  /** By place of the id: 1 once a row named it. */
  readonly seen: Column;
  /** Rows that name none. */
  readonly without: () => number;
  readonly countWithout: () => void;
}

function onceOf(file: SideFileName, { utterances, conversations }: ReleaseState): Once | null {
  if (file !== "slots.jsonl" && file !== "verdicts.jsonl") return null;
  const [field, what, ids] =
    file === "slots.jsonl"
      ? (["utterance_id", "response", utterances.ids] as const)
      : (["conversation_id", "conversation", conversations.ids] as const);
  const seen = createColumn("uint8");
  for (let place = 0; place < ids.size(); place += 1) seen.push(0);
  let without = 0;
  return {
    field,
    what,
    ids,
    seen,
    without: () => without,
    countWithout: () => {
      without += 1;
    },
  };
}

function sideVisitor(
  file: SideFileName,
  state: ReleaseState,
  once: Once | null,
  log: ViolationLog,
): RecordVisitor<SideRecord> {
  const { users, conversations, interactions, utterances } = state;
  const references: readonly (readonly [keyof SideRecord & string, IdIndex, string])[] = [
    ["user_id", users.ids, "survey.jsonl"],
    ["respondent", users.ids, "survey.jsonl"],
    ["conversation_id", conversations.ids, "conversations.jsonl"],
    ["interaction_id", interactions.ids, "utterances.jsonl"],
    ["utterance_id", utterances.ids, "utterances.jsonl"],
    ["utterance_a", utterances.ids, "utterances.jsonl"],
    ["utterance_b", utterances.ids, "utterances.jsonl"],
  ];
  return {
    record(record, line) {
      const add = (finding: Omit<Finding, "file" | "line">) => log.add({ ...finding, file, line });
      for (const [field, ids, source] of references) {
        const value = record[field];
        if (typeof value !== "string" || ids.find(value) !== -1) continue;
        add({ kind: "reference", field, value, expectation: `an id of ${source}` });
      }
      if ("value" in record && (record.value === null) !== (record.missing !== null)) {
        const expectation =
          record.value === null ? "a reason, since value is null" : "null, since there is a value";
        add({ kind: "schema", field: "missing", value: record.missing, expectation });
      }
      if (once === null) return;
      const id = record[once.field];
      if (typeof id !== "string") {
        once.countWithout();
        return;
      }
      const place = once.ids.find(id);
      if (once.seen.get(place) === 1) {
        const problem = `"${id}" has a row already`;
        add({ kind: "duplicate", field: once.field, problem, expectation: `one row for a ${once.what}` });
      }
      once.seen.set(place, 1);
    },
    broken() {},
  };
}

function reportMissing(file: SideFileName, { seen, ids, what }: Once, log: ViolationLog): void {
  for (let place = 0; place < seen.length(); place += 1) {
    if (seen.get(place) === 1) continue;
    log.add({
      kind: "reference",
      file,
      line: null,
      field: "",
      problem: `no row for the ${what} ${ids.name(place)}`,
      expectation: `one row for every ${what}`,
    });
  }
}
