import type { ReleaseStudy } from "../release-writer/release-source.ts";
import type { FieldDefinition, FileDefinition } from "./field-definition.ts";
import { conversationQuestions, personQuestions } from "./question-fields.ts";
import { conversationsFile } from "./release-fields.ts";
import { surveyFile } from "./survey-fields.ts";

/** Where a question of the study's own stands: its rows in `answers.jsonl` bear `definition.name`. */
export interface QuestionColumn {
  readonly definition: FieldDefinition;
  /** The flat table with its column: one value a person, or one a conversation. */
  readonly table: "survey" | "conversations";
  readonly column: string;
}

/**
 * Every question of the study's own with its column, in the order asked. A column is named as the question is; where the
 * table has a column of that name, whatever the case of its letters, `own_` is put before it, and a number after it
 * where that is taken too.
 */
export function questionColumns(study: ReleaseStudy): readonly QuestionColumn[] {
  return [
    ...columnsOfTable("survey", surveyFile(study), personQuestions(study)),
    ...columnsOfTable("conversations", conversationsFile(study), conversationQuestions(study)),
  ];
}

function columnsOfTable(
  table: QuestionColumn["table"],
  file: FileDefinition,
  questions: readonly FieldDefinition[],
): readonly QuestionColumn[] {
  const taken = new Set(file.fields.map(({ name }) => folded(name)));
  return questions.map((definition) => {
    const column = freeName(definition.name, taken);
    taken.add(folded(column));
    return { definition, table, column };
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(folded(name))) return name;
  const own = `own_${name}`;
  let free = own;
  for (let number = 2; taken.has(folded(free)); number += 1) free = `${own}_${number}`;
  return free;
}

/** As DuckDB and spreadsheets compare names, and as programs do that write a point as an underscore. */
function folded(name: string): string {
  return name.replaceAll(".", "_").toLowerCase();
}
