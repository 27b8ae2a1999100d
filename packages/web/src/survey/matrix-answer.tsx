import type { QuestionMatrixModel } from "survey-core";
import type { AnswerProps } from "./question-answer.ts";

/**
 * Statements with the same choices each. Every row is a group of its own with its statement as the name, and every choice
 * carries its words, so that nothing has to be looked up in a head row that is out of sight.
 */
export function MatrixAnswer({
  question,
  id,
  describedBy,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionMatrixModel }) {
  return (
    <div className="matrix">
      {question.visibleRows.map((row, place) => {
        const isMissing = isInvalid && question.isRequired !== false && row.isValueEmpty(row.value);
        return (
          <fieldset key={row.name} className="matrix-row plain-fieldset" data-invalid={isMissing}>
            <legend className="matrix-statement" dir="auto">
              {row.text}
            </legend>
            <div className="matrix-columns">
              {question.visibleColumns.map((column) => (
                <label key={String(column.value)} className="tick matrix-tick">
                  <input
                    type="radio"
                    name={`${id}-${place}`}
                    checked={row.value === column.value}
                    disabled={question.isReadOnly}
                    required={question.eachRowRequired}
                    aria-invalid={isMissing}
                    aria-describedby={describedBy}
                    onChange={() => {
                      row.value = column.value;
                      onChange();
                    }}
                  />
                  <span dir="auto">{column.text}</span>
                </label>
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
