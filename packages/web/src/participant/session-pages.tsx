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
import { stagePageOf } from "./stage-pages.ts";
import { BackStepsProvider, useBackStep, useBackSteps } from "./use-back-step.ts";
import { useHash } from "./use-hash.ts";

const loadCode = () => import("../consent/code-page.tsx");
const CodePage = pagePart(loadCode);
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
  /** The stage where they agreed, until they have seen their code, although the session is further on; else empty. */
  const [codeOf, setCodeOf] = useState(() => memory.draft(codePlace));
  const withCode = codeOf !== "";
  const onWithCode = useCallback(
    (stageId: string) => {
      memory.saveDraft(codePlace, stageId);
      setCodeOf(stageId);
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
      fetchAhead(stagePageOf(nextType)?.load);
      fetchAhead(loadCode);
      // Its link is on every page, also while the connection is away.
      fetchAhead(loadReceipt);
    }, 1500);
    return () => clearTimeout(timer);
  }, [nextType]);

  const [isNowhere, setIsNowhere] = useState(false);
  const steps = useBackSteps(setIsNowhere);

  const number = view.stages.length;
  const agreedIndex = view.stages.findIndex(({ id }) => id === codeOf);
  const shownIndex = agreedIndex < 0 ? view.stageIndex : agreedIndex;
  const stage = view.stages[shownIndex];
  const page = stagePageOf(stage?.type);
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
            ? {
                index: shownIndex,
                count: number,
                title: stage.title ?? (page === undefined ? "" : t(page.title)),
              }
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
  /** Shows the code after this stage, or with nothing goes on. */
  readonly onWithCode: (stageId: string) => void;
}

function StagePage({ view, withCode, onWithCode }: StagePageProps) {
  const { t } = useTranslation();
  const stageId = view.stages[view.stageIndex]?.id ?? "";
  const onConsented = useCallback(() => onWithCode(stageId), [onWithCode, stageId]);
  const onContinue = useCallback(() => onWithCode(""), [onWithCode]);
  const title = view.study.title;
  const place = view.stage === null ? "" : stagePageOf(view.stage.type)?.placeIn(view.stage);
  useBackStep(`${view.stageIndex}/${place ?? ""}/${withCode}`, null);
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
  if (withCode) return <CodePage view={view} onContinue={onContinue} />;
  const stage = view.stage;
  return stage === null ? null : (stagePageOf(stage.type)?.page(view, stage, onConsented) ?? null);
}

function fetchAhead(load: (() => Promise<unknown>) | undefined): void {
  // If it fails, the page itself asks for it again when it comes.
  load?.().catch(() => undefined);
}
