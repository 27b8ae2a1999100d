import { useCallback, useEffect, useRef, useState } from "react";
import { EventStream } from "../http/event-stream.ts";
import type { Outcome } from "../http/request.ts";
import { SkeletonLines } from "../page/skeleton-lines.tsx";
import { AccountsSection } from "./accounts-section.tsx";
import { Mark } from "./mark.tsx";
import { type Overview, overviewStream, researcherApi } from "./researcher-api.ts";
import { forgetResearcherKey } from "./researcher-key.ts";
import { StudySection } from "./study-section.tsx";

type Loaded = Outcome<Overview> | { readonly kind: "loading" | "signed-out" };

/** The researcher's page of a local server: its studies, and what can be done with each. */
export function StartPage() {
  const [loaded, setLoaded] = useState<Loaded>({ kind: "loading" });
  const [connected, setConnected] = useState(true);

  const load = useCallback(async () => {
    const outcome = await researcherApi.overview();
    setLoaded((before) => (outcome.kind === "unreachable" && before.kind === "ok" ? before : outcome));
  }, []);
  useEffect(() => {
    void load();
  }, [load]);

  const signedIn = loaded.kind === "ok";
  useEffect(() => {
    if (!signedIn) return;
    const stream = new EventStream(overviewStream(), ["overview"], {
      onEvent: (_, data) => {
        const value: Overview = JSON.parse(data);
        setLoaded({ kind: "ok", value });
      },
      onConnected: (now) => {
        setConnected(now);
        // What changed while the connection was away is not sent again.
        if (now) void load();
      },
      onTurnedAway: () => void load(),
    });
    return () => stream.close();
  }, [signedIn, load]);

  const signOut = async () => {
    const outcome = await researcherApi.signOut();
    // Without an answer the session may live on: nothing is said to be over.
    if (outcome.kind === "unreachable") return setConnected(false);
    forgetResearcherKey();
    setLoaded({ kind: "signed-out" });
  };

  return (
    <>
      <header className="start-header">
        <div className="start-inner">
          <Mark />
          <p className="wordmark">Refract</p>
          {loaded.kind === "ok" && <p className="small quiet">Version {loaded.value.version}</p>}
          {loaded.kind === "ok" && (
            <button type="button" className="button plain" onClick={() => void signOut()}>
              Sign out
            </button>
          )}
        </div>
      </header>
      <div role="status">
        {!connected && <p className="start-lost small">The server doesn’t answer. Reconnecting …</p>}
      </div>
      <main className="start-main">
        <StartContent loaded={loaded} onRetry={() => void load()} />
      </main>
      <footer className="start-footer small quiet">
        <div className="start-inner">
          {loaded.kind === "ok" && (
            <p>
              Data folder: <code>{loaded.value.dataFolder}</code>
            </p>
          )}
          {loaded.kind === "ok" && (
            <p>
              {loaded.value.onlyHere
                ? "Only this computer reaches this page."
                : "Only browsers that opened the link of the server’s start see this page."}
            </p>
          )}
        </div>
      </footer>
    </>
  );
}

function StartContent({ loaded, onRetry }: { readonly loaded: Loaded; readonly onRetry: () => void }) {
  switch (loaded.kind) {
    case "loading":
      return (
        <div className="start-message">
          <h1 className="visually-hidden">Refract</h1>
          <SkeletonLines />
        </div>
      );
    case "signed-out":
      return <SignedOut />;
    case "unreachable":
      return (
        <div className="start-message stack">
          <h1>The server doesn’t answer</h1>
          <p>
            Nothing is lost: everything that was saved is in the data folder. Start the server again, then
            press the button.
          </p>
          <button type="button" className="button primary" onClick={onRetry}>
            Try again
          </button>
        </div>
      );
    case "refused":
      return loaded.reason === "sign-in-needed" || loaded.status === 401 ? (
        <div className="start-message stack">
          <h1>This page needs its link</h1>
          <p>
            When the server starts it prints a link that lets one browser in, once, within an hour. If it was
            used or is too old, print a new one on the server’s machine:
          </p>
          <NewLinkCommand />
        </div>
      ) : (
        <div className="start-message stack">
          <h1>Something went wrong</h1>
          <p>
            <code>{loaded.message}</code>
          </p>
          <p>The data are safe where they were.</p>
          <button type="button" className="button primary" onClick={onRetry}>
            Try again
          </button>
        </div>
      );
    case "ok":
      return loaded.value.studies.length + loaded.value.setAside.length === 0 ? (
        <div className="start-message stack">
          <h1>No study yet</h1>
          <p>A study is one file. Make one from a template, look at it, and start the server with it:</p>
          <pre className="start-commands" dir="ltr">
            <code>{"refract study new prism my-study\nrefract serve my-study/study.yaml"}</code>
          </pre>
        </div>
      ) : (
        <>
          <h1 className="visually-hidden">Studies</h1>
          {loaded.value.setAside.map(({ id, message }) => (
            <section key={id} className="start-message stack">
              <h2>{id} is set aside</h2>
              <p>Nobody can take part in it now. What people entered before is kept.</p>
              <pre className="start-commands" dir="ltr">
                <code>{message}</code>
              </pre>
            </section>
          ))}
          {loaded.value.studies.map((study) => (
            <StudySection key={study.id} study={study} />
          ))}
          <AccountsSection accounts={loaded.value.accounts} />
        </>
      );
  }
}

function SignedOut() {
  const heading = useRef<HTMLHeadingElement>(null);
  // The pressed button is gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="start-message stack">
      <h1 ref={heading} tabIndex={-1}>
        You are signed out
      </h1>
      <p>This browser can no longer open the studies here. A new link lets you in again:</p>
      <NewLinkCommand />
    </div>
  );
}

function NewLinkCommand() {
  return (
    <>
      <pre className="start-commands" dir="ltr">
        <code>npm run refract -- owner-link --data FOLDER</code>
      </pre>
      <p>
        FOLDER is where the server keeps its data. Leave <code>--data FOLDER</code> out if it was started
        without <code>--data</code>.
      </p>
    </>
  );
}
