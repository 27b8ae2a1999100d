import type { TaskFormatView } from "@refract/collect/browser";
import { readNumber } from "@refract/core";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { NumberNote } from "../number/number-note.tsx";
import type { AnswerFieldProps } from "./answer-field.tsx";
import { rangeWords } from "./range-words.ts";

interface NumberAnswerProps extends AnswerFieldProps {
  readonly format: Extract<TaskFormatView, { kind: "number" }>;
  readonly text: string;
}

/** A number with its unit: a text field with the number keys of a phone, since a wheel or an arrow must not change it. */
export function NumberAnswer({
  id,
  format,
  text,
  describedBy,
  missing,
  required,
  onValue,
}: NumberAnswerProps) {
  const languageOf = useTextLanguage();
  const { t, i18n } = useTranslation();
  const range = rangeWords(t, i18n.language, format);
  return (
    <div className="task-number">
      <input
        className="field"
        type="text"
        inputMode={keysOf(format)}
        autoComplete="off"
        maxLength={40}
        value={text}
        aria-labelledby={`${id}-question`}
        aria-describedby={`${id}-unit ${id}-range ${id}-read ${describedBy}`}
        aria-invalid={missing}
        required={required}
        onChange={(event) => onValue(event.target.value)}
      />
      <span id={`${id}-unit`} {...languageOf(format.unit ?? "")}>
        {format.unit}
      </span>
      <span id={`${id}-range`} className="small quiet">
        {range}
      </span>
      <NumberNote id={`${id}-read`} typed={text} value={readNumber(text, i18n.language)?.value ?? null} />
    </div>
  );
}

/** The digits of a phone have no minus. */
function keysOf({ whole, minimum }: NumberAnswerProps["format"]): "numeric" | "decimal" | "text" {
  if ((minimum ?? -1) < 0) return "text";
  return whole ? "numeric" : "decimal";
}
