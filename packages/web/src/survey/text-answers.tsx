import { maximumAnswerCharacters } from "@refract/collect/browser";
import { readNumber } from "@refract/core";
import { useTranslation } from "react-i18next";
import type { QuestionCommentModel, QuestionTextModel } from "survey-core";
import { NumberNote } from "../number/number-note.tsx";
import { shownNumber } from "../number/number-text.ts";
import type { AnswerProps } from "./question-answer.ts";
import { useSurveyEntries } from "./survey-entries.ts";

/** What the survey says, else what the server takes of any text. */
function longestText(question: QuestionTextModel | QuestionCommentModel): number {
  const maximum: unknown = question.getMaxLength();
  return typeof maximum === "number" ? maximum : maximumAnswerCharacters;
}

/** A line of text, a date or a time. */
export function TextAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionTextModel }) {
  return (
    <input
      id={id}
      className="field"
      type={question.inputType}
      dir={question.inputType === "text" ? "auto" : undefined}
      value={question.value ?? ""}
      placeholder={question.renderedPlaceholder}
      min={question.renderedMin}
      // The library's own limit keeps years to four digits, of which browsers take six.
      max={question.renderedMax}
      maxLength={longestText(question)}
      autoComplete="off"
      required={question.isRequired}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      disabled={question.isReadOnly}
      onChange={(event) => {
        const text = event.target.value;
        if (text === "") question.clearValue();
        else question.value = text;
        onChange();
      }}
    />
  );
}

/**
 * A number, in a field for text: a wheel or an arrow must not change it, and people write commas and the digits of their
 * script. What is typed stays as it is typed; it is an answer once it can be read.
 */
export function NumberAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionTextModel }) {
  const { typed } = useSurveyEntries();
  const { i18n } = useTranslation();
  const value: unknown = question.value;
  const number = typeof value === "number" ? value : null;
  const text = shownNumber(typed.get(question.name), number, i18n.language);
  const isWhole = Number(question.step) === 1;
  const isPositive = typeof question.renderedMin === "number" && question.renderedMin >= 0;
  return (
    <>
      <input
        id={id}
        className="field"
        type="text"
        inputMode={!isPositive ? "text" : isWhole ? "numeric" : "decimal"}
        value={text}
        placeholder={question.renderedPlaceholder}
        maxLength={40}
        autoComplete="off"
        required={question.isRequired}
        aria-invalid={isInvalid}
        aria-describedby={`${id}-read ${describedBy}`.trim()}
        disabled={question.isReadOnly}
        onChange={(event) => {
          typed.set(question.name, event.target.value);
          const reading = readNumber(event.target.value, i18n.language);
          if (reading === null) question.clearValue();
          else question.value = reading.value;
          onChange();
        }}
      />
      <NumberNote id={`${id}-read`} typed={text} value={number} />
    </>
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
