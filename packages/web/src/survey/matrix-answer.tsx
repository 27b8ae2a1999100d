import type { QuestionMatrixModel } from "survey-core";
import { useTextLanguage } from "../language/text-languages.tsx";
import type { AnswerProps } from "./question-answer.ts";

/**
 * Statements with the same choices each. Every row is a group of its own with its statement as the name, and every choice
 * carries its words, so that nothing has to be looked up in a head row that is out of sight.
 */
export function MatrixAnswer({
  question,
  id,
  isInvalid,
  onChange,
}: AnswerProps & { readonly question: QuestionMatrixModel }) {
  const languageOf = useTextLanguage();
  // Rows are looked up by name, and one may be called as something that every object has.
  const chosen = new Map<string, unknown>(Object.entries(question.value ?? {}));
  return (
    <div className="matrix">
      {question.visibleRows.map((row, place) => {
        const isMissing = isInvalid && !chosen.has(row.name);
        return (
          <fieldset key={row.name} className="matrix-row plain-fieldset" data-invalid={isMissing}>
            <legend className="matrix-statement" {...languageOf(row.text)}>
              {row.text}
            </legend>
            <div className="matrix-columns">
              {question.visibleColumns.map((column) => (
                <label key={String(column.value)} className="tick matrix-tick">
                  <input
                    type="radio"
                    name={`${id}-${place}`}
                    checked={chosen.get(row.name) === column.value}
                    disabled={question.isReadOnly}
                    required={question.isRequired}
                    aria-invalid={isMissing}
                    onChange={() => {
                      question.value = Object.fromEntries([...chosen, [row.name, column.value]]);
                      onChange();
                    }}
                  />
                  <span {...languageOf(column.text)}>{column.text}</span>
                </label>
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
