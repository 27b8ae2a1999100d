import type { CsvCell } from "@refract/core";
import * as z from "zod";
import type { QuestionColumn } from "../codebook/question-columns.ts";
import { cellOf } from "./cell.ts";
import { type Column, cellReader, columnType } from "./table.ts";

/** What a row of `answers.jsonl` gives to a column. */
export const answerSchema = z.looseObject({
  user_id: z.string(),
  conversation_id: z.string().nullable(),
  field: z.string(),
  value: z.json(),
});
type Answer = z.output<typeof answerSchema>;

/** The records a table is made of: people, or conversations. */
export interface AnswerTableSource {
  /** In the order in which `answers` first names their ids. */
  readonly records: AsyncIterable<object>;
  readonly answers: AsyncIterable<Answer>;
  readonly table: QuestionColumn["table"];
}

export function answerColumns(questions: readonly QuestionColumn[]): readonly Column[] {
  return questions.map(({ column, definition }) => ({ name: column, type: columnType(definition.type) }));
}

/** The records' own columns, and after them one for each question: rows of both files stand in one order, so neither is held. */
export async function* answerRows(
  { records, answers, table }: AnswerTableSource,
  columns: readonly Column[],
  questions: readonly QuestionColumn[],
): AsyncGenerator<readonly CsvCell[]> {
  const [key, groups] =
    table === "survey"
      ? ([
          "user_id",
          groupedBy(answers, (answer) => (answer.conversation_id === null ? answer.user_id : null)),
        ] as const)
      : (["conversation_id", groupedBy(answers, (answer) => answer.conversation_id)] as const);
  const wanted = questions.map(({ definition }) => ({
    name: definition.name,
    type: columnType(definition.type),
  }));
  const read = cellReader(columns);
  let next = await groups.next();
  for await (const record of records) {
    const answered =
      next.done !== true && next.value.id === Reflect.get(record, key) ? next.value.values : null;
    if (answered !== null) next = await groups.next();
    yield [...read(record), ...wanted.map(({ name, type }) => cellOf(answered?.get(name), type))];
  }
  if (next.done !== true)
    throw new Error(`answers.jsonl is not in the order of ${table}.jsonl: ${next.value.id} is out of place`);
}

interface AnswersOf {
  readonly id: string;
  /** By field. */
  readonly values: ReadonlyMap<string, Answer["value"]>;
}

/** Rows that stand together by id; those without one are passed over. */
async function* groupedBy(
  answers: AsyncIterable<Answer>,
  idOf: (answer: Answer) => string | null,
): AsyncGenerator<AnswersOf, undefined, undefined> {
  let id: string | null = null;
  let values = new Map<string, Answer["value"]>();
  for await (const answer of answers) {
    const own = idOf(answer);
    if (own === null) continue;
    if (id !== null && own !== id) {
      yield { id, values };
      values = new Map();
    }
    id = own;
    values.set(answer.field, answer.value);
  }
  if (id !== null) yield { id, values };
  return undefined;
}
