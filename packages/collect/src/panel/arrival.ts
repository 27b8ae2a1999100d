import type { Ending } from "@refract/core";
import type { ParticipantStatus } from "@refract/store";

/** Whom a browser's cookie knows, and whom the link it was opened with names. */
export interface ArrivalFacts {
  /** Null without a session in this browser. */
  readonly here: {
    readonly status: ParticipantStatus;
    readonly test: boolean;
    readonly outcome: Ending | null;
    /** Null for somebody who has not agreed to take part. */
    readonly consentedAt: number | null;
    /** Keyed hash of the panel id; null for somebody who came without one. */
    readonly lookup: string | null;
  } | null;
  readonly link: { readonly test: boolean; readonly lookup: string | null };
  readonly returning: "resume" | "restart" | "block";
}

export type Arrival =
  /** The session of this browser goes on, or shows its end. */
  | "continue"
  /** Somebody this browser does not know, or who may begin anew. */
  | "newcomer"
  /** The same person once more, in a study that lets people in once. */
  | "refused";

/**
 * What opening a link in a browser means. A link with an id names a person: another id is another person, and the same
 * one comes back as the study says. An address without an id is the page itself, reloaded: the session goes on.
 */
export function decideArrival({ here, link, returning }: ArrivalFacts): Arrival {
  if (here === null || here.status === "withdrawn" || link.test) return "newcomer";
  // Whoever found every place taken may find one free now; who answered and found their kind full may not answer anew.
  if (here.outcome === "full" && here.consentedAt === null) return "newcomer";
  if (link.lookup === null)
    return returning === "restart" && here.status !== "active" ? "newcomer" : "continue";
  if (here.test || here.lookup !== link.lookup) return "newcomer";
  switch (returning) {
    case "resume":
      return "continue";
    case "restart":
      return "newcomer";
    case "block":
      return "refused";
  }
}
