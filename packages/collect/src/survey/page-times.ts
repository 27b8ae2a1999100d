import type { PageRow } from "@refract/store";

/** How long a person was on each page of a survey; the pages they left, and the one that is open. */
export interface PageTimes {
  readonly left: ReadonlyMap<string, PageTime>;
  readonly open: { readonly page: string; readonly since: number } | null;
  /** Whether the browser says which page it shows: one with the pages of an earlier version does not. */
  readonly isTold: boolean;
}

export type PageTime = Omit<PageRow, "participantId" | "scope">;

/** Somebody who has come to a survey is on its first page. */
export function openPageTimes([first, ...others]: readonly string[], at: number): PageTimes {
  return {
    left: new Map(),
    open: first === undefined ? null : { page: first, since: at },
    isTold: others.length === 0,
  };
}

/**
 * Another page is shown, or none any more. A page that was left and opened again has the time of all its visits.
 *
 * @param page Its name; null when the survey is left.
 */
export function turnPage(times: PageTimes, page: string | null, at: number): PageTimes {
  const { open, left } = times;
  const isTold = times.isTold || page !== null;
  const opened = page === null ? null : { page, since: at };
  if (open?.page === page) return isTold === times.isTold ? times : { ...times, isTold };
  // Nobody knows which pages they were on all the time.
  if (open === null || !isTold) return { left, open: opened, isTold };
  const earlier = left.get(open.page);
  const time: PageTime = {
    page: open.page,
    enteredAt: earlier?.enteredAt ?? open.since,
    leftAt: at,
    spentMs: (earlier?.spentMs ?? 0) + at - open.since,
  };
  return { left: new Map([...left, [open.page, time]]), open: opened, isTold };
}

/** Pages whose time changed between two states. */
export function leftPages(before: PageTimes, after: PageTimes): readonly PageTime[] {
  return [...after.left.values()].filter((time) => before.left.get(time.page) !== time);
}
