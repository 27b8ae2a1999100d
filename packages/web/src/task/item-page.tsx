import type { SessionView, TaskItemView, TaskView } from "@refract/collect/browser";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { directionOf } from "../language/language-names.ts";
import { TextLanguagesProvider, useTextLanguage } from "../language/text-languages.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { isComposing, isTyping } from "../page/is-typing.ts";
import { NumberKeysSwitch, useNumberKeys } from "../page/number-keys.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { useProblemTeller } from "../page/use-problem-teller.ts";
import { SavedTick } from "../participant/saved-tick.tsx";
import { useSession, useSnapshot, useStageCommand } from "../participant/session-context.tsx";
import { useBackStep } from "../participant/use-back-step.ts";
import { AnswerField } from "./answer-field.tsx";
import {
  type Entered,
  enteredFrom,
  type Lack,
  optionIds,
  type Pass,
  pickOption,
  pickPass,
  responseOf,
} from "./item-answer.ts";
import { draftPlace, readDraft } from "./item-draft.ts";
import { PassAnswers, passesOf } from "./pass-answers.tsx";
import { rangeWords } from "./range-words.ts";
import { Stimulus } from "./stimulus.tsx";
import { useItemDraft } from "./use-item-draft.ts";

interface ItemPageProps {
  readonly view: SessionView;
  readonly stage: TaskView;
  readonly item: TaskItemView;
  readonly stageId: string;
}

/** One item: what it shows, its question, and an answer that is sent when the person goes on. */
export function ItemPage({ view, stage, item, stageId }: ItemPageProps) {
  const languageOf = useTextLanguage();
  const { t, i18n } = useTranslation();
  const { memory } = useSession();
  const { pending } = useSnapshot();
  const send = useStageCommand(view);
  const place = draftPlace(stageId, item);
  const [draft] = useState(() => readDraft(memory.draft(place), item));
  /** A number that is saved, as it was typed. */
  const typedPlace = `${place}/typed`;
  const given = enteredFrom(item.format, stage.given, i18n.language, memory.draft(typedPlace));
  const [entered, setEntered] = useState<Entered>(() => draft?.entered ?? given);
  useEffect(
    () =>
      memory.watchDraft(place, (text) => {
        const other = readDraft(text, item);
        if (other !== null) setEntered(other.entered);
      }),
    [memory, place, item],
  );
  const { keep, times, leave, forget } = useItemDraft(place, draft, entered);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const keys = useNumberKeys();
  const id = useId();
  const tellProblem = useProblemTeller();
  // Also after a reload, while what was sent before it is on its way.
  const busy = pending > 0;

  const isUnsent = JSON.stringify(entered) !== JSON.stringify(given);

  const response = responseOf(item.format, entered, i18n.language);
  const lack = typeof response === "string" ? response : null;
  const passes = passesOf(item, stage, t);
  const choices = optionIds(item.format);
  const isRequired = passes.length === 0;
  const ownLanguage = i18n.resolvedLanguage ?? view.language;
  const change = (next: Entered) => {
    if (busy) return;
    setEntered(next);
    keep(next);
  };
  const onOption = (option: string) => change(pickOption(item.format, entered, option));
  const onPass = (pass: Pass) => change(pickPass(item.format, entered, pass));

  const goOn = async () => {
    if (busy) return;
    if (typeof response === "string") {
      tellProblem({
        id: `${id}-missing`,
        words: lackWords(t, i18n.language, response, item),
        show: () => setTried(true),
        field: () => fieldOf(form.current),
      });
      return;
    }
    // Before it is sent: with the last answer the visit may end, and nothing stays on the device after that.
    const isNumber = item.format.kind === "number" && typeof entered.value === "string";
    memory.saveDraft(typedPlace, isNumber ? entered.value : "");
    const end = await send({ type: "task.answered", item: item.id, response, ...times() });
    if (end === "done") forget();
  };
  const goBack = () => {
    if (busy) return;
    leave();
    void send({ type: "task.returned", item: item.id });
  };

  useBackStep(`task/${stageId}/${stage.place}`, stage.mayGoBack && stage.place > 0 ? goBack : null);

  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.repeat || event.defaultPrevented || isElsewhere(event.target)) return;
    if (isComposing(event)) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && (command || !takesEnter(event.target))) {
      event.preventDefault();
      form.current?.requestSubmit();
      return;
    }
    if (!keys.areOn || command || isTyping(event.target) || !/^[1-9]$/.test(event.key)) return;
    const index = Number(event.key) - 1;
    const option = choices[index];
    const pass = passes[index - choices.length];
    if (option !== undefined) onOption(option);
    else if (pass !== undefined) onPass(pass.pass);
    else return;
    event.preventDefault();
  };
  const latestKey = useRef(onKey);
  latestKey.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latestKey.current(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);

  const number = t("task.number", { number: stage.place + 1, count: stage.count });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void goOn();
  };
  return (
    <div className="column task">
      <div className="task-place">
        <PageHeading title={`${number} · ${view.study.title}`}>{number}</PageHeading>
        <span className="task-bar" aria-hidden="true">
          <span style={{ inlineSize: `${(100 * stage.place) / stage.count}%` }} />
        </span>
      </div>
      {stage.instruction !== null && (
        <details className="task-instruction">
          <summary className="small quiet">{t("task.instruction")}</summary>
          <Markdown text={stage.instruction} />
        </details>
      )}
      <form ref={form} noValidate onSubmit={submit}>
        <TextLanguagesProvider language={item.language ?? view.language} others={view.otherLanguages}>
          <div
            className="stack-wide"
            lang={item.language ?? undefined}
            dir={item.language === null ? undefined : directionOf(item.language)}
          >
            {item.guidance !== null && (
              <p id={`${id}-guidance`} className="quiet task-guidance">
                {item.guidance}
              </p>
            )}
            <Stimulus parts={item.stimulus} />
            <QuestionGroup
              isField={hasOneField(item.format)}
              titleId={`${id}-question`}
              title={
                <>
                  <span {...(item.language === null ? languageOf(item.question) : { dir: "auto" })}>
                    {item.question}
                  </span>
                  {isRequired && isManyFields(item.format) && (
                    <span className="visually-hidden" lang={ownLanguage} dir="auto">
                      {" "}
                      {t("common.required")}
                    </span>
                  )}
                </>
              }
              isLong={item.question.length > 160}
              describedBy={describedByOf(item, id)}
            >
              <AnswerField
                id={id}
                item={item}
                entered={entered}
                describedBy={`${id}-missing`}
                missing={tried && lack !== null}
                required={isRequired}
                hasKeys={keys.areOn}
                onOption={onOption}
                onValue={(value) => change({ value, pass: null })}
              />
              <PassAnswers
                id={id}
                format={item.format}
                isApart={hasOneField(item.format)}
                passes={passes}
                picked={entered.pass}
                firstKey={choices.length + 1}
                language={ownLanguage}
                hasKeys={keys.areOn}
                onPick={onPass}
              />
            </QuestionGroup>
          </div>
        </TextLanguagesProvider>
        <p id={`${id}-missing`} className="missing">
          {tried && lack !== null && lackWords(t, i18n.language, lack, item)}
        </p>
        <div className="row">
          <button id={`${id}-go-on`} type="submit" className="button primary" aria-disabled={busy}>
            {t("common.continue")}
          </button>
          {stage.mayGoBack && stage.place > 0 && (
            <button type="button" className="button plain" aria-disabled={busy} onClick={goBack}>
              {t("common.back")}
            </button>
          )}
          {/* Not beside an answer that is not sent yet. */}
          {(busy || !isUnsent) && <SavedTick />}
        </div>
        {(choices.length > 0 || passes.length > 0) && <NumberKeysSwitch keys={keys} />}
      </form>
    </div>
  );
}

