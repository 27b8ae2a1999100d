import type { PersonRow } from "@refract/store";

/** How far people came: one entry for each way, in the order in which they are told. */
export interface VisitCounts {
  readonly completed: number;
  readonly screenedOut: number;
  readonly declined: number;
  readonly full: number;
  readonly failedCheck: number;
  readonly withdrawn: number;
  /** Did not get through, by what is known of them; their visit has no end in the rows. */
  readonly gaveUp: number;
  /** Agreed and have not come to an end yet. */
  readonly underWay: number;
  /** Came in and have not agreed to anything. */
  readonly entered: number;
}

const none: VisitCounts = Object.freeze({
  completed: 0,
  screenedOut: 0,
  declined: 0,
  full: 0,
  failedCheck: 0,
  withdrawn: 0,
  gaveUp: 0,
  underWay: 0,
  entered: 0,
});

const visits = Object.freeze({
  completed: "completed",
  "screened-out": "screenedOut",
  declined: "declined",
  full: "full",
  "failed-check": "failedCheck",
  withdrawn: "withdrawn",
  active: "underWay",
  entered: "entered",
} as const satisfies Record<PersonStatus, keyof VisitCounts>);

export type PersonStatus =
  | "entered"
  | "active"
  | "completed"
  | "declined"
  | "screened-out"
  | "full"
  | "failed-check"
  | "withdrawn";

/** How far a person came, as it is told to a researcher. */
export function personStatus({ status, outcome, consentedAt }: PersonRow["participant"]): PersonStatus {
  if (status === "withdrawn") return "withdrawn";
  return outcome ?? (consentedAt === null ? "entered" : "active");
}

/**
 * Counts people by how far they came; every one of them is in one count.
 *
 * @param gaveUp ids of people who are known not to go on, such as simulated people whom no model answered
 */
export function visitCounts(
  people: Iterable<PersonRow>,
  gaveUp: ReadonlySet<string> = new Set(),
): VisitCounts {
  const counts: Record<keyof VisitCounts, number> = { ...none };
  for (const { participant } of people) {
    const status = personStatus(participant);
    const isOpen = status === "active" || status === "entered";
    counts[isOpen && gaveUp.has(participant.id) ? "gaveUp" : visits[status]] += 1;
  }
  return counts;
}
