import type { WrittenFile } from "../release-writer/line-file.ts";
import type { ReleaseStudy } from "../release-writer/release-source.ts";
import type { FieldDefinition } from "./field-definition.ts";
import type { FieldCounts, FileTally } from "./field-tally.ts";

export interface CodebookField extends FieldDefinition {
  readonly counts: FieldCounts;
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
  /** Questions of the study's own; their answers are rows of `answers.jsonl`. */
  readonly questions: readonly CodebookField[];
  /** Flat copies of the files above. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly notes: readonly string[];
}

export function createCodebook(facts: {
  readonly study: ReleaseStudy;
  readonly files: readonly FileTally[];
  readonly questions: FileTally;
  readonly tables: readonly WrittenFile[];
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
    questions: fieldsOf(facts.questions),
    tables: facts.tables.map((file) => ({ name: file.name, rows: file.rows ?? 0 })),
    notes: facts.notes,
  };
}

function fieldsOf(tally: FileTally): readonly CodebookField[] {
  return tally.counts().map(({ definition, counts }) => ({ ...definition, counts }));
}
