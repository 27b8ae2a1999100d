import type { EndingView } from "@refract/collect/browser";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../page/page-heading.tsx";
import { WayBack } from "./way-back.tsx";

interface EndedPageProps {
  readonly ending: EndingView;
  readonly studyTitle: string;
}

/** The last page of a visit that did not come to the study's own end, and the way back to the panel. */
export function EndedPage({ ending, studyTitle }: EndedPageProps) {
  return <LastPage {...useEndingWords(ending)} ending={ending} studyTitle={studyTitle} />;
}

interface LastPageProps {
  readonly heading: string;
  readonly what: string;
  /** What is taken back to the panel; null when nothing is known of it. */
  readonly ending: EndingView | null;
  readonly studyTitle: string;
}

export function LastPage({ heading, what, ending, studyTitle }: LastPageProps) {
  return (
    <div className="column stack-wide">
      <div className="stack">
        <PageHeading title={`${heading} · ${studyTitle}`}>{heading}</PageHeading>
        <p className="lead">{what}</p>
      </div>
      {ending !== null && <WayBack ending={ending} />}
    </div>
  );
}

function useEndingWords({ kind, quota }: EndingView): { readonly heading: string; readonly what: string } {
  const { t } = useTranslation();
  switch (kind) {
    case "completed":
      return { heading: t("ending.completed"), what: t("ending.completedWhat") };
    case "declined":
      return { heading: t("ending.declined"), what: t("ending.declinedWhat") };
    case "screened-out":
      return { heading: t("ending.screenedOut"), what: t("ending.screenedOutWhat") };
    case "full":
      if (quota) return { heading: t("ending.quota"), what: t("ending.quotaWhat") };
      return { heading: t("ending.full"), what: t("ending.fullWhat") };
    case "failed-check":
      return { heading: t("ending.failedCheck"), what: t("ending.failedCheckWhat") };
  }
}
