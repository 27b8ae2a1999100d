import type { QuestionsView, SessionView } from "@refract/collect/browser";
import { hasVisibleText } from "@refract/core";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { useProblemTeller } from "../page/use-problem-teller.ts";
import { SavedTick } from "../participant/saved-tick.tsx";
import { useSession, useStageCommand } from "../participant/session-context.tsx";

interface FeedbackFormProps {
  readonly view: SessionView;
  readonly feedback: NonNullable<QuestionsView["feedback"]>;
  readonly conversationId: string;
  /** 0: no limit is known. */
  readonly maximumCharacters: number;
}

/** How long writing rests before it is saved. */
const restMs = 800;
/** How long it may go on without a rest. */
const longestMs = 2000;

/** Open feedback on the whole conversation, saved while it is written. */
export function FeedbackForm({ view, feedback, conversationId, maximumCharacters }: FeedbackFormProps) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const { memory, markUnsent, onHide } = useSession();
  const send = useStageCommand(view);
  const place = `feedback/${conversationId}`;
  const [text, setText] = useState(() => memory.draft(place) || feedback.text);
  useEffect(() => memory.watchDraft(place, setText), [memory, place]);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  /** Written, not on its way yet; since when. */
  const unsent = useRef<{ readonly text: string; readonly since: number } | null>(null);

  const save = () => {
    clearTimeout(timer.current);
    const written = unsent.current;
    if (written === null || (maximumCharacters > 0 && written.text.length > maximumCharacters)) return;
    unsent.current = null;
    markUnsent(place, false);
    void send({ type: "feedback.saved", text: written.text });
  };
  const latestSave = useRef(save);
  latestSave.current = save;
  useEffect(() => onHide(() => latestSave.current()), [onHide]);
  useEffect(
    () => () => {
      latestSave.current();
      markUnsent(place, false);
    },
    [markUnsent, place],
  );

  const excess = maximumCharacters === 0 ? 0 : text.length - maximumCharacters;
  const write = (next: string) => {
    setText(next);
    setProblem(null);
    memory.saveDraft(place, next);
    const now = performance.now();
    unsent.current = { text: next, since: unsent.current?.since ?? now };
    markUnsent(place, true);
    clearTimeout(timer.current);
    const left = longestMs - (now - unsent.current.since);
    timer.current = setTimeout(() => latestSave.current(), Math.max(0, Math.min(restMs, left)));
  };
  const tellProblem = useProblemTeller();
  const tell = (words: string) =>
    tellProblem({
      id: `${id}-problem`,
      words,
      show: () => setProblem(words),
      field: () => field.current,
    });
  const submit = async () => {
    clearTimeout(timer.current);
    if (feedback.required && !hasVisibleText(text)) {
      tell(t("feedback.empty"));
      return;
    }
    if (excess > 0) {
      tell(t("write.tooLong", { count: excess }));
      return;
    }
    if (busy) return;
    setBusy(true);
    unsent.current = null;
    const end = await send({ type: "feedback.submitted", text });
    setBusy(false);
    if (end === "done") memory.saveDraft(place, "");
  };

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <PageHeading title={`${t("feedback.heading")} · ${view.study.title}`}>
        {t("feedback.heading")}
      </PageHeading>
      <label htmlFor={id} className="lead">
        <span {...languageOf(feedback.prompt)}>{feedback.prompt}</span>
        {!feedback.required && <span className="optional"> {t("common.optional")}</span>}
      </label>
      {feedback.hint !== null && (
        <p id={`${id}-hint`} className="quiet" {...languageOf(feedback.hint)}>
          {feedback.hint}
        </p>
      )}
      <textarea
        ref={field}
        id={id}
        className="field"
        dir="auto"
        rows={6}
        value={text}
        required={feedback.required}
        aria-describedby={feedback.hint === null ? `${id}-problem` : `${id}-hint ${id}-problem`}
        aria-invalid={problem !== null}
        onChange={(event) => write(event.target.value)}
      />
      <p id={`${id}-problem`} className="missing">
        {problem}
      </p>
      <div className="row">
        <button type="submit" className="button primary" aria-disabled={busy}>
          {t("feedback.submit")}
        </button>
        <SavedTick />
      </div>
    </form>
  );
}
