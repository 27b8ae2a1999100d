import type { TaskFormatView, TaskItemView, TaskOptionView } from "@refract/collect/browser";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { beginRating, moveRating } from "../scale/rating.ts";
import { Scale } from "../scale/scale.tsx";
import { type Entered, type EnteredValue, listOf } from "./item-answer.ts";
import { NumberAnswer } from "./number-answer.tsx";
import { OptionTick } from "./option-tick.tsx";
import { RankingAnswer } from "./ranking-answer.tsx";
import { TextsAnswer } from "./texts-answer.tsx";

/** What every field of an answer gets from its item. */
export interface AnswerFieldProps {
  /** Stem of ids; `ID-question` names the question, `ID-go-on` the button that sends. */
  readonly id: string;
  readonly item: TaskItemView;
  readonly entered: Entered;
  readonly describedBy: string;
  readonly missing: boolean;
  /** Whether there is no way past the question. */
  readonly required: boolean;
  /** Whether number keys pick. */
  readonly hasKeys: boolean;
  readonly onOption: (option: string) => void;
  readonly onValue: (value: EnteredValue) => void;
}

/** The field of an item's format. */
export function AnswerField(props: AnswerFieldProps) {
  const { t } = useTranslation();
  const { id, entered, missing, onValue } = props;
  const { format } = props.item;
  // A mark, a choice and an order are put aside by a pass; a text stays in sight.
  const value = entered.pass === null ? entered.value : null;
  switch (format.kind) {
    case "choice":
    case "likert":
    case "several":
      return <OptionsAnswer {...props} kind={format.kind} options={format.options} value={value} />;
    case "true-false":
      return (
        <OptionsAnswer
          {...props}
          kind={format.kind}
          options={[
            { id: "true", text: t("task.true") },
            { id: "false", text: t("task.false") },
          ]}
          value={value}
        />
      );
    case "ranking":
      return (
        <RankingAnswer
          digitsPick={props.hasKeys}
          id={id}
          options={format.options}
          order={listOf(value)}
          onPlace={props.onOption}
          onOrder={onValue}
        />
      );
    case "vas": {
      const mark = typeof value === "number" ? value : null;
      const range = { minimum: format.minimum, maximum: format.maximum };
      return (
        <Scale
          id={`${id}-line`}
          labelledBy={`${id}-question`}
          range={range}
          minimumLabel={format.low}
          maximumLabel={format.high}
          value={mark}
          touched={mark !== null}
          missing={missing}
          required={props.required}
          errorId={props.describedBy}
          stateWords={t("task.notMarked")}
          onMove={(move) =>
            onValue(moveRating(beginRating(mark, mark !== null, "none"), move, range, 0).value)
          }
          onRelease={() => undefined}
        />
      );
    }
    case "number":
      return (
        <NumberAnswer
          {...props}
          format={format}
          text={typeof entered.value === "string" ? entered.value : ""}
        />
      );
    case "text":
      return <TextsAnswer {...props} format={format} texts={listOf(entered.value)} />;
  }
}

interface OptionsAnswerProps extends AnswerFieldProps {
  readonly kind: TaskFormatView["kind"];
  readonly options: readonly TaskOptionView[];
  readonly value: EnteredValue;
}

/** Characters of a label, and of a word of it, that a fifth of a line has room for. */
const longestAcross = { label: 30, word: 13 };

/** Circles, or boxes where several may be chosen. A short scale stands in one line where there is room. */
function OptionsAnswer(props: OptionsAnswerProps) {
  const { id, kind, options, value, missing, required, hasKeys, onOption } = props;
  const { t } = useTranslation();
  const isMany = kind === "several";
  const isAcross = kind === "likert" && options.length <= 5 && options.every(({ text }) => fitsAcross(text));
  const style: CSSProperties & Record<"--options", number> = { "--options": options.length };
  return (
    <>
      {isMany && (
        <p id={`${id}-hint`} className="small quiet task-hint">
          {t("task.several")}
        </p>
      )}
      <div className="task-options" data-across={isAcross} style={style}>
        {options.map((option, index) => (
          <OptionTick
            key={option.id}
            type={isMany ? "checkbox" : "radio"}
            name={id}
            text={option.text}
            label={option.label}
            checked={isMany ? listOf(value).includes(option.id) : value === option.id}
            invalid={missing}
            required={!isMany && required}
            shortcut={hasKeys ? index + 1 : null}
            onPick={() => onOption(option.id)}
          />
        ))}
      </div>
    </>
  );
}

function fitsAcross(text: string): boolean {
  return (
    text.length <= longestAcross.label && text.split(/\s+/).every((word) => word.length <= longestAcross.word)
  );
}
