import type { SessionView, TaskView } from "@refract/collect/browser";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { useStageCommand } from "../participant/session-context.tsx";

interface IntroductionPageProps {
  readonly view: SessionView;
  readonly stage: TaskView;
}

/** What to do, how much of it there is, and whether it may upset, before the first item. */
export function IntroductionPage({ view, stage }: IntroductionPageProps) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const send = useStageCommand(view);
  const [busy, setBusy] = useState(false);
  const title = view.stages[view.stageIndex]?.title ?? null;
  const heading = title ?? t("stage.task");
  const begin = async () => {
    if (busy) return;
    setBusy(true);
    await send({ type: "task.begun" });
    setBusy(false);
  };
  return (
    <div className="column stack-wide">
      <div className="stack">
        <PageHeading title={`${heading} · ${view.study.title}`}>
          <span {...(title === null ? {} : languageOf(title))}>{heading}</span>
        </PageHeading>
        {stage.instruction !== null && <Markdown text={stage.instruction} />}
        {stage.contentWarning !== null && (
          <div className="notice warning">
            <p>
              <strong>{t("task.warning")}</strong>
            </p>
            <p {...languageOf(stage.contentWarning)}>{stage.contentWarning}</p>
          </div>
        )}
        <p className="quiet">
          {t("task.amount", { count: stage.count })} {t(stage.mayGoBack ? "task.changeable" : "task.final")}
        </p>
      </div>
      <p>
        <button type="button" className="button primary" aria-disabled={busy} onClick={() => void begin()}>
          {t("task.begin")}
        </button>
      </p>
    </div>
  );
}
