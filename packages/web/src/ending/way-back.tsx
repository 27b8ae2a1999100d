import type { EndingView, PanelTask } from "@refract/collect/browser";
import { type ReactNode, useCallback, useContext, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../page/copy-button.tsx";
import { isFramed } from "../page/is-framed.ts";
import { safeReturnAddress } from "./return-address.ts";
import { TaskContext } from "./task-context.ts";
import { TaskForm } from "./task-form.tsx";
import "./ending.css";

/** Seconds until the page goes back to the panel by itself. */
const returnAfterS = 20;

interface WayBackProps {
  readonly ending: EndingView;
  /** Whether the page leaves after a while; not where there is something to read. */
  readonly goesByItself?: boolean;
}

/** What a person takes back to the panel: whether they are paid, the code, and the way. */
export function WayBack({ ending, goesByItself = true }: WayBackProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const address = safeReturnAddress(ending.returnUrl);
  const label = ending.kind === "completed" ? t("ending.code") : t("ending.otherCode");
  return (
    <>
      {ending.paid !== null && <p>{ending.paid ? t("ending.paid") : t("ending.unpaid")}</p>}
      {ending.code !== null && (
        <section className="stack" aria-labelledby={headingId}>
          <h2 id={headingId}>{label}</h2>
          <div className="code-box">
            <p className="code" dir="ltr">
              {ending.code}
            </p>
            <CopyButton text={ending.code} label={t("common.copy")} doneLabel={t("common.copied")} />
          </div>
        </section>
      )}
      {ending.task !== undefined ? (
        <TaskEnd ending={ending} task={ending.task} goesByItself={goesByItself} />
      ) : address !== null ? (
        <ReturnLink address={address} goesByItself={goesByItself} />
      ) : (
        ending.paid !== null && <p>{ending.code === null ? t("ending.goBack") : t("ending.giveCode")}</p>
      )}
    </>
  );
}

interface TaskEndProps {
  readonly ending: EndingView;
  readonly task: PanelTask | null;
  readonly goesByItself: boolean;
}

/** The end of a study inside the panel's page: the task is submitted from here, or given back there. */
function TaskEnd({ ending, task, goesByItself }: TaskEndProps) {
  const { t } = useTranslation();
  const current = useContext(TaskContext);
  if (task === null) return <p>{t("ending.returnTask")}</p>;
  // In a tab of its own the panel's page, which waits for the code, is in another one.
  if (!isFramed()) return <p>{t("ending.pasteCode")}</p>;
  return <SubmitTask ending={ending} task={current ?? task} goesByItself={goesByItself} />;
}

/** Submits by itself after a while; staying is one press. */
function SubmitTask({ ending, task, goesByItself }: TaskEndProps & { readonly task: PanelTask }) {
  const form = useRef<HTMLFormElement>(null);
  const submit = useCallback(() => form.current?.submit(), []);
  return (
    <AfterWhile go={submit} words="ending.submitting" goesByItself={goesByItself}>
      <TaskForm
        form={form}
        task={task}
        // A panel takes no task without a field of its own.
        fields={{ outcome: ending.kind, ...(ending.code === null ? {} : { code: ending.code }) }}
      />
    </AfterWhile>
  );
}

/** Goes back by itself after a while; staying is one press. */
function ReturnLink({ address, goesByItself }: { readonly address: string; readonly goesByItself: boolean }) {
  const { t } = useTranslation();
  const leave = useCallback(() => window.location.assign(address), [address]);
  return (
    <AfterWhile go={leave} words="ending.returning" goesByItself={goesByItself}>
      <a className="button primary" href={address} rel="noreferrer">
        {t("ending.return")}
      </a>
    </AfterWhile>
  );
}

interface AfterWhileProps {
  readonly go: () => void;
  readonly words: "ending.returning" | "ending.submitting";
  readonly goesByItself: boolean;
  /** Does at once what happens by itself. */
  readonly children: ReactNode;
}

function AfterWhile({ go, words, goesByItself, children }: AfterWhileProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(returnAfterS);
  const [staying, setStaying] = useState(!goesByItself);
  useEffect(() => {
    if (staying) return;
    if (left === 0) {
      go();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, staying, go]);
  return (
    <div className="stack">
      <div className="row">
        {children}
        {!staying && (
          <button type="button" className="button plain" onClick={() => setStaying(true)}>
            {t("ending.stay")}
          </button>
        )}
      </div>
      {/* The seconds are for the eye; a screen reader hears once that it will happen. */}
      {!staying && (
        <p className="small quiet">
          <span aria-hidden="true">{t(words, { count: left })}</span>
          <span className="visually-hidden">{t(words, { count: returnAfterS })}</span>
        </p>
      )}
    </div>
  );
}
