import { maximumOwnWordsCharacters, type QuestionScalesModel } from "@refract/collect/browser";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { moveRating, type ScaleMove } from "../scale/rating.ts";
import { Scale } from "../scale/scale.tsx";
import type { AnswerProps } from "./question-answer.ts";

/** Statements of a survey, each on one visual analogue scale. */
export function ScalesAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionScalesModel }) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const range = { minimum: question.minimum, maximum: question.maximum };
  const unrated = question.unratedRows;

  const move = (row: string, wanted: ScaleMove) => {
    const before = {
      value: question.handleOf(row),
      trace: { touched: question.isTouched(row), firstTouchMs: null, pathLength: 0 },
    };
    const { value } = moveRating(before, wanted, range, 0);
    if (value !== null) question.rate(row, value);
    onChange();
  };

  return (
    <ul className="statements">
      {question.scaleRows.map((row) => {
        const labelId = `${id}-${row.value}`;
        return (
          <li key={row.value}>
            {row.isOther ? (
              <label className="own-words">
                <span id={labelId} {...languageOf(row.text)}>
                  {row.text}
                </span>
                <input
                  className="field"
                  dir="auto"
                  value={question.ownWords}
                  placeholder={question.otherRowPlaceholder}
                  maxLength={maximumOwnWordsCharacters}
                  onChange={(event) => {
                    question.writeOwnWords(event.target.value);
                    onChange();
                  }}
                />
              </label>
            ) : (
              <p id={labelId} {...languageOf(row.text)}>
                {row.text}
              </p>
            )}
            <Scale
              id={`${labelId}-scale`}
              labelledBy={labelId}
              range={range}
              minimumLabel={question.minText}
              maximumLabel={question.maxText}
              value={question.handleOf(row.value)}
              touched={question.isTouched(row.value)}
              valueShown={!question.valueHidden}
              stateWords={row.isOther ? t("common.optional") : undefined}
              missing={isInvalid && unrated.includes(row.value)}
              required={question.isRequired && !row.isOther}
              errorId={describedBy}
              disabled={question.isReadOnly}
              onMove={(wanted) => move(row.value, wanted)}
              onRelease={() => undefined}
            />
          </li>
        );
      })}
    </ul>
  );
}