interface QuestionGroupProps {
  readonly isField: boolean;
  readonly titleId: string;
  readonly title: ReactNode;
  readonly isLong: boolean;
  readonly describedBy: string | undefined;
  readonly children: ReactNode;
}

/** The question names the one field that answers it, or else the group of its fields: never both, or it is read twice. */
function QuestionGroup({ isField, titleId, title, isLong, describedBy, children }: QuestionGroupProps) {
  const named = { id: titleId, className: "question-title", "data-long": isLong };
  return isField ? (
    <div className="task-question">
      <p {...named}>{title}</p>
      {children}
    </div>
  ) : (
    <fieldset className="plain-fieldset task-question" aria-describedby={describedBy}>
      <legend {...named}>{title}</legend>
      {children}
    </fieldset>
  );
}

/** A line, a number or one text. */
function hasOneField(format: TaskItemView["format"]): boolean {
  return format.kind === "vas" || format.kind === "number" || (format.kind === "text" && format.slots === 1);
}

/** Boxes and buttons of which some have to be used; of circles and fields each says so itself. */
function isManyFields({ kind }: TaskItemView["format"]): boolean {
  return kind === "several" || kind === "ranking";
}

/** What is said once on the way into the question: what holds for all of its fields, and what is wrong. */
function describedByOf({ format }: TaskItemView, id: string): string | undefined {
  if (hasOneField(format)) return undefined;
  if (format.kind === "text") return `${id}-hint`;
  return isManyFields(format) ? `${id}-hint ${id}-missing` : `${id}-missing`;
}

/** A dialog or the frame's own fields. */
function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("header, footer, dialog") !== null;
}

/** What does something of its own on Enter; a form's fields submit it by themselves. */
function takesEnter(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("button, a, summary, textarea, select, input") !== null
  );
}

/** The first field of the answer, by keyboard. */
function fieldOf(form: HTMLFormElement | null): HTMLElement | null | undefined {
  return form?.querySelector<HTMLElement>(
    ".task-question :is(input, textarea, [role=slider], .ranking-choice):not([aria-disabled=true])",
  );
}

type Translate = ReturnType<typeof useTranslation>["t"];

function lackWords(t: Translate, language: string, lack: Lack, { format }: TaskItemView): string {
  if (lack !== "number" || format.kind !== "number") return t(`task.missing.${lack}`);
  const range = rangeWords(t, language, format);
  if (range === null) return t(format.whole ? "task.missing.wholeNumber" : "task.missing.number");
  return t(format.whole ? "task.missing.wholeNumberRange" : "task.missing.numberRange", { range });
}
