import type { SessionView, StageView } from "@refract/collect/browser";
import type { ParseKeys } from "i18next";
import { type ComponentType, createElement, type ReactNode } from "react";
import { pagePart } from "../page/page-part.tsx";

export interface StagePageProps<View extends StageView> {
  readonly view: SessionView;
  readonly stage: View;
  /** To be told when the person has agreed here to take part: their code is shown before the next stage. */
  readonly onConsented: () => void;
}

export interface StagePageDefinition<View extends StageView> {
  readonly type: View["type"];
  /** Key of its name in the pages' words, for stages that the study gives no title. */
  readonly title: ParseKeys;
  /** Fetches the page; nothing of it is in the first view. */
  load(): Promise<{ readonly default: ComponentType<StagePageProps<View>> }>;
  /** Where in the stage the person is, as far as its pages differ: a step for the browser's Back. */
  placeIn?(stage: View): string;
  /** Whether the change from one view to the next is shown as a movement. */
  moves?(before: View, after: View): boolean;
}

/** The page of a kind of stage, as the frame sees it. */
export interface StagePage {
  readonly type: string;
  readonly title: ParseKeys;
  load(): Promise<unknown>;
  /** Null for a view of another kind. */
  page(view: SessionView, stage: StageView, onConsented: () => void): ReactNode;
  placeIn(stage: StageView): string;
  moves(before: StageView, after: StageView): boolean;
}

export function defineStagePage<View extends StageView>(definition: StagePageDefinition<View>): StagePage {
  const { type, title, load } = definition;
  const isOwn = (stage: StageView): stage is View => stage.type === type;
  const Page = pagePart(load);
  return Object.freeze({
    type,
    title,
    load,
    page: (view, stage, onConsented) =>
      isOwn(stage) ? createElement(Page, { key: view.stageIndex, view, stage, onConsented }) : null,
    placeIn: (stage) => (isOwn(stage) ? (definition.placeIn?.(stage) ?? "") : ""),
    moves: (before, after) => isOwn(before) && isOwn(after) && (definition.moves?.(before, after) ?? false),
  } satisfies StagePage);
}
