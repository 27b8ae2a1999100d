import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { decodeText, messageOf, RefractError, restoreFormula } from "@refract/core";
import { parseCsv } from "../import/csv-rows.ts";
import { type TextColumn, textColumns } from "../prism-release/keys.ts";
import {
  type annotatorRules,
  ethnicityLevels,
  preferNotToSay,
  religionLevels,
} from "../prism-release/levels.ts";

/** Files that people fill in by hand about a dataset; `writeAnnotationFiles` makes them, exports read them. */
export const annotationFiles = Object.freeze({
  ownWords: "own-words.csv",
  personalData: "personal-data.csv",
});

export const ownWordColumns = [
  "field",
  "self_described",
  "people",
  "suggested",
  "annotator_1",
  "annotator_2",
  "settled",
] as const;
export const personalDataColumns = ["column_id", "text_sha256", "text", "pii_manual_flag"] as const;

const groups = Object.freeze({
  ethnicity: ethnicityLevels.filter((level) => level !== preferNotToSay),
  religion: religionLevels.filter((level) => level !== preferNotToSay),
});
export type CodedField = keyof typeof groups;

export interface OwnWordCode {
  readonly field: CodedField;
  /** As released: in small letters without punctuation. */
  readonly text: string;
  readonly category: string;
  readonly rule: (typeof annotatorRules)[number];
}

export interface Annotations {
  readonly ownWords: readonly OwnWordCode[];
  /** What somebody who looked at a text of people said: whether personal data are in it; null when nobody did. */
  readonly personalDataIn: (column: TextColumn, text: string) => boolean | null;
}

/** The name of a text in `personal-data.csv`: texts may hold anything, also what spreadsheets change. */
export function textDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Reads what people filled in; a file that is not there says nothing.
 *
 * @throws RefractError `invalid-input` with file and line when neither is there, or a cell is not as expected.
 */
export async function readAnnotations(folder: string): Promise<Annotations> {
  const [ownWords, personalData] = await Promise.all([
    readTable(join(folder, annotationFiles.ownWords), ownWordColumns),
    readTable(join(folder, annotationFiles.personalData), personalDataColumns),
  ]);
  if (ownWords === null && personalData === null)
    throw new RefractError(
      "invalid-input",
      `${folder}: neither ${annotationFiles.ownWords} nor ${annotationFiles.personalData}, expected files made by refract dataset annotations`,
    );
  const checked = checkedTexts(personalData ?? []);
  return Object.freeze({
    ownWords: Object.freeze(ownWordCodes(ownWords ?? [])),
    personalDataIn: (column: TextColumn, text: string) =>
      checked.get(`${column} ${textDigest(text)}`) ?? null,
  });
}

interface Row<Name extends string> {
  readonly at: string;
  readonly cell: Readonly<Record<Name, string>>;
}

async function readTable<const Name extends string>(
  path: string,
  columns: readonly Name[],
): Promise<readonly Row<Name>[] | null> {
  const file = basename(path);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new RefractError("invalid-input", `${path}: ${messageOf(error)}`, { cause: error });
  });
  if (bytes === null) return null;
  const text = decodeText(bytes, path);
  // spreadsheets of many countries write semicolons
  const delimiter = text.split("\n", 1)[0]?.includes(";") === true ? ";" : ",";
  const table = parseCsv(text, file, delimiter);
  for (const name of columns)
    if (!table.columns.includes(name))
      throw new RefractError(
        "invalid-input",
        `${file} line 1: no column "${name}", expected ${columns.join(", ")}`,
      );
  return table.rows.map(({ line, cells }) => {
    const of = (name: Name) => restoreFormula((cells[table.columns.indexOf(name)] ?? "").trim());
    const cell = Object.fromEntries(columns.map((name) => [name, of(name)])) as Record<Name, string>;
    return { at: `${file} line ${line}`, cell };
  });
}

function ownWordCodes(rows: readonly Row<(typeof ownWordColumns)[number]>[]): OwnWordCode[] {
  const codes = new Map<string, OwnWordCode>();
  for (const { at, cell } of rows) {
    const field = oneOf(cell.field, ["ethnicity", "religion"], `${at}: field`);
    const labels = (["annotator_1", "annotator_2", "settled"] as const).map((name) =>
      cell[name] === "" ? null : oneOf(cell[name], groups[field], `${at}: ${name}`),
    );
    const [first = null, second = null, settled = null] = labels;
    const category = settled ?? first ?? second;
    if (category === null) continue;
    if (settled === null && first !== null && second !== null && first !== second)
      throw new RefractError(
        "invalid-input",
        `${at}: annotators differ ("${first}", "${second}"), expected the group they settled on in settled`,
      );
    const rule =
      settled !== null
        ? "settled by annotators"
        : first !== null && second !== null
          ? "two annotators"
          : "one annotator";
    const key = JSON.stringify([field, cell.self_described]);
    const before = codes.get(key);
    if (before !== undefined && before.category !== category)
      throw new RefractError(
        "invalid-input",
        `${at}: "${cell.self_described}" is "${category}" here and "${before.category}" above`,
      );
    codes.set(key, { field, text: cell.self_described, category, rule });
  }
  return [...codes.values()];
}

function checkedTexts(
  rows: readonly Row<(typeof personalDataColumns)[number]>[],
): ReadonlyMap<string, boolean> {
  const checked = new Map<string, boolean>();
  for (const { at, cell } of rows) {
    const column = oneOf(cell.column_id, textColumns, `${at}: column_id`);
    // spreadsheets write FALSE
    const flag = cell.pii_manual_flag.toLowerCase();
    if (flag === "") continue;
    checked.set(
      `${column} ${cell.text_sha256}`,
      oneOf(flag, ["false", "true"], `${at}: pii_manual_flag`) === "true",
    );
  }
  return checked;
}

function oneOf<const Choice extends string>(text: string, choices: readonly Choice[], at: string): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new RefractError(
      "invalid-input",
      `${at}: invalid value ${JSON.stringify(text)}, expected one of ${choices.join(", ")}`,
    );
  return found;
}
