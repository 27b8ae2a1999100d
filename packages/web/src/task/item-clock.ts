/** How long one item has been seen. Immutable; times are milliseconds of one clock that never goes back. */
export interface ItemClock {
  /** Seen up to `since`. */
  readonly seenMs: number;
  /** Since when it is in view now; null while the page is hidden. */
  readonly since: number | null;
  /** What was seen before the first touch; null until then. */
  readonly firstInputMs: number | null;
}

export function startClock(
  earlier: Pick<ItemClock, "seenMs" | "firstInputMs">,
  isVisible: boolean,
  now: number,
): ItemClock {
  return { ...earlier, since: isVisible ? now : null };
}

/** Milliseconds in view up to now. */
export function seenMs({ seenMs: before, since }: ItemClock, now: number): number {
  return Math.round(before + (since === null ? 0 : now - since));
}

/** The page came into view or went out of it. */
export function clockWhen(clock: ItemClock, isVisible: boolean, now: number): ItemClock {
  return { ...clock, seenMs: seenMs(clock, now), since: isVisible ? now : null };
}

/** The person did something; only the first time counts. */
export function clockTouched(clock: ItemClock, now: number): ItemClock {
  return { ...clock, firstInputMs: clock.firstInputMs ?? seenMs(clock, now) };
}
