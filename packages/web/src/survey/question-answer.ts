/** What every answer to a question gets from the question round it. */
export interface AnswerProps {
  /** Of the field, or the stem of the ids of several. */
  readonly id: string;
  /** Ids of description and errors, "" for none. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
  readonly onChange: () => void;
}
