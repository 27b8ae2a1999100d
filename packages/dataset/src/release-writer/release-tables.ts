import { join } from "node:path";
import * as z from "zod";
import type { FileDefinition } from "../codebook/field-definition.ts";
import { conversationsFile, metadataFile, utterancesFile } from "../codebook/release-fields.ts";
import { surveyFile } from "../codebook/survey-fields.ts";
import { readRecords } from "../jsonl/record-reader.ts";
import { columnsOf, flatRows, type Table, wideRows, wideTableColumns } from "../tabular/table.ts";
import { type TabularForms, writeTable } from "../tabular/write-tables.ts";
import type { WrittenFile } from "./line-file.ts";
import type { ReleaseStudy } from "./release-source.ts";

/** The release's wide form has four responses a turn, whatever the study has. */
const usualWidth = 4;

const anyRecord = z.looseObject({});
const interactionMember = z.looseObject({ interaction_id: z.string() });

/**
 * The flat copies of a release in `folder`: survey, conversations without their history, utterances, metadata, and the
 * wide form. Reads the JSONL files back, so that the wide form is as wide as the widest turn.
 */
export async function writeReleaseTables(
  folder: string,
  study: ReleaseStudy,
  widestTurn: number,
  forms: TabularForms,
): Promise<readonly WrittenFile[]> {
  if (!forms.csv && !forms.parquet) return [];
  const flat = (name: string, definition: FileDefinition): Table => {
    const columns = columnsOf(definition);
    return { name, columns, rows: flatRows(readRecords(join(folder, definition.name), anyRecord), columns) };
  };
  const utterances = utterancesFile(study);
  const wideColumns = wideTableColumns(Math.max(usualWidth, widestTurn), utterances);
  const tables: Table[] = [
    flat("survey", surveyFile(study)),
    flat("conversations", conversationsFile(study)),
    flat("utterances", utterances),
    flat("metadata", metadataFile),
    {
      name: "wide",
      columns: wideColumns,
      rows: wideRows(readRecords(join(folder, utterances.name), interactionMember), wideColumns),
    },
  ];
  const written: WrittenFile[] = [];
  for (const table of tables) written.push(...(await writeTable(folder, table, forms)));
  return written;
}
