import type { CommandEnvelope } from "@refract/collect/browser";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { Model } from "survey-core";
import type { CommandEnd } from "../participant/command-queue.ts";
import { useSession } from "../participant/session-context.tsx";
import { answersToSave, enteredAnswers } from "./answers-to-save.ts";
import { changedAnswers, withoutChanges } from "./changed-answers.ts";
import { draftPlace, pagePlace, writeDraft } from "./survey-draft.ts";

/** How long typing rests before answers are saved, and how long it may go on without a rest. */
const restMs = 600;
const longestMs = 2000;

interface SurveySavingOptions {
  readonly stageId: string;
  readonly model: RefObject<Model | null>;
  readonly typed: ReadonlyMap<string, string>;
  readonly send: (command: CommandEnvelope["command"]) => Promise<CommandEnd>;
}

export interface SurveySaving {
  /** What the server has, at the beginning. */
  readonly begin: (saved: Readonly<Record<string, unknown>>) => void;
  /** Something was entered. */
  readonly changed: () => void;
  /** Saves now. Resolves when the server has answered. */
  readonly save: () => Promise<CommandEnd>;
  /** Goes on to another page and saves that too. */
  readonly saveAt: (page: number) => void;
  /** The page, from 0, that this window last told the server it shows. */
  readonly toldPage: RefObject<number>;
  /** Saves, and asks whether the visit ends by what is on the page of this name. Resolves when the server has answered. */
  readonly leave: (pageName: string) => Promise<void>;
}

/** Saves answers as they are given; what is not saved yet stays in this browser, over a reload too. */
export function useSurveySaving(options: SurveySavingOptions): SurveySaving {
  const { memory, markUnsent, onHide, snapshot } = useSession();
  const latest = useRef(options);
  latest.current = options;
  /** What was sent, and what of it the server has. */
  const saved = useRef<Readonly<Record<string, unknown>>>({});
  const confirmed = useRef<Readonly<Record<string, unknown>>>({});
  /** The draft as this page left it, and whether the page has gone: another one may be at the draft then. */
  const written = useRef("");
  const isGone = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waitingSince = useRef<number | null>(null);
  const place = draftPlace(options.stageId);
  const placeOfPage = pagePlace(options.stageId);
  const toldPage = useRef(0);

  const tell = useCallback(
    async (command: Extract<CommandEnvelope["command"], { type: "survey.saved" }>): Promise<CommandEnd> => {
      toldPage.current = command.page;
      const end = await latest.current.send(command);
      const { stage } = snapshot().view;
      // What was refused moved nothing: nobody else has turned the page since.
      if (end === "refused" && stage?.type === "survey") toldPage.current = stage.page;
      return end;
    },
    [snapshot],
  );

  /** What is entered and not with the server, to this browser; the tick follows. */
  const keep = useCallback(() => {
    const { model, typed, stageId } = latest.current;
    if (model.current === null) return;
    const { answers, held } = answersToSave(model.current, saved.current, typed);
    const isUnsent = held.length > 0 || Object.keys(changedAnswers(saved.current, answers)).length > 0;
    // What was handed in, or ended with the visit, stays on no device.
    const { status, stages, stageIndex } = snapshot().view;
    const hasEnded = status !== "active" && status !== "stopped";
    const isOver = hasEnded || stages[stageIndex]?.id !== stageId;
    const kept = [...typed].filter(([, text]) => text !== "" && !isOver);
    written.current = writeDraft(confirmed.current, enteredAnswers(model.current), new Map(kept));
    memory.saveDraft(place, written.current);
    if (!isGone.current) markUnsent(place, isUnsent);
  }, [memory, markUnsent, place, snapshot]);

  const save = useCallback(async (): Promise<CommandEnd> => {
    clearTimeout(timer.current);
    waitingSince.current = null;
    const { model, typed } = latest.current;
    if (model.current === null) return "done";
    const before = saved.current;
    const { answers } = answersToSave(model.current, before, typed);
    const changed = changedAnswers(before, answers);
    saved.current = answers;
    keep();
    if (Object.keys(changed).length === 0) return "done";
    const { currentPageNo: page, currentPage } = model.current;
    const end = await tell({ type: "survey.saved", answers: changed, page, shown: currentPage?.name });
    // Nothing of a refused save counts: its answers go along with the next.
    if (end === "refused") saved.current = withoutChanges(saved.current, changed, before);
    else confirmed.current = withoutChanges(confirmed.current, changed, answers);
    if (!isGone.current || memory.draft(place) === written.current) keep();
    return end;
  }, [keep, tell, memory, place]);

  const changed = useCallback(() => {
    const now = performance.now();
    waitingSince.current ??= now;
    keep();
    clearTimeout(timer.current);
    const left = longestMs - (now - waitingSince.current);
    timer.current = setTimeout(() => void save(), Math.max(0, Math.min(restMs, left)));
  }, [keep, save]);

  const begin = useCallback(
    (answers: Readonly<Record<string, unknown>>) => {
      saved.current = answers;
      confirmed.current = answers;
      changed();
    },
    [changed],
  );
  const saveAt = useCallback(
    (page: number) => {
      void save();
      const shown = latest.current.model.current?.currentPage?.name;
      memory.saveDraft(placeOfPage, String(page));
      void tell({ type: "survey.saved", answers: {}, page, shown }).then(() => {
        if (memory.draft(placeOfPage) === String(page)) memory.saveDraft(placeOfPage, "");
      });
    },
    [save, tell, memory, placeOfPage],
  );

  const leave = useCallback(
    async (pageName: string) => {
      const page = latest.current.model.current?.currentPageNo ?? 0;
      void save();
      await tell({ type: "survey.saved", answers: {}, page, left: pageName });
    },
    [save, tell],
  );

  useEffect(() => onHide(() => void save()), [onHide, save]);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      clearTimeout(timer.current);
      markUnsent(place, false);
    };
  }, [markUnsent, place]);
  return { begin, changed, save, saveAt, toldPage, leave };
}
