import { maximumAnswerCharacters } from "@refract/collect/browser";
import type { QuestionCommentModel, QuestionTextModel } from "survey-core";
import type { AnswerProps } from "./question-answer.ts";

/** What the survey says, else what the server takes of any text. */
function longestText(question: QuestionTextModel | QuestionCommentModel): number {
  const maximum: unknown = question.getMaxLength();
  return typeof maximum === "number" ? maximum : maximumAnswerCharacters;
}

/** A line of text, a number, a date or a time. */
export function TextAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionTextModel }) {
  const isNumber = question.inputType === "number";
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
      maxLength={longestText(question)}
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
  return (
    <textarea
      id={id}
      className="field"
      dir="auto"
      rows={question.rows}
      data-auto-grow={question.autoGrow === true}
      value={question.value ?? ""}
      placeholder={question.renderedPlaceholder}
      maxLength={longestText(question)}
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
