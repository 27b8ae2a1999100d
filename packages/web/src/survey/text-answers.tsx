import type { QuestionCommentModel, QuestionTextModel } from "survey-core";
import type { AnswerProps } from "./question-answer.ts";

/** A line of text, a number, a date or a time. */
export function TextAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionTextModel }) {
  const isNumber = question.inputType === "number";
  const maximum: unknown = question.getMaxLength();
  return (
    <input
      id={id}
      className="field"
      type={question.inputType}
      dir={question.inputType === "text" ? "auto" : undefined}
      value={question.value ?? ""}
      placeholder={question.renderedPlaceholder}
      min={question.renderedMin}
      max={question.renderedMax}
      step={isNumber ? (question.renderedStep ?? "any") : undefined}
      maxLength={typeof maximum === "number" ? maximum : undefined}
      autoComplete="off"
      required={question.isRequired}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      disabled={question.isReadOnly}
      onChange={(event) => {
        const text = event.target.value;
        if (text === "") question.clearValue();
        else question.value = isNumber ? Number(text) : text;
        onChange();
      }}
    />
  );
}

export function CommentAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionCommentModel }) {
  const maximum: unknown = question.getMaxLength();
  return (
    <textarea
      id={id}
      className="field"
      dir="auto"
      rows={question.rows}
      value={question.value ?? ""}
      placeholder={question.renderedPlaceholder}
      maxLength={typeof maximum === "number" ? maximum : undefined}
      required={question.isRequired}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      disabled={question.isReadOnly}
      onChange={(event) => {
        if (event.target.value === "") question.clearValue();
        else question.value = event.target.value;
        onChange();
      }}
    />
  );
}
