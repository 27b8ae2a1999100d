import type { Landing, SessionView } from "@refract/collect/browser";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { participantApi } from "../http/participant-api.ts";
import type { Outcome } from "../http/request.ts";
import { showLanguage } from "../language/interface-language.ts";
import { chooseLanguage } from "../language/language-names.ts";
import { reasonWords } from "../language/reason-words.ts";
import { PageHeading } from "../page/page-heading.tsx";
import { StudyFrame } from "../page/study-frame.tsx";
import { panelIdentity } from "./entry-address.ts";
import "./landing-page.css";

interface LandingPageProps {
  readonly landing: Landing;
  readonly onEntered: (view: SessionView, begin: "new" | "continue") => Promise<void>;
  /** The entry token is spent or too old. */
  readonly onStale: () => void;
}

/** Study name, time, pay, who asks; then in. */
export function LandingPage({ landing, onEntered, onStale }: LandingPageProps) {
  const { t, i18n } = useTranslation();
  const { study } = landing;
  const language = chooseLanguage(study.languages, [i18n.language]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [code, setCode] = useState("");
  const codeId = useId();

  const texts = study.texts[language] ?? Object.values(study.texts)[0];
  const title = texts?.title ?? study.id;
  const panel = panelIdentity(window.location.search, study);
  const missingPanel = study.panelRequired && panel === null;

  const follow = async (ask: () => Promise<Outcome<SessionView>>, begin: "new" | "continue") => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const outcome = await ask();
    setBusy(false);
    switch (outcome.kind) {
      case "ok":
        // The panel's id has done its work; it shall not stay in the history of a shared device.
        window.history.replaceState(null, "", window.location.pathname);
        await onEntered(outcome.value, begin);
        return;
      case "unreachable":
        setProblem(t("landing.unreachable"));
        return;
      case "refused":
        // The token is for one entry within some time; a page that stood open asks for a new one.
        if (outcome.reason === "entry-expired") onStale();
        setProblem(reasonWords(t, outcome.reason));
    }
  };
  const enter = () =>
    follow(
      () => participantApi.enter({ studyId: study.id, entryToken: landing.entryToken, language, panel }),
      "new",
    );
  const recover = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() === "") return;
    void follow(() => participantApi.recover({ studyId: study.id, code: code.trim(), language }), "continue");
  };

  const facts = [
    {
      term: t("landing.time"),
      text: study.durationMinutes === null ? null : t("landing.minutes", { count: study.durationMinutes }),
    },
    { term: t("landing.pay"), text: texts?.pay ?? null },
    { term: t("landing.organisation"), text: texts?.organisation ?? null },
  ].filter((fact) => fact.text !== null);

  return (
    <StudyFrame
      title=""
      contact={texts?.contact ?? null}
      demonstration={landing.demonstration}
      language={language}
      languages={study.languages}
      onLanguage={(tag) => void showLanguage(tag)}
      progress={null}
      reconnecting={false}
      receiptLink={false}
    >
      <div className="column landing">
        <PageHeading title={title}>{title}</PageHeading>
        {texts !== undefined && texts.description !== null && (
          <p className="lead" dir="auto">
            {texts.description}
          </p>
        )}
        {facts.length > 0 && (
          <dl className="facts">
            {facts.map((fact) => (
              <div key={fact.term}>
                <dt className="small quiet">{fact.term}</dt>
                <dd dir="auto">{fact.text}</dd>
              </div>
            ))}
          </dl>
        )}
        {!landing.open ? (
          <p className="notice">{t("landing.closed")}</p>
        ) : missingPanel ? (
          <p className="notice">{t("landing.panelMissing")}</p>
        ) : (
          <div className="stack">
            <p>
              <button
                type="button"
                className="button primary"
                aria-disabled={busy}
                onClick={() => void enter()}
              >
                {busy ? t("landing.entering") : t("landing.enter")}
              </button>
            </p>
            <p className="small quiet">{t("landing.promise")}</p>
          </div>
        )}
        <div role="alert">{problem !== null && <p className="notice warning">{problem}</p>}</div>
        <details className="recover">
          <summary>{t("landing.haveCode")}</summary>
          <form onSubmit={recover} className="stack">
            <label htmlFor={codeId}>{t("landing.code")}</label>
            <div className="row">
              <input
                id={codeId}
                className="field"
                dir="ltr"
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
                maxLength={64}
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
              <button type="submit" className="button" aria-disabled={busy || code.trim() === ""}>
                {t("landing.recover")}
              </button>
            </div>
          </form>
        </details>
      </div>
    </StudyFrame>
  );
}
