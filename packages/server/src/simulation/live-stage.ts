import type { OpenedStudy, SessionView } from "@refract/collect";

/** Whether models are answering at this view. */
export function isAnswering(study: OpenedStudy, { stageIndex, stage }: SessionView): boolean {
  const live = study.stages[stageIndex]?.live ?? null;
  return live !== null && stage !== null && live.answering(stage);
}

/** Responses of models that the person can judge at this view. */
export function shownResponses(
  study: OpenedStudy,
  { stageIndex, stage }: SessionView,
): readonly { readonly id: string; readonly text: string | null }[] {
  const live = study.stages[stageIndex]?.live ?? null;
  return live === null || stage === null ? [] : live.shown(stage);
}
