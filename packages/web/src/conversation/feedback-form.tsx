import type { QuestionsView, SessionView } from "@refract/collect/browser";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../page/page-heading.tsx";
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
const restMs = 1200;

/** Open feedback on the whole conversation, saved while it is written. */
export function FeedbackForm({ view, feedback, conversationId, maximumCharacters }: FeedbackFormProps) {
  const { t } = useTranslation();
  const { memory } = useSession();
  const send = useStageCommand(view);
  const place = `feedback/${conversationId}`;
  const [text, setText] = useState(() => memory.draft(place) || feedback.text);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => () => clearTimeout(timer.current), []);

  const excess = maximumCharacters === 0 ? 0 : text.length - maximumCharacters;
  const write = (next: string) => {
    setText(next);
    setProblem(null);
    memory.saveDraft(place, next);
    clearTimeout(timer.current);
    if (maximumCharacters === 0 || next.length <= maximumCharacters)
      timer.current = setTimeout(() => void send({ type: "feedback.saved", text: next }), restMs);
  };
  const submit = async () => {
    clearTimeout(timer.current);
    if (feedback.required && text.trim() === "") setProblem(t("feedback.empty"));
    else if (excess > 0) setProblem(t("write.tooLong", { count: excess }));
    else {
      if (busy) return;
      setBusy(true);
      const end = await send({ type: "feedback.submitted", text });
      setBusy(false);
      if (end === "done") memory.saveDraft(place, "");
      return;
    }
    field.current?.focus();
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
      <label htmlFor={id} className="lead" dir="auto">
        {feedback.prompt}
      </label>
      {feedback.hint !== null && (
        <p id={`${id}-hint`} className="quiet" dir="auto">
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
        aria-describedby={feedback.hint === null ? `${id}-problem` : `${id}-hint ${id}-problem`}
        aria-invalid={problem !== null}
        onChange={(event) => write(event.target.value)}
      />
      <p id={`${id}-problem`} role="alert" className="missing">
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
