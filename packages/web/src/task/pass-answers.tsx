import type { TaskFormatView, TaskItemView, TaskView } from "@refract/collect/browser";
import { useTranslation } from "react-i18next";
import { isPickOne, isSamePass, type Pass, passKey } from "./item-answer.ts";
import { OptionTick } from "./option-tick.tsx";

/** A way past the question. */
export interface PassOption {
  readonly pass: Pass;
  readonly text: string;
  /** Whether its text is the page's own and not the study's. */
  readonly isOurs: boolean;
}

type Translate = ReturnType<typeof useTranslation>["t"];

/** The opt-out answers of the item, and the passes that the stage allows. */
export function passesOf(item: TaskItemView, stage: TaskView, t: Translate): readonly PassOption[] {
  const passes: PassOption[] = item.optOuts.map(({ id, text }) => ({
    pass: { kind: "opt-out", option: id },
    text,
    isOurs: false,
  }));
  if (stage.mayDecline)
    passes.push({
      pass: { kind: "pass", reason: "prefer-not-to-say" },
      text: t("task.decline"),
      isOurs: true,
    });
  if (stage.maySkip)
    passes.push({ pass: { kind: "pass", reason: "skipped" }, text: t("task.skip"), isOurs: true });
  return passes;
}

interface PassAnswersProps {
  readonly id: string;
  readonly format: TaskFormatView;
  /** Whether the question is the name of its field alone, so that these want a name of their own. */
  readonly isApart: boolean;
  readonly passes: readonly PassOption[];
  readonly picked: Pass | null;
  /** The number key of the first. */
  readonly firstKey: number;
  /** Whether number keys pick. */
  readonly hasKeys: boolean;
  readonly language: string;
  readonly onPick: (pass: Pass) => void;
}

/** Beside circles they are circles of the same question; elsewhere boxes, of which one can be ticked. */
export function PassAnswers(props: PassAnswersProps) {
  const { id, format, isApart, passes, picked, firstKey, hasKeys, language, onPick } = props;
  const { t } = useTranslation();
  if (passes.length === 0) return null;
  const ticks = passes.map(({ pass, text, isOurs }, index) => (
    <OptionTick
      key={passKey(pass)}
      type={isPickOne(format) ? "radio" : "checkbox"}
      name={id}
      text={text}
      language={isOurs ? language : undefined}
      checked={isSamePass(picked, pass)}
      shortcut={hasKeys ? firstKey + index : null}
      onPick={() => onPick(pass)}
    />
  ));
  if (!isApart) return <div className="passes">{ticks}</div>;
  return (
    <fieldset className="plain-fieldset passes">
      <legend className="visually-hidden" lang={language} dir="auto">
        {t("task.instead")}
      </legend>
      {ticks}
    </fieldset>
  );
}
