import type { RatingTrace } from "@refract/collect/browser";

/** One visual analogue scale in use. Immutable; times are milliseconds from when it was shown. */
export interface Rating {
  /** Whole number within the range, null: no handle yet. */
  readonly value: number | null;
  readonly trace: RatingTrace;
}

export interface ScaleRange {
  readonly minimum: number;
  readonly maximum: number;
}

export type ScaleMove =
  /** To a place on the line, from 0 (minimum) to 1 (maximum). */
  | { readonly kind: "to"; readonly share: number }
  | { readonly kind: "by"; readonly steps: number }
  | { readonly kind: "minimum" }
  | { readonly kind: "maximum" };

export function beginRating(value: number | null, touched: boolean, startAt: number | "none"): Rating {
  return {
    value: value ?? (startAt === "none" ? null : startAt),
    trace: { touched, firstTouchMs: null, pathLength: 0 },
  };
}

/**
 * The rating after one move. The first touch of a scale without handle puts it down and is no movement; keys begin
 * from the middle then.
 */
export function moveRating(rating: Rating, move: ScaleMove, range: ScaleRange, elapsedMs: number): Rating {
  const value = targetOf(rating.value, move, range);
  const path = rating.value === null ? 0 : Math.abs(value - rating.value);
  return {
    value,
    trace: {
      touched: true,
      firstTouchMs:
        rating.trace.firstTouchMs ?? (rating.trace.touched ? null : Math.max(0, Math.round(elapsedMs))),
      pathLength: rating.trace.pathLength + path,
    },
  };
}

function targetOf(value: number | null, move: ScaleMove, { minimum, maximum }: ScaleRange): number {
  const within = (wanted: number) => Math.min(maximum, Math.max(minimum, Math.round(wanted)));
  switch (move.kind) {
    case "to":
      return within(minimum + Math.min(1, Math.max(0, move.share)) * (maximum - minimum));
    case "by":
      return within((value ?? (minimum + maximum) / 2) + move.steps);
    case "minimum":
      return minimum;
    case "maximum":
      return maximum;
  }
}

/** Which move a key makes; null for keys the scale doesn't know. In right-to-left pages left means more. */
export function moveOfKey(key: string, direction: "ltr" | "rtl"): ScaleMove | null {
  const right = direction === "rtl" ? -1 : 1;
  switch (key) {
    case "ArrowRight":
      return { kind: "by", steps: right };
    case "ArrowLeft":
      return { kind: "by", steps: -right };
    case "ArrowUp":
      return { kind: "by", steps: 1 };
    case "ArrowDown":
      return { kind: "by", steps: -1 };
    case "PageUp":
      return { kind: "by", steps: 10 };
    case "PageDown":
      return { kind: "by", steps: -10 };
    case "Home":
      return { kind: "minimum" };
    case "End":
      return { kind: "maximum" };
    default:
      return null;
  }
}

/** Where the handle stands, from 0 to 1. */
export function shareOf(value: number, { minimum, maximum }: ScaleRange): number {
  return maximum === minimum ? 0 : (value - minimum) / (maximum - minimum);
}

/** The place in words a screen reader speaks; participants are never told a number. */
export const scalePlaces = [
  "at-minimum",
  "near-minimum",
  "quarter",
  "third",
  "before-half",
  "half",
  "after-half",
  "two-thirds",
  "three-quarters",
  "near-maximum",
  "at-maximum",
] as const;
export type ScalePlace = (typeof scalePlaces)[number];

export function placeOf(share: number): ScalePlace {
  if (share <= 0) return "at-minimum";
  if (share >= 1) return "at-maximum";
  if (share < 0.17) return "near-minimum";
  if (share < 0.29) return "quarter";
  if (share < 0.4) return "third";
  if (share < 0.47) return "before-half";
  if (share <= 0.53) return "half";
  if (share <= 0.6) return "after-half";
  if (share <= 0.71) return "two-thirds";
  if (share <= 0.83) return "three-quarters";
  return "near-maximum";
}
