import type { Landing, PanelTask, SessionView } from "@refract/collect/browser";
import { Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { TaskContext } from "../ending/task-context.ts";
import { participantApi } from "../http/participant-api.ts";
import { retryDelayMs } from "../http/retry-delay.ts";
import { showLanguage } from "../language/interface-language.ts";
import { chooseLanguage } from "../language/language-names.ts";
import { reasonWords } from "../language/reason-words.ts";
import { ErrorBoundary } from "../page/error-boundary.tsx";
import { PartBoundary, pagePart } from "../page/page-part.tsx";
import { PageSkeleton } from "../page/page-skeleton.tsx";
import { ProblemPage } from "../page/problem-page.tsx";
import { linkParameters, wantedLanguages } from "./entry-address.ts";
import { LandingPage } from "./landing-page.tsx";
import { ParticipantSession } from "./participant-session.ts";
import { randomId } from "./random-id.ts";
import { SessionContext } from "./session-context.tsx";
import { browserStores, openSessionMemory } from "./session-memory.ts";
import { SessionPages } from "./session-pages.tsx";

const SetAsidePage = pagePart(() => import("./set-aside-page.tsx"));

type Place =
  | { readonly kind: "loading"; readonly unreachable: boolean }
  | { readonly kind: "no-study" }
  | { readonly kind: "broken"; readonly reason: string }
  | { readonly kind: "set-aside"; readonly reason: string; readonly person: string }
  | { readonly kind: "landing"; readonly landing: Landing }
  | {
      readonly kind: "session";
      readonly session: ParticipantSession;
      readonly task: PanelTask | null;
    };

/** From the link to the session: the landing page for newcomers, straight on for those who were here. */
export function ParticipantApp({ studyId }: { readonly studyId: string }) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<Place>({ kind: "loading", unreachable: false });
  const session = useRef<ParticipantSession | null>(null);
  const [round, setRound] = useState(0);
  /** Why the page stands here and not where it stood before. */
  const [notice, setNotice] = useState<string | null>(null);

  const openSession = useCallback(
    async (view: SessionView, begin: "new" | "continue", task: PanelTask | null) => {
      session.current?.close();
      const memory = openSessionMemory(studyId, browserStores(), randomId, begin);
      session.current = new ParticipantSession(studyId, view, memory);
      // The panel's id has done its work; it shall not stay in the history of a shared device.
      window.history.replaceState(null, "", window.location.pathname + window.location.hash);
      await showLanguage(view.language, view.direction);
      setPlace({ kind: "session", session: session.current, task });
    },
    [studyId],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round loads everything again
  useEffect(() => {
    let gone = false;
    const load = async (attempt: number): Promise<void> => {
      const found = await findPlace(studyId);
      if (gone) return;
      if (found.kind === "unreachable") {
        setPlace({ kind: "loading", unreachable: true });
        await new Promise((resolve) => setTimeout(resolve, retryDelayMs(attempt, Math.random())));
        if (!gone) await load(attempt + 1);
        return;
      }
      if (found.kind === "session") {
        await openSession(found.view, "continue", found.task);
        return;
      }
      if (found.kind === "landing") {
        const wanted = wantedLanguages(window.location.search, navigator.languages);
        await showLanguage(chooseLanguage(found.landing.study.languages, wanted));
      }
      if (!gone) setPlace(found);
    };
    void load(0);
    return () => {
      gone = true;
      session.current?.close();
      session.current = null;
    };
  }, [studyId, openSession, round]);

  const startAgain = useCallback((reason: string | null = null) => {
    setNotice(reason);
    setPlace({ kind: "loading", unreachable: false });
    setRound((before) => before + 1);
  }, []);

  const expel = useCallback(() => startAgain("no-session"), [startAgain]);

  switch (place.kind) {
    case "loading":
      return (
        <main>
          <PageSkeleton />
          {place.unreachable && (
            <p className="column quiet" role="status">
              {t("frame.unreachable")}
            </p>
          )}
        </main>
      );
    case "no-study":
      return (
        <main>
          <ProblemPage
            heading={t("problem.noStudy")}
            studyTitle=""
            what={t("problem.noStudyWhat")}
            safe={null}
            action={null}
          />
        </main>
      );
    case "broken":
      return (
        <main>
          <ProblemPage
            heading={t("problem.heading")}
            studyTitle=""
            what={reasonWords(t, place.reason)}
            safe={t("problem.safe")}
            action={{ label: t("problem.again"), run: () => startAgain() }}
          />
        </main>
      );
    case "set-aside":
      return (
        <main>
          <PartBoundary
            tryAgainAt=""
            fallback={(tryAgain) => (
              <ProblemPage
                heading={t("problem.partHeading")}
                studyTitle=""
                what={t("problem.partWhat")}
                safe={t("problem.safe")}
                action={{ label: t("problem.again"), run: tryAgain }}
              />
            )}
          >
            <Suspense fallback={<PageSkeleton />}>
              <SetAsidePage
                studyId={studyId}
                person={place.person}
                reason={place.reason}
                onAgain={() => startAgain()}
              />
            </Suspense>
          </PartBoundary>
        </main>
      );
    case "landing":
      return (
        <LandingPage
          landing={place.landing}
          notice={notice}
          onEntered={(view, begin) => openSession(view, begin, place.landing.task)}
          onStale={() => startAgain("entry-expired")}
        />
      );
    case "session":
      return (
        <ErrorBoundary
          fallback={(retry) => (
            <main>
              <ProblemPage
                heading={t("problem.heading")}
                studyTitle={place.session.snapshot().view.study.title}
                what={t("problem.pageWhat")}
                safe={t(place.session.isSaved() ? "problem.safe" : "problem.unsent")}
                action={{ label: t("problem.reload"), run: retry }}
              />
            </main>
          )}
        >
          <SessionContext value={place.session}>
            <TaskContext value={place.task}>
              <SessionPages onExpelled={expel} />
            </TaskContext>
          </SessionContext>
        </ErrorBoundary>
      );
  }
}

type Found =
  | Extract<Place, { kind: "no-study" | "broken" | "set-aside" | "landing" }>
  | { readonly kind: "unreachable" }
  | { readonly kind: "session"; readonly view: SessionView; readonly task: PanelTask | null };

async function findPlace(studyId: string): Promise<Found> {
  const landing = await participantApi.landing(studyId, linkParameters(window.location.search));
  if (landing.kind === "unreachable") return landing;
  if (landing.kind === "refused")
    return landing.status === 404 ? { kind: "no-study" } : broken(studyId, landing.reason);
  const known = landing.value.session;
  if (known === "none" || known === "refused") return { kind: "landing", landing: landing.value };
  const session = await participantApi.session(studyId);
  switch (session.kind) {
    case "ok":
      return { kind: "session", view: session.value, task: landing.value.task };
    case "unreachable":
      return session;
    case "refused":
      return session.status === 401 || session.status === 404
        ? { kind: "landing", landing: landing.value }
        : broken(studyId, session.reason);
  }
}

/** Whoever is in a version that can't be shown still has their receipt. */
async function broken(studyId: string, reason: string): Promise<Found> {
  const receipt = reason === "study-set-aside" ? await participantApi.receipt(studyId) : null;
  if (receipt === null || receipt.kind === "refused") return { kind: "broken", reason };
  return receipt.kind === "ok" ? { kind: "set-aside", reason, person: receipt.value.person } : receipt;
}
