import { join } from "node:path";
import * as z from "zod";
import type { FileDefinition } from "../codebook/field-definition.ts";
import type { QuestionColumn } from "../codebook/question-columns.ts";
import { utterancesFile } from "../codebook/release-fields.ts";
import { answersFile } from "../codebook/side-fields.ts";
import { readRecords } from "../jsonl/record-reader.ts";
import { answerColumns, answerRows, answerSchema } from "../tabular/answer-rows.ts";
import { columnsOf, flatRows, type Table, wideRows, wideTableColumns } from "../tabular/table.ts";
import { type TabularForms, type WrittenTable, writeTable } from "../tabular/write-tables.ts";
import type { ReleaseStudy } from "./release-source.ts";

/** The release's wide form has four responses a turn, whatever the study has. */
const usualWidth = 4;

const anyRecord = z.looseObject({});
const interactionMember = z.looseObject({ interaction_id: z.string() });

export interface ReleaseTablesOptions {
  readonly folder: string;
  readonly study: ReleaseStudy;
  /** The JSONL files there, finished. */
  readonly files: readonly FileDefinition[];
  readonly questions: readonly QuestionColumn[];
  /** Most responses of one turn. */
  readonly widestTurn: number;
  readonly forms: TabularForms;
}

/**
 * The flat copies of a release: every file, without lists of records such as a conversation's history, and the wide form.
 * Survey and conversations have the study's own questions as columns. Reads the JSONL files back, so that the wide form is
 * as wide as the widest turn.
 */
export async function writeReleaseTables(options: ReleaseTablesOptions): Promise<readonly WrittenTable[]> {
  const { folder, forms, files, study, widestTurn } = options;
  if (!forms.csv && !forms.parquet) return [];
  const utterances = utterancesFile(study);
  const wideColumns = wideTableColumns(Math.max(usualWidth, widestTurn), utterances);
  const tables: Table[] = [
    ...files.map((file) => flatTable(file, options)),
    {
      name: "wide",
      columns: wideColumns,
      rows: wideRows(readRecords(join(folder, utterances.name), interactionMember), wideColumns),
    },
  ];
  const written: WrittenTable[] = [];
  for (const table of tables) written.push(await writeTable(folder, table, forms));
  return written;
}

function flatTable(file: FileDefinition, { folder, questions }: ReleaseTablesOptions): Table {
  const name = file.name.replace(/\.jsonl$/, "");
  const columns = columnsOf(file);
  const records = readRecords(join(folder, file.name), anyRecord);
  const own = questions.filter(({ table }) => table === name);
  if (name !== "survey" && name !== "conversations")
    return { name, columns, rows: flatRows(records, columns) };
  const answers = readRecords(join(folder, answersFile.name), answerSchema);
  return {
    name,
    columns: [...columns, ...answerColumns(own)],
    rows: answerRows({ records, answers, table: name }, columns, own),
  };
}
