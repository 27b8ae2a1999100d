import type { Receipt } from "@refract/collect/browser";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { dataAddress, participantApi } from "../http/participant-api.ts";
import type { Outcome } from "../http/request.ts";
import { dayIn } from "../language/day-in.ts";
import { reasonWords } from "../language/reason-words.ts";
import { CopyButton } from "../page/copy-button.tsx";
import { Dialog } from "../page/dialog.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { SkeletonLines } from "../page/skeleton-lines.tsx";
import { useSession, useSnapshot } from "../participant/session-context.tsx";
import "./ending.css";

/** The receipt of a session's page. */
export default function ReceiptPage({ onBack }: { readonly onBack: () => void }) {
  const session = useSession();
  const { view } = useSnapshot();
  return (
    <ReceiptView
      studyId={session.studyId}
      person={session.person}
      study={view.study}
      language={view.language}
      isWithdrawn={view.status === "withdrawn"}
      withdraw={session.withdraw}
      onBack={onBack}
    />
  );
}

interface ReceiptViewProps {
  readonly studyId: string;
  readonly person: string;
  /** Null where it can't be shown. */
  readonly study: { readonly title: string; readonly contact: string | null } | null;
  readonly language: string;
  readonly isWithdrawn: boolean;
  /** Takes everything back. Null when it is done, else why not. */
  readonly withdraw: () => Promise<Exclude<Outcome<never>, { kind: "ok" }> | null>;
  readonly onBack: () => void;
}

/** What the study holds of this person: see it, take it along, take it back. */
export function ReceiptView(props: ReceiptViewProps) {
  const { studyId, person, study, language, isWithdrawn, onBack } = props;
  const { t } = useTranslation();
  const [receipt, setReceipt] = useState<Receipt | "loading" | "unreachable">("loading");
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const load = useCallback(async () => {
    setReceipt("loading");
    const outcome = await participantApi.receipt(studyId, person);
    setReceipt(outcome.kind === "ok" ? outcome.value : "unreachable");
  }, [studyId, person]);
  useEffect(() => {
    void load();
  }, [load]);

  const withdraw = async () => {
    setAsking(false);
    setProblem(null);
    const refusal = await props.withdraw();
    if (refusal === null) onBack();
    else setProblem(refusal.kind === "refused" ? reasonWords(t, refusal.reason) : t("receipt.notYet"));
  };

  const until = typeof receipt === "object" ? receipt.withdrawUntil : null;
  const mayWithdraw = typeof receipt !== "object" || receipt.mayWithdraw;

  return (
    <div className="column stack-wide">
      <div className="stack">
        <PageHeading
          title={study === null ? t("receipt.heading") : `${t("receipt.heading")} · ${study.title}`}
        >
          {t("receipt.heading")}
        </PageHeading>
        <p className="lead">{t("receipt.text")}</p>
      </div>
      {receipt === "loading" ? (
        <SkeletonLines />
      ) : receipt === "unreachable" ? (
        <div className="stack" role="alert">
          <p className="notice">{t("receipt.unreachable")}</p>
          <button type="button" className="button" onClick={() => void load()}>
            {t("problem.again")}
          </button>
        </div>
      ) : (
        <ReceiptFacts receipt={receipt} language={language} />
      )}
      <div role="alert">{problem !== null && <p className="notice warning">{problem}</p>}</div>
      <div className="row">
        <button type="button" className="button primary" onClick={onBack}>
          {t("receipt.back")}
        </button>
        <a className="button" href={dataAddress(studyId, person)} download>
          {t("receipt.download")}
        </a>
        {!isWithdrawn && mayWithdraw && (
          <button type="button" className="button danger" onClick={() => setAsking(true)}>
            {t("receipt.withdraw")}
          </button>
        )}
      </div>
      {until !== null && !isWithdrawn && (
        <div className="stack">
          <p className="quiet">
            {t(mayWithdraw ? "receipt.withdrawUntil" : "receipt.withdrawOver", {
              date: dayIn(until, language),
            })}
          </p>
          {!mayWithdraw && study !== null && study.contact !== null && (
            <p>
              <bdi>{study.contact}</bdi>
            </p>
          )}
        </div>
      )}
      {asking && (
        <Dialog title={t("receipt.withdrawTitle")} onClose={() => setAsking(false)}>
          <p>{t("receipt.withdrawText")}</p>
          <div className="row">
            <button type="button" className="button danger" onClick={() => void withdraw()}>
              {t("receipt.withdrawConfirm")}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {t("receipt.withdrawBack")}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function ReceiptFacts({ receipt, language }: { readonly receipt: Receipt; readonly language: string }) {
  const { t } = useTranslation();
  const entered = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(
    new Date(receipt.enteredAt),
  );
  return (
    <div className="stack">
      {receipt.recoveryCode !== null && (
        <div className="stack">
          <h2>{t("receipt.code")}</h2>
          <div className="code-box">
            <p className="code" dir="ltr">
              {receipt.recoveryCode}
            </p>
            <CopyButton text={receipt.recoveryCode} label={t("common.copy")} doneLabel={t("common.copied")} />
          </div>
          <p className="small quiet">{t("receipt.codeUse")}</p>
        </div>
      )}
      <dl className="receipt-facts">
        <Fact term={t("receipt.entered")} text={entered} />
        {receipt.consentVersion !== null && (
          <Fact term={t("receipt.consent")} text={receipt.consentVersion} />
        )}
        <Fact term={t("receipt.answers")} text={new Intl.NumberFormat(language).format(receipt.answers)} />
        <Fact
          term={t("receipt.conversations")}
          text={new Intl.NumberFormat(language).format(receipt.conversations)}
        />
      </dl>
    </div>
  );
}

function Fact({ term, text }: { readonly term: string; readonly text: string }) {
  return (
    <div>
      <dt className="quiet">{term}</dt>
      <dd>
        <bdi>{text}</bdi>
      </dd>
    </div>
  );
}
