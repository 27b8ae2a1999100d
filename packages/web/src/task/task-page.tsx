import type { SessionView, TaskView } from "@refract/collect/browser";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { PageHeading } from "../page/page-heading.tsx";
import { SkeletonLines } from "../page/skeleton-lines.tsx";
import { useSession } from "../participant/session-context.tsx";
import { IntroductionPage } from "./introduction-page.tsx";
import { draftPlace } from "./item-draft.ts";
import { ItemPage } from "./item-page.tsx";
import "../survey/survey.css";
import "./task.css";

interface TaskPageProps {
  readonly view: SessionView;
  readonly stage: TaskView;
}

/** Items one at a time, after what is to be read first. */
export default function TaskPage({ view, stage }: TaskPageProps) {
  const { t } = useTranslation();
  const { memory } = useSession();
  const stageId = view.stages[view.stageIndex]?.id ?? "";
  const { item, place } = stage;

  // What was sent before a reload is answered after it: the draft goes when the session has moved past its item.
  const before = useRef({ item, place });
  useEffect(() => {
    const earlier = before.current;
    if (earlier.item !== null && place > earlier.place)
      memory.saveDraft(draftPlace(stageId, earlier.item), "");
    before.current = { item, place };
  }, [item, place, stageId, memory]);

  if (stage.awaitsBegin) return <IntroductionPage view={view} stage={stage} />;
  if (item === null)
    return (
      <div className="column stack">
        <PageHeading title={view.study.title}>{t("stage.task")}</PageHeading>
        <SkeletonLines />
      </div>
    );
  return <ItemPage key={`${place}/${item.id}`} view={view} stage={stage} item={item} stageId={stageId} />;
}
