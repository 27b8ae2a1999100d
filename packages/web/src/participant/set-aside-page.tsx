import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ReceiptView } from "../ending/receipt-page.tsx";
import { participantApi } from "../http/participant-api.ts";
import { reasonWords } from "../language/reason-words.ts";
import { ProblemPage } from "../page/problem-page.tsx";
import { useHash } from "./use-hash.ts";

interface SetAsidePageProps {
  readonly studyId: string;
  /** Whose page this is. */
  readonly person: string;
  /** Key of why the study can't be shown. */
  readonly reason: string;
  readonly onAgain: () => void;
}

/** For somebody in a version of a study that can't be shown any more: that it is so, and the way to what it holds of them. */
export default function SetAsidePage({ studyId, person, reason, onAgain }: SetAsidePageProps) {
  const { t, i18n } = useTranslation();
  const [hash, setHash] = useHash();
  const [isWithdrawn, setWithdrawn] = useState(false);
  const withdraw = async () => {
    const outcome = await participantApi.withdraw(studyId, person);
    if (outcome.kind !== "ok") return outcome;
    setWithdrawn(true);
    return null;
  };
  if (isWithdrawn)
    return (
      <ProblemPage
        heading={t("ending.withdrawn")}
        studyTitle=""
        what={t("ending.withdrawnWhat")}
        safe={null}
        action={null}
      />
    );
  if (hash === "#receipt")
    return (
      <ReceiptView
        studyId={studyId}
        person={person}
        study={null}
        language={i18n.language}
        isWithdrawn={false}
        withdraw={withdraw}
        onBack={() => setHash("")}
      />
    );
  return (
    <>
      <ProblemPage
        heading={t("problem.heading")}
        studyTitle=""
        what={reasonWords(t, reason)}
        safe={t("problem.safe")}
        action={{ label: t("problem.again"), run: onAgain }}
      />
      <p className="column">
        <a href="#receipt">{t("frame.receipt")}</a>
      </p>
    </>
  );
}
