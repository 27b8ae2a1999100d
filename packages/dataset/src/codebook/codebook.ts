import type { ReleaseStudy } from "../release-writer/release-source.ts";
import type { Column } from "../tabular/table.ts";
import type { WrittenTable } from "../tabular/write-tables.ts";
import type { FieldDefinition } from "./field-definition.ts";
import type { FieldCounts, FileTally } from "./field-tally.ts";
import type { QuestionColumn } from "./question-columns.ts";

export interface CodebookField extends FieldDefinition {
  readonly counts: FieldCounts;
}

/** A question of the study's own. */
export interface CodebookQuestion extends CodebookField {
  /** The flat table that has a column of it. */
  readonly table: QuestionColumn["table"];
  readonly column: string;
}

export interface CodebookFile {
  readonly name: string;
  readonly description: string;
  readonly rows: number;
  readonly fields: readonly CodebookField[];
}

/** `codebook.json`; `codebook.md` is the same for reading. */
export interface Codebook {
  readonly refract_codebook: 1;
  readonly study: {
    readonly id: string;
    readonly title: string;
    readonly version: number;
    readonly sha256: string;
  };
  readonly files: readonly CodebookFile[];
  /** Questions of the study's own; their answers are rows of `answers.jsonl` and columns of a flat table. */
  readonly questions: readonly CodebookQuestion[];
  /** Flat copies of the files above, with the type of each column. */
  readonly tables: readonly {
    readonly name: string;
    readonly rows: number;
    readonly columns: readonly Column[];
  }[];
  readonly notes: readonly string[];
}

export function createCodebook(facts: {
  readonly study: ReleaseStudy;
  readonly files: readonly FileTally[];
  readonly questions: readonly QuestionColumn[];
  /** What was counted of the questions. */
  readonly answered: FileTally;
  readonly tables: readonly WrittenTable[];
  readonly notes: readonly string[];
}): Codebook {
  const { study } = facts;
  return {
    refract_codebook: 1,
    study: { id: study.id, title: study.title, version: study.version, sha256: study.hash },
    files: facts.files.map((tally) => ({
      name: tally.definition.name,
      description: tally.definition.description,
      rows: tally.rows,
      fields: fieldsOf(tally),
    })),
    questions: fieldsOf(facts.answered).flatMap((counted) =>
      facts.questions
        .filter(({ definition }) => definition.name === counted.name)
        .map(({ table, column }) => ({ ...counted, table, column })),
    ),
    tables: facts.tables.flatMap(({ columns, files }) =>
      files.map((file) => ({ name: file.name, rows: file.rows ?? 0, columns })),
    ),
    notes: facts.notes,
  };
}

function fieldsOf(tally: FileTally): readonly CodebookField[] {
  return tally.counts().map(({ definition, counts }) => ({ ...definition, counts }));
}
