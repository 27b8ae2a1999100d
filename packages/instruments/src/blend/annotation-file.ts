import { RefractError } from "@refract/core";
import * as z from "zod";

const groupSchema = z.strictObject({
  answers: z.array(z.string()),
  en_answers: z.array(z.string()),
  count: z.int().min(0),
});
/** Annotators who gave one answer, in its wordings; files sort groups by votes, most first. */
export type BlendAnswerGroup = z.output<typeof groupSchema>;

const questionSchema = z
  .looseObject({
    question: z.string(),
    en_question: z.string(),
    annotations: z.array(groupSchema).optional(),
    // part of the released tools calls the same list so
    aggregated_answers: z.array(groupSchema).optional(),
    idks: z.record(z.string(), z.number().min(0)),
  })
  .refine(
    (question) => (question.annotations === undefined) !== (question.aggregated_answers === undefined),
    {
      error: "expected either annotations or aggregated_answers",
    },
  );
type StoredQuestion = z.output<typeof questionSchema>;

/** One question as the people of one region answered it. */
export interface BlendQuestion {
  readonly id: string;
  readonly question: string;
  readonly englishQuestion: string;
  readonly groups: readonly BlendAnswerGroup[];
  /** Votes for not answering: `idk`, `no-answer`, `not-applicable` and reasons in free text. */
  readonly withoutAnswer: Readonly<Record<string, number>>;
}

/** A region's file, with what is needed to write it again as it was. */
export interface AnnotationFile {
  readonly questions: readonly BlendQuestion[];
  readonly stored: Readonly<Record<string, StoredQuestion>>;
}

/** @throws RefractError `invalid-input` naming file, question and field. */
export function readAnnotations(document: unknown, file: string): AnnotationFile {
  const parsed = z.record(z.string(), questionSchema).safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RefractError(
      "invalid-input",
      `${file}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "no annotations"}, expected an object of questions with question, en_question, annotations and idks`,
    );
  }
  return {
    stored: parsed.data,
    questions: Object.entries(parsed.data).map(([id, stored]) => ({
      id,
      question: stored.question,
      englishQuestion: stored.en_question,
      groups: stored.annotations ?? stored.aggregated_answers ?? [],
      withoutAnswer: stored.idks,
    })),
  };
}

/** The file's text: one line of JSON, keys in the order they were read. */
export function writeAnnotations(file: AnnotationFile): string {
  return `${JSON.stringify(file.stored)}\n`;
}
