import { useTranslation } from "react-i18next";
import type { QuestionRatingModel } from "survey-core";
import { useTextLanguage } from "../language/text-languages.tsx";
import type { AnswerProps } from "./question-answer.ts";

/** More steps than this are picked from a list, unless the survey wants buttons. */
const mostButtons = 20;

export function isLongRating(question: QuestionRatingModel): boolean {
  if (question.displayMode === "dropdown") return true;
  return question.displayMode !== "buttons" && question.visibleRateValues.length > mostButtons;
}

/** Steps between two words, one to pick. */
export function RatingAnswer(props: AnswerProps & { readonly question: QuestionRatingModel }) {
  return isLongRating(props.question) ? <RatingList {...props} /> : <RatingButtons {...props} />;
}

function RatingList({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionRatingModel }) {
  const { t } = useTranslation();
  const steps = question.visibleRateValues;
  const chosen = steps.findIndex((step) => step.value === question.value);
  const words = [question.minRateDescription, question.maxRateDescription];
  const label = (place: number, text: string) => {
    const word = words[place === 0 ? 0 : place === steps.length - 1 ? 1 : 2] ?? "";
    return word === "" ? text : `${text} – ${word}`;
  };
  return (
    <select
      id={id}
      className="field"
      value={chosen}
      required={question.isRequired}
      aria-invalid={isInvalid}
      aria-describedby={describedBy}
      disabled={question.isReadOnly}
      onChange={(event) => {
        const step = steps[Number(event.target.value)];
        if (step === undefined) question.clearValue();
        else question.value = step.value;
        onChange();
      }}
    >
      <option value={-1}>{t("form.placeholder")}</option>
      {steps.map((step, place) => (
        <option key={String(step.value)} value={place}>
          {label(place, step.text)}
        </option>
      ))}
    </select>
  );
}

function RatingButtons({
  question,
  id,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionRatingModel }) {
  const languageOf = useTextLanguage();
  return (
    <div className="steps">
      <span className="small quiet" id={`${id}-low`} {...languageOf(question.minRateDescription)}>
        {question.minRateDescription}
      </span>
      <div className="steps-row">
        {question.visibleRateValues.map((item) => (
          <label key={String(item.value)} className="step">
            <input
              type="radio"
              name={id}
              checked={question.value === item.value}
              required={question.isRequired}
              aria-invalid={isInvalid}
              disabled={question.isReadOnly}
              onChange={() => {
                question.value = item.value;
                onChange();
              }}
            />
            <span>{item.text}</span>
          </label>
        ))}
      </div>
      <span className="small quiet" id={`${id}-high`} {...languageOf(question.maxRateDescription)}>
        {question.maxRateDescription}
      </span>
    </div>
  );
}
