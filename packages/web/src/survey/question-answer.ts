/** What every answer to a question gets from the question round it. */
export interface AnswerProps {
  /** Of the field, or the stem of the ids of several. */
  readonly id: string;
  /** Of one field: ids of description and errors. Of several, which their group describes: of the errors alone. "" for none. */
  readonly describedBy: string;
  readonly isInvalid: boolean;
  readonly onChange: () => void;
}
