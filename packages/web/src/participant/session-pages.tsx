import type { SessionView } from "@refract/collect/browser";
import { Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { EndedPage, LastPage } from "../ending/ended-page.tsx";
import { showLanguage } from "../language/interface-language.ts";
import { reasonWords } from "../language/reason-words.ts";
import { TextLanguagesProvider } from "../language/text-languages.tsx";
import { PartBoundary, pagePart } from "../page/page-part.tsx";
import { PageSkeleton } from "../page/page-skeleton.tsx";
import { ProblemPage } from "../page/problem-page.tsx";
import { StudyFrame } from "../page/study-frame.tsx";
import { useSession, useSnapshot } from "./session-context.tsx";
import { BackStepsProvider, useBackStep, useBackSteps } from "./use-back-step.ts";
import { useHash } from "./use-hash.ts";

const loadConsent = () => import("../consent/consent-pages.tsx");
const loadSurvey = () => import("../survey/survey-page.tsx");
const loadConversation = () => import("../conversation/conversation-pages.tsx");
const loadTask = () => import("../task/task-page.tsx");
const loadEnd = () => import("../ending/end-page.tsx");
const ConsentPages = pagePart(loadConsent);
const SurveyPage = pagePart(loadSurvey);
const ConversationPages = pagePart(loadConversation);
const TaskPage = pagePart(loadTask);
const EndPage = pagePart(loadEnd);
const loadReceipt = () => import("../ending/receipt-page.tsx");
const ReceiptPage = pagePart(loadReceipt);

/** Where this browser remembers over a reload that the page with the code is shown. */
const codePlace = "code";

/** The frame and in it the page the session is at. */
export function SessionPages({ onExpelled }: { readonly onExpelled: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const { memory } = session;
  const { view, connected, broken, refusal, expelled, pending, unsent } = useSnapshot();
  // "Saved" is said nowhere while something entered is not.
  const isSaved = pending === 0 && !unsent;
  const [hash, setHash] = useHash();
  /** Stays on the consent pages until the person has seen their code, although the session is further on. */
  const [withCode, setWithCode] = useState(() => memory.draft(codePlace) !== "");
  const onWithCode = useCallback(
    (shown: boolean) => {
      memory.saveDraft(codePlace, shown ? "shown" : "");
      setWithCode(shown);
    },
    [memory],
  );

  useEffect(() => {
    void showLanguage(view.language, view.direction);
  }, [view.language, view.direction]);
  useEffect(() => {
    if (expelled) onExpelled();
  }, [expelled, onExpelled]);

  // What comes next is fetched while the person is busy here, so that a slow connection doesn't show.
  const nextType = view.stages[view.stageIndex + 1]?.type;
  useEffect(() => {
    const timer = setTimeout(() => {
      fetchAhead(loaders[nextType ?? ""]);
      // Its link is on every page, also while the connection is away.
      fetchAhead(loadReceipt);
    }, 1500);
    return () => clearTimeout(timer);
  }, [nextType]);

  const [isNowhere, setIsNowhere] = useState(false);
  const steps = useBackSteps(setIsNowhere);

  const number = view.stages.length;
  const shownIndex = withCode ? lastConsent(view) : view.stageIndex;
  const stage = view.stages[shownIndex];
  const atReceipt = hash === "#receipt";
  const title = view.study.title;

  return (
    <TextLanguagesProvider language={view.language} others={view.otherLanguages}>
      <StudyFrame
        title={title}
        contact={view.study.contact}
        demonstration={view.demonstration}
        test={view.test}
        language={view.language}
        languages={view.languages}
        onLanguage={(language) => void session.send(null, { type: "session.language", language })}
        progress={
          view.status === "active" && stage !== undefined && number > 1
            ? { index: shownIndex, count: number, title: stage.title ?? stageTitle(stage.type, t) }
            : null
        }
        reconnecting={connected || view.status !== "active" ? null : isSaved ? "all-saved" : "unsent"}
        receiptLink={!atReceipt && view.status !== "withdrawn"}
      >
        {refusal !== null && (
          <p className="column notice warning refusal" role="alert">
            {reasonWords(t, refusal.reason)}
          </p>
        )}
        <div role="status">
          {isNowhere && (
            <p className="column notice refusal">
              {t("frame.noBack")} {isSaved && t("frame.allSaved")}
            </p>
          )}
        </div>
        <BackStepsProvider value={steps}>
          <PartBoundary
            tryAgainAt={`${connected}/${hash}/${view.stageIndex}`}
            fallback={(tryAgain) => (
              <ProblemPage
                heading={t("problem.partHeading")}
                studyTitle={title}
                what={t("problem.partWhat")}
                safe={t(isSaved ? "problem.safe" : "problem.unsent")}
                action={{ label: t("problem.again"), run: tryAgain }}
              />
            )}
          >
            <Suspense fallback={<PageSkeleton />}>
              {atReceipt ? (
                <ReceiptPage onBack={() => setHash("")} />
              ) : broken !== null ? (
                <ProblemPage
                  heading={t("problem.heading")}
                  studyTitle={title}
                  what={reasonWords(t, broken.reason)}
                  safe={t(isSaved ? "problem.safe" : "problem.unsent")}
                  action={{ label: t("problem.again"), run: session.resume }}
                />
              ) : (
                <StagePage view={view} withCode={withCode} onWithCode={onWithCode} />
              )}
            </Suspense>
          </PartBoundary>
        </BackStepsProvider>
      </StudyFrame>
    </TextLanguagesProvider>
  );
}

interface StagePageProps {
  readonly view: SessionView;
  readonly withCode: boolean;
  readonly onWithCode: (withCode: boolean) => void;
}

function StagePage({ view, withCode, onWithCode }: StagePageProps) {
  const { t } = useTranslation();
  const onConsented = useCallback(() => onWithCode(true), [onWithCode]);
  const onContinue = useCallback(() => onWithCode(false), [onWithCode]);
  const title = view.study.title;
  const key = `${view.stageIndex}`;
  useBackStep(`${key}/${placeIn(view)}/${withCode}`, null);
  if (view.status === "withdrawn")
    return (
      <LastPage
        heading={t("ending.withdrawn")}
        what={t("ending.withdrawnWhat")}
        ending={view.ending}
        studyTitle={title}
      />
    );
  if (view.status === "stopped")
    return (
      <LastPage
        heading={t("ending.stopped")}
        what={t("ending.stoppedWhat")}
        ending={view.ending}
        studyTitle={title}
      />
    );
  if (view.status === "screened-out" && view.ending !== null)
    return <EndedPage ending={view.ending} studyTitle={title} />;
  const stage = view.stage;
  if (withCode || stage?.type === "consent")
    return (
      <ConsentPages
        view={view}
        stage={stage?.type === "consent" ? stage : null}
        onConsented={onConsented}
        onContinue={onContinue}
      />
    );
  if (stage === null) return null;
  switch (stage.type) {
    case "survey":
      return <SurveyPage key={key} view={view} stage={stage} />;
    case "conversation":
      return <ConversationPages key={key} view={view} stage={stage} />;
    case "task":
      return <TaskPage key={key} view={view} stage={stage} />;
    case "end":
      return <EndPage key={key} view={view} stage={stage} />;
  }
}

/** The stage whose code is shown, although the session is further on. */
function lastConsent({ stages, stageIndex }: SessionView): number {
  const place = stages.findLastIndex(({ type }, index) => type === "consent" && index <= stageIndex);
  return place < 0 ? stageIndex : place;
}

/** Where in its stage the session is, as far as the pages differ. */
function placeIn({ stage }: SessionView): string {
  if (stage?.type !== "conversation") return "";
  return [stage.phase, stage.done, stage.conversation?.history.length ?? 0].join("/");
}

const loaders: Readonly<Record<string, () => Promise<unknown>>> = {
  survey: loadSurvey,
  conversation: loadConversation,
  task: loadTask,
  end: loadEnd,
};

function fetchAhead(load: (() => Promise<unknown>) | undefined): void {
  // If it fails, the page itself asks for it again when it comes.
  load?.().catch(() => undefined);
}

type Translate = ReturnType<typeof useTranslation>["t"];

function stageTitle(type: string, t: Translate): string {
  switch (type) {
    case "consent":
      return t("stage.consent");
    case "survey":
      return t("stage.survey");
    case "conversation":
      return t("stage.conversation");
    case "task":
      return t("stage.task");
    case "end":
      return t("stage.end");
    default:
      return "";
  }
}
