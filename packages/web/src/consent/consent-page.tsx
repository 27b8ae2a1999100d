import type { ConsentView, SessionView } from "@refract/collect/browser";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { Dialog } from "../page/dialog.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { useProblemTeller } from "../page/use-problem-teller.ts";
import { useSession, useStageCommand } from "../participant/session-context.tsx";
import "./consent-pages.css";

interface ConsentPageProps {
  readonly view: SessionView;
  readonly stage: ConsentView;
  readonly onConsented: () => void;
}

/** The statements that a draft has ticked. */
function agreedIn(draft: string): Readonly<Record<string, boolean>> {
  return Object.fromEntries(draft.split("\n").map((statement) => [statement, true]));
}

/** A plain summary, the whole in short cards, one box a statement. */
export default function ConsentPage({ view, stage, onConsented }: ConsentPageProps) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const send = useStageCommand(view);
  const { memory } = useSession();
  const draftPlace = `consent/${view.stageIndex}`;
  const [agreed, setAgreed] = useState(() => agreedIn(memory.draft(draftPlace)));
  useEffect(() => memory.watchDraft(draftPlace, (text) => setAgreed(agreedIn(text))), [memory, draftPlace]);
  const agree = (statement: string, isAgreed: boolean) => {
    const next = { ...agreed, [statement]: isAgreed };
    setAgreed(next);
    const ticked = Object.keys(next).filter((key) => next[key] === true);
    memory.saveDraft(draftPlace, ticked.join("\n"));
  };
  const [tried, setTried] = useState(false);
  const [declining, setDeclining] = useState(false);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problemId = useId();
  const missing = stage.statements.filter((statement) => statement.required && agreed[statement.id] !== true);

  const tellProblem = useProblemTeller();
  const problem = t("consent.missing", { count: missing.length });
  const submit = async () => {
    const [first] = missing;
    if (first !== undefined) {
      tellProblem({
        id: problemId,
        words: problem,
        show: () => setTried(true),
        field: () => form.current?.querySelector<HTMLInputElement>(`[data-statement="${first.id}"]`),
      });
      return;
    }
    if (busy) return;
    setBusy(true);
    const statements = Object.fromEntries(stage.statements.map(({ id }) => [id, agreed[id] === true]));
    const end = await send({ type: "consent.given", statements });
    setBusy(false);
    if (end !== "done") return;
    memory.saveDraft(draftPlace, "");
    onConsented();
  };

  return (
    <div className="column consent">
      <PageHeading title={`${t("consent.heading")} · ${view.study.title}`}>
        {t("consent.heading")}
      </PageHeading>
      {stage.summary !== null && (
        <section className="consent-summary" aria-label={t("consent.summary")}>
          <Markdown text={stage.summary} />
        </section>
      )}
      {stage.cards.length > 0 && (
        <ol className="consent-cards">
          {stage.cards.map((card) => (
            <li key={card.title}>
              <h2 {...languageOf(card.title)}>{card.title}</h2>
              <Markdown text={card.text} />
            </li>
          ))}
        </ol>
      )}
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <fieldset className="plain-fieldset" aria-describedby={problemId}>
          <legend>
            <h2>{t("consent.agreeHeading")}</h2>
          </legend>
          {stage.statements.map((statement) => (
            <label key={statement.id} className="tick" data-missing={tried && missing.includes(statement)}>
              <input
                type="checkbox"
                data-statement={statement.id}
                checked={agreed[statement.id] === true}
                required={statement.required}
                aria-invalid={tried && missing.includes(statement)}
                onChange={(event) => agree(statement.id, event.target.checked)}
              />
              <span>
                <span {...languageOf(statement.text)}>{statement.text}</span>
                {!statement.required && <span className="optional"> {t("common.optional")}</span>}
              </span>
            </label>
          ))}
        </fieldset>
        <p id={problemId} className="missing">
          {tried && missing.length > 0 && problem}
        </p>
        <div className="row">
          <button type="submit" className="button primary" aria-disabled={busy}>
            {t("consent.agree")}
          </button>
          <button type="button" className="button plain" onClick={() => setDeclining(true)}>
            {t("consent.decline")}
          </button>
        </div>
      </form>
      {declining && (
        <Dialog title={t("consent.declineTitle")} onClose={() => setDeclining(false)}>
          <p>{t("consent.declineText")}</p>
          <div className="row">
            <button
              type="button"
              className="button danger"
              onClick={() => {
                setDeclining(false);
                void send({ type: "consent.declined" });
              }}
            >
              {t("consent.declineConfirm")}
            </button>
            <button type="button" className="button" onClick={() => setDeclining(false)}>
              {t("consent.declineBack")}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
