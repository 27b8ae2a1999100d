import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CsvCell, csvLine, RefractError } from "@refract/core";
import { openReleaseFolder } from "../check/release-folder.ts";
import { readRecords } from "../jsonl/record-reader.ts";
import { emptyText, type TextColumn } from "../prism-release/keys.ts";
import { preferNotToSay } from "../prism-release/levels.ts";
import type { MetadataRecord } from "../prism-release/metadata-record.ts";
import { createReleaseSchemas, type ReleaseFileName } from "../prism-release/release-files.ts";
import type { SurveyRecord } from "../prism-release/survey-record.ts";
import { annotationFiles, ownWordColumns, personalDataColumns, textDigest } from "./annotations.ts";

export interface WrittenAnnotations {
  readonly folder: string;
  /** Different own words for ethnicity and religion. */
  readonly ownWords: number;
  /** Different texts of people in which something has the form of personal data. */
  readonly flaggedTexts: number;
}

/**
 * Writes what people have to look at in a dataset, for them to fill in: every own word for ethnicity and religion once, with the group
 * the list of words suggests, and every flagged text of a person once.
 *
 * @throws RefractError when the folder is no dataset, or a file is there already.
 */
export async function writeAnnotationFiles(folder: string, out: string): Promise<WrittenAnnotations> {
  const { release } = await openReleaseFolder(folder);
  const schemas = createReleaseSchemas("study");
  const path = (name: ReleaseFileName) => release.get(name)?.path ?? null;
  const surveyPath = path("survey.jsonl");
  if (surveyPath === null)
    throw new RefractError("invalid-input", `${folder}: no survey.jsonl, expected a dataset`);

  const flagged = new Map<string, TextColumn>();
  const metadataPath = path("metadata.jsonl");
  if (metadataPath !== null)
    for await (const record of readRecords(metadataPath, schemas["metadata.jsonl"])) {
      if (record.pii_flag === true && record.column_id !== "model_response")
        flagged.set(placeOf(record), record.column_id);
    }
  const texts = new Map<string, { readonly column: TextColumn; readonly text: string }>();
  const take = (column: TextColumn, id: string, text: string | null) => {
    if (text !== null && flagged.get(`${column} ${id}`) === column)
      texts.set(`${column} ${textDigest(text)}`, { column, text });
  };

  const words = new Map<string, { readonly cells: readonly string[]; people: number }>();
  for await (const record of readRecords(surveyPath, schemas["survey.jsonl"])) {
    take("self_description", record.user_id, record.self_description);
    take("system_string", record.user_id, record.system_string);
    for (const field of ["ethnicity", "religion"] as const) {
      const cells = ownWordsOf(record, field);
      if (cells === null) continue;
      const key = JSON.stringify([field, cells[1]]);
      const known = words.get(key) ?? { cells, people: 0 };
      words.set(key, { ...known, people: known.people + 1 });
    }
  }
  const conversationsPath = path("conversations.jsonl");
  if (conversationsPath !== null)
    for await (const record of readRecords(conversationsPath, schemas["conversations.jsonl"]))
      take("open_feedback", record.conversation_id, record.open_feedback);
  const utterancesPath = path("utterances.jsonl");
  if (utterancesPath !== null)
    for await (const record of readRecords(utterancesPath, schemas["utterances.jsonl"]))
      take("user_prompt", record.interaction_id, record.user_prompt);

  await mkdir(out, { recursive: true });
  const byWords = [...words.values()].toSorted((a, b) => (a.cells.join(" ") < b.cells.join(" ") ? -1 : 1));
  await newFile(join(out, annotationFiles.ownWords), [
    ownWordColumns,
    ...byWords.map(({ cells: [field = "", text = "", suggested = ""], people }) => [
      ...[field, text, people, suggested],
      ...["", "", ""],
    ]),
  ]);
  await newFile(join(out, annotationFiles.personalData), [
    personalDataColumns,
    ...[...texts.values()].map(({ column, text }) => [column, textDigest(text), text, ""]),
  ]);
  return { folder: out, ownWords: words.size, flaggedTexts: texts.size };
}

/** The record's text by its column and the id that names it there. */
function placeOf(record: MetadataRecord): string {
  const { column_id: column } = record;
  const id =
    column === "user_prompt"
      ? record.interaction_id
      : column === "open_feedback"
        ? record.conversation_id
        : record.user_id;
  return `${column} ${id ?? ""}`;
}

function ownWordsOf(record: SurveyRecord, field: "ethnicity" | "religion"): readonly string[] | null {
  const { self_described: words, categorised } = record[field];
  if (words === null || words === preferNotToSay || words === emptyText) return null;
  return [field, words, categorised ?? ""];
}

async function newFile(path: string, rows: readonly (readonly CsvCell[])[]): Promise<void> {
  // the mark tells spreadsheets that the letters are UTF-8
  const text = `\u{feff}${rows.map((row) => csvLine(row)).join("")}`;
  await writeFile(path, text, { flag: "wx" }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EEXIST") throw cause;
    throw new RefractError(
      "invalid-input",
      `${path}: is there already, expected a folder without it: what somebody filled in is not overwritten`,
    );
  });
}
