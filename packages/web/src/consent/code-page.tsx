import type { Receipt, SessionView } from "@refract/collect/browser";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { participantApi } from "../http/participant-api.ts";
import { CopyButton } from "../page/copy-button.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { PageSkeleton } from "../page/page-skeleton.tsx";
import { useSession } from "../participant/session-context.tsx";
import "./consent-pages.css";

/** The code that reopens the session elsewhere and withdraws it. Studies without one go straight on. */
export default function CodePage({
  view,
  onContinue,
}: {
  readonly view: SessionView;
  readonly onContinue: () => void;
}) {
  const { t } = useTranslation();
  const { studyId, person } = useSession();
  const [receipt, setReceipt] = useState<Receipt | null>(null);

  useEffect(() => {
    let gone = false;
    void participantApi.receipt(studyId, person).then((outcome) => {
      if (gone) return;
      if (outcome.kind === "ok" && outcome.value.recoveryCode !== null) setReceipt(outcome.value);
      else onContinue();
    });
    return () => {
      gone = true;
    };
  }, [studyId, person, onContinue]);

  if (receipt === null || receipt.recoveryCode === null) return <PageSkeleton />;
  return (
    <div className="column stack">
      <PageHeading title={`${t("code.heading")} · ${view.study.title}`}>{t("code.heading")}</PageHeading>
      <p className="lead">{t("code.text")}</p>
      <div className="code-box">
        <p className="code" dir="ltr">
          {receipt.recoveryCode}
        </p>
        <CopyButton text={receipt.recoveryCode} label={t("common.copy")} doneLabel={t("common.copied")} />
      </div>
      <p className="quiet">
        {receipt.consentVersion !== null && t("code.version", { version: receipt.consentVersion })}
      </p>
      <p>
        <button type="button" className="button primary" onClick={onContinue}>
          {t("code.continue")}
        </button>
      </p>
    </div>
  );
}
