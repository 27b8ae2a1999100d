import type { RatingTrace } from "@refract/collect/browser";
import { ownValue } from "@refract/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSession } from "../participant/session-context.tsx";
import { beginRating, moveRating, type Rating, type ScaleMove, type ScaleRange } from "./rating.ts";

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
  readonly save: (key: string, value: number, trace: RatingTrace) => void;
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
  const { markUnsent, onHide } = useSession();
  const latest = useRef(options);
  latest.current = options;
  const own = useRef<Readonly<Record<string, Rating>>>({});
  const unsent = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [, redraw] = useState(0);

  const ratingOf = useCallback((key: string): Rating => {
    const set = ownValue(own.current, key);
    if (set !== undefined) return set;
    const start = latest.current.startOf(key);
    const begun = beginRating(start.saved, start.touched, start.startAt);
    return start.trace == null ? begun : { ...begun, trace: start.trace };
  }, []);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const keys = [...unsent.current];
    unsent.current.clear();
    for (const key of keys) {
      const { value, trace } = ratingOf(key);
      if (value !== null) latest.current.save(key, value, trace);
    }
    markUnsent("ratings", false);
  }, [ratingOf, markUnsent]);

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
      markUnsent("ratings", true);
      redraw((count) => count + 1);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, restMs);
    },
    [flush, ratingOf, markUnsent],
  );

  const drop = useCallback((key: string) => {
    const { [key]: _, ...rest } = own.current;
    own.current = rest;
    unsent.current.delete(key);
    redraw((count) => count + 1);
  }, []);

  useEffect(() => flush, [flush]);
  useEffect(() => onHide(flush), [flush, onHide]);
  return { of: ratingOf, move, drop, flush };
}
