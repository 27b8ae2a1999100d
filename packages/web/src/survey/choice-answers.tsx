import { maximumAnswerCharacters } from "@refract/collect/browser";
import { hasVisibleText } from "@refract/core";
import type { CSSProperties } from "react";
import {
  type QuestionBooleanModel,
  QuestionCheckboxModel,
  type QuestionDropdownModel,
  type QuestionRadiogroupModel,
  type QuestionSelectBase,
} from "survey-core";
import { useTextLanguage } from "../language/text-languages.tsx";
import type { AnswerProps } from "./question-answer.ts";

const columnStyle = (columns: number): CSSProperties & Record<"--columns", number> => ({
  "--columns": Math.max(1, columns),
});

/** Choices to tick: one (radio) or several (boxes), with own words where there is an "other". */
export function ChoiceAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionRadiogroupModel | QuestionCheckboxModel }) {
  const languageOf = useTextLanguage();
  const isMany = question instanceof QuestionCheckboxModel;
  const isChoiceWrong = isInvalid && !lacksOwnWords(question);
  return (
    <>
      <div className="choices" data-columns={question.colCount} style={columnStyle(question.colCount)}>
        {question.visibleChoices.map((item) => (
          <label key={String(item.value)} className="tick">
            <input
              type={isMany ? "checkbox" : "radio"}
              name={id}
              checked={question.isItemSelected(item)}
              disabled={question.isReadOnly || !item.isEnabled}
              required={!isMany && question.isRequired}
              aria-invalid={isChoiceWrong}
              onChange={(event) => {
                if (question instanceof QuestionCheckboxModel)
                  question.clickItemHandler(item, event.target.checked);
                else question.clickItemHandler(item);
                onChange();
              }}
            />
            <span {...languageOf(item.text)}>{item.text}</span>
          </label>
        ))}
      </div>
      <OwnWords question={question} onChange={onChange} isInvalid={isInvalid} describedBy={describedBy} />
    </>
  );
}

/** A list to pick from: the platform's own, which every phone and screen reader knows. */
export function DropdownAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionDropdownModel }) {
  const languageOf = useTextLanguage();
  const items = question.visibleChoices;
  const chosen = items.findIndex((item) => question.isItemSelected(item));
  return (
    <>
      <select
        id={id}
        className="field"
        value={chosen}
        required={question.isRequired}
        aria-invalid={isInvalid && !lacksOwnWords(question)}
        aria-describedby={describedBy}
        disabled={question.isReadOnly}
        onChange={(event) => {
          const item = items[Number(event.target.value)];
          if (item === undefined) question.clearValue();
          else question.renderedValue = item.value;
          onChange();
        }}
      >
        {(question.allowClear || chosen < 0) && <option value={-1}>{question.placeholder}</option>}
        {items.map((item, index) => (
          <option key={String(item.value)} value={index} {...languageOf(item.text)}>
            {item.text}
          </option>
        ))}
      </select>
      <OwnWords question={question} onChange={onChange} isInvalid={isInvalid} describedBy={describedBy} />
    </>
  );
}

interface OwnWordsProps {
  readonly question: QuestionSelectBase;
  readonly onChange: () => void;
  readonly isInvalid: boolean;
  readonly describedBy: string;
}

/** Whether it is the field of own words that is wrong, and not the choice of it. */
function lacksOwnWords(question: QuestionSelectBase): boolean {
  return question.isOtherSelected && !hasVisibleText(String(question.otherValue ?? ""));
}

function OwnWords({ question, onChange, isInvalid, describedBy }: OwnWordsProps) {
  if (!question.isOtherSelected) return null;
  return (
    <input
      className="field own-words"
      type="text"
      dir="auto"
      value={question.otherValue ?? ""}
      placeholder={question.otherPlaceholder}
      maxLength={maximumAnswerCharacters}
      aria-label={question.otherText}
      required
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      disabled={question.isReadOnly}
      onChange={(event) => {
        question.otherValue = event.target.value;
        onChange();
      }}
    />
  );
}

export function BooleanAnswer({
  question,
  id,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionBooleanModel }) {
  const languageOf = useTextLanguage();
  const options = [
    { value: true, label: question.labelTrue },
    { value: false, label: question.labelFalse },
  ];
  return (
    <div className="choices" style={columnStyle(2)}>
      {options.map((option) => (
        <label key={String(option.value)} className="tick">
          <input
            type="radio"
            name={id}
            checked={question.value === option.value}
            required={question.isRequired}
            aria-invalid={isInvalid}
            disabled={question.isReadOnly}
            onChange={() => {
              question.value = option.value;
              onChange();
            }}
          />
          <span {...languageOf(option.label)}>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
