import type { RatingTrace } from "@refract/collect/browser";
import { ownValue } from "@refract/core";
import { useCallback, useEffect, useRef, useState } from "react";
import type { CommandEnd } from "../participant/command-queue.ts";
import { useSession } from "../participant/session-context.tsx";
import { beginRating, moveRating, type Rating, type ScaleMove, type ScaleRange } from "./rating.ts";
import { readRatingDraft, writeRatingDraft } from "./rating-draft.ts";

/** How long a scale rests before its value is sent while the finger is still down or keys are still coming. */
const restMs = 350;

/** What is known of one scale before it is touched on this page. */
export interface ScaleStart {
  readonly saved: number | null;
  readonly touched: boolean;
  readonly startAt: number | "none";
  readonly range: ScaleRange;
  /** From before a reload; null when there is none. */
  readonly trace?: RatingTrace | null;
}

interface UseRatingsOptions {
  readonly startOf: (key: string) => ScaleStart;
  /** Milliseconds since the scales were shown. */
  readonly elapsedMs: () => number;
  readonly save: (key: string, value: number, trace: RatingTrace) => Promise<CommandEnd> | null;
  /** Where this browser keeps a rating until the server has it; null for ratings that nobody keeps. */
  readonly draftPlace: ((key: string) => string) | null;
}

export interface Ratings {
  readonly of: (key: string) => Rating;
  readonly move: (key: string, move: ScaleMove) => void;
  /** Forgets what was set here, for scales that are answered otherwise. */
  readonly drop: (key: string) => void;
  /** Sends what is not sent yet. */
  readonly flush: () => void;
}

/**
 * Values of several scales on one page, by key. What the person does here counts over what the server knew when the
 * page was drawn; an untouched scale shows the saved value, so that another tab's rating comes through.
 */
export function useRatings(options: UseRatingsOptions): Ratings {
  const { memory, markUnsent, onHide, snapshot, subscribe } = useSession();
  const latest = useRef(options);
  latest.current = options;
  const own = useRef<Readonly<Record<string, Rating>>>({});
  const unsent = useRef(new Set<string>());
  /** Scales whose draft was looked for, and those found that are not sent again yet. */
  const looked = useRef(new Set<string>());
  const restored = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [, redraw] = useState(0);

  const ratingOf = useCallback(
    (key: string): Rating => {
      const set = ownValue(own.current, key);
      if (set !== undefined) return set;
      const { startOf, draftPlace } = latest.current;
      if (draftPlace !== null && !looked.current.has(key)) {
        looked.current.add(key);
        const draft = readRatingDraft(memory.draft(draftPlace(key)));
        if (draft !== null) {
          restored.current.add(key);
          own.current = { ...own.current, [key]: draft };
          return draft;
        }
      }
      const start = startOf(key);
      const begun = beginRating(start.saved, start.touched, start.startAt);
      return start.trace == null ? begun : { ...begun, trace: start.trace };
    },
    [memory],
  );

  const forget = useCallback(
    (key: string) => {
      const { draftPlace } = latest.current;
      if (draftPlace !== null) memory.saveDraft(draftPlace(key), "");
    },
    [memory],
  );
  const send = useCallback(
    async (key: string, rating: Rating) => {
      if (rating.value === null) return;
      const end = await latest.current.save(key, rating.value, rating.trace);
      // Moved again meanwhile, it is sent again.
      if (end === null || ownValue(own.current, key) !== rating) return;
      forget(key);
      if (end !== "done") return;
      // From here on what the server has counts, which another tab may change.
      const { [key]: _, ...rest } = own.current;
      own.current = rest;
      redraw((count) => count + 1);
    },
    [forget],
  );

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const keys = [...unsent.current];
    unsent.current.clear();
    for (const key of keys) void send(key, ratingOf(key));
    markUnsent("ratings", false);
  }, [ratingOf, markUnsent, send]);

  const move = useCallback(
    (key: string, wanted: ScaleMove) => {
      const next = moveRating(
        ratingOf(key),
        wanted,
        latest.current.startOf(key).range,
        latest.current.elapsedMs(),
      );
      own.current = { ...own.current, [key]: next };
      unsent.current.add(key);
      const { draftPlace } = latest.current;
      if (draftPlace !== null) memory.saveDraft(draftPlace(key), writeRatingDraft(next));
      markUnsent("ratings", true);
      redraw((count) => count + 1);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, restMs);
    },
    [flush, ratingOf, markUnsent, memory],
  );

  const drop = useCallback(
    (key: string) => {
      const { [key]: _, ...rest } = own.current;
      own.current = rest;
      unsent.current.delete(key);
      forget(key);
      redraw((count) => count + 1);
    },
    [forget],
  );

  // After a reload: what was on its way arrives first, and what of it the server has by then needs no second time.
  const settle = useCallback(() => {
    if (restored.current.size === 0 || snapshot().pending > 0) return;
    for (const key of restored.current) {
      if (latest.current.startOf(key).saved === ownValue(own.current, key)?.value) drop(key);
      else unsent.current.add(key);
    }
    restored.current.clear();
    flush();
  }, [snapshot, drop, flush]);
  useEffect(settle);
  useEffect(() => subscribe(settle), [subscribe, settle]);

  useEffect(() => flush, [flush]);
  useEffect(() => onHide(flush), [flush, onHide]);
  return { of: ratingOf, move, drop, flush };
}
