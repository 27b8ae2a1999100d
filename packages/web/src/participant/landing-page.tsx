import type { Landing, PanelTask, SessionView } from "@refract/collect/browser";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { TaskCodeForm } from "../ending/task-form.tsx";
import { WayBack } from "../ending/way-back.tsx";
import { participantApi } from "../http/participant-api.ts";
import type { Outcome } from "../http/request.ts";
import { showLanguage } from "../language/interface-language.ts";
import { chooseLanguage } from "../language/language-names.ts";
import { reasonWords } from "../language/reason-words.ts";
import { TextLanguagesProvider, useTextLanguage } from "../language/text-languages.tsx";
import { CopyButton } from "../page/copy-button.tsx";
import { isFramed } from "../page/is-framed.ts";
import { PageHeading } from "../page/page-heading.tsx";
import { StudyFrame } from "../page/study-frame.tsx";
import { cookiesWork } from "./cookies-work.ts";
import { linkParameters } from "./entry-address.ts";
import "./landing-page.css";

interface LandingPageProps {
  readonly landing: Landing;
  readonly onEntered: (view: SessionView, begin: "new" | "continue") => Promise<void>;
  /** Key of why the person finds themselves here; null for somebody who just came. */
  readonly notice: string | null;
  /** The entry token is spent or too old. */
  readonly onStale: () => void;
}

/** Study name, time, pay, who asks; then in. */
export function LandingPage(props: LandingPageProps) {
  const { i18n } = useTranslation();
  const { languages, texts } = props.landing.study;
  const language = chooseLanguage(languages, [i18n.language]);
  return (
    <TextLanguagesProvider language={language} others={texts[language]?.otherLanguages ?? none}>
      <LandingContent {...props} language={language} />
    </TextLanguagesProvider>
  );
}

const none: readonly never[] = [];

function LandingContent({
  landing,
  notice,
  onEntered,
  onStale,
  language,
}: LandingPageProps & { readonly language: string }) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const { study } = landing;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(notice === null ? null : reasonWords(t, notice));
  const [hasCookies, setHasCookies] = useState(cookiesWork);
  const [code, setCode] = useState("");
  const codeId = useId();

  const texts = study.texts[language] ?? Object.values(study.texts)[0];
  const title = texts?.title ?? study.id;
  const parameters = linkParameters(window.location.search);

  const follow = async (ask: () => Promise<Outcome<SessionView>>, begin: "new" | "continue") => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const outcome = await ask();
    setBusy(false);
    switch (outcome.kind) {
      case "ok":
        // A browser may say that it keeps cookies and drop ours all the same.
        if (await isForgotten(study.id)) {
          if (landing.task !== null && isFramed()) setHasCookies(false);
          else setProblem(t("landing.cookies"));
          return;
        }
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
      () => participantApi.enter({ studyId: study.id, entryToken: landing.entryToken, language, parameters }),
      "new",
    );
  const recover = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() === "") return;
    // As "new": what somebody else left unsent in this browser is not theirs.
    void follow(() => participantApi.recover({ studyId: study.id, code: code.trim(), language }), "new");
  };

  const facts = [
    {
      term: t("landing.time"),
      text: study.durationMinutes === null ? null : t("landing.minutes", { count: study.durationMinutes }),
      isOurs: true,
    },
    { term: t("landing.pay"), text: texts?.pay ?? null, isOurs: false },
    { term: t("landing.organisation"), text: texts?.organisation ?? null, isOurs: false },
  ].filter((fact) => fact.text !== null);

  const obstacle = obstacleOf(landing, hasCookies, t);

  return (
    <StudyFrame
      title=""
      contact={texts?.contact ?? null}
      demonstration={landing.demonstration}
      test={landing.test}
      language={language}
      languages={study.languages}
      onLanguage={(tag) => void showLanguage(tag)}
      progress={null}
      reconnecting={null}
      receiptLink={false}
    >
      <div className="column landing">
        <PageHeading title={title}>
          <span {...languageOf(title)}>{title}</span>
        </PageHeading>
        {texts !== undefined && texts.description !== null && (
          <p className="lead" {...languageOf(texts.description)}>
            {texts.description}
          </p>
        )}
        {facts.length > 0 && (
          <dl className="facts">
            {facts.map((fact) => (
              <div key={fact.term}>
                <dt className="small quiet">{fact.term}</dt>
                <dd {...(fact.isOurs || fact.text === null ? {} : languageOf(fact.text))}>{fact.text}</dd>
              </div>
            ))}
          </dl>
        )}
        {obstacle !== null ? (
          obstacle
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

type Translate = ReturnType<typeof useTranslation>["t"];

/** Why nobody can go in here and now, and what to do about it; null where the door is open. */
function obstacleOf(landing: Landing, hasCookies: boolean, t: Translate): ReactNode {
  if (landing.panel === "preview") return <p className="notice">{t("landing.preview")}</p>;
  if (!hasCookies && landing.task !== null && isFramed()) return <OwnTab task={landing.task} />;
  if (!hasCookies)
    return (
      <div className="notice warning stack" role="alert">
        <p>{t("landing.cookies")}</p>
        <p>
          <button type="button" className="button" onClick={() => window.location.reload()}>
            {t("problem.again")}
          </button>
        </p>
      </div>
    );
  if (landing.device === "computer-needed")
    return (
      <div className="notice stack">
        <p>{t("landing.computer")}</p>
        <p>
          <CopyButton
            text={window.location.href}
            label={t("landing.computerCopy")}
            doneLabel={t("common.copied")}
          />
        </p>
      </div>
    );
  if (landing.session === "refused") return <p className="notice">{t("landing.once")}</p>;
  if (landing.full !== null)
    return (
      <div className="stack">
        <p className="notice">{t(landing.full.quota ? "ending.quotaWhat" : "landing.closed")}</p>
        <WayBack ending={landing.full} />
      </div>
    );
  if (landing.panel === "unfilled" && landing.study.panelRequired)
    return (
      <p className="notice warning">{t("landing.panelUnfilled", { name: landing.study.panelParameter })}</p>
    );
  if (landing.panel === "missing") return <p className="notice">{t("landing.panelMissing")}</p>;
  return null;
}

/** The way round a browser that keeps nothing for a page inside another one. */
function OwnTab({ task }: { readonly task: PanelTask }) {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <div className="notice stack" role="alert">
        <p>{t("landing.frameCookies")}</p>
        <p>
          <a className="button primary" href={window.location.href} target="_blank" rel="noreferrer">
            {t("landing.ownTab")}
          </a>
        </p>
      </div>
      <TaskCodeForm task={task} />
    </div>
  );
}

async function isForgotten(studyId: string): Promise<boolean> {
  const outcome = await participantApi.session(studyId);
  return outcome.kind === "refused" && outcome.status === 401;
}
