import type { LeftOut } from "@refract/collect";
import type { LeftOutReason } from "@refract/dataset";
import type { PersonRow } from "@refract/store";
import { type ReviewOptions, reviewPeople } from "../people/review-people.ts";

/** Somebody whom the study's rule keeps out of its data, and why. */
export interface LeftOutPerson {
  /** Number of the person within the study. */
  readonly person: number;
  readonly because: LeftOutReason;
  /** In words, such as the researcher's own; for the researcher, never for a dataset. */
  readonly detail: string;
}

const reasonOf = {
  "second-submission": "second_submission",
  "no-consent": "no_consent",
  "not-adult": "not_adult",
  quality: "quality",
} as const satisfies Partial<Record<LeftOut["because"], LeftOutReason>>;

/**
 * Whom the study's rule leaves out, by participant id: rejected submissions, and whoever PRISM's inclusion rule keeps out
 * (spec prism-collection, "Recruitment, payment, quality control", 4 and 5). Who finished nothing is not among them: there
 * is nothing to leave out.
 */
export async function leftOutPeople(
  options: ReviewOptions & { readonly people: readonly PersonRow[] },
): Promise<ReadonlyMap<string, LeftOutPerson>> {
  const rejected = new Map<string, LeftOutPerson>();
  for (const { participant, decision } of options.people) {
    if (decision?.kind !== "reject") continue;
    const detail = decision.reason ?? "rejected by the researcher";
    rejected.set(participant.id, { person: participant.ordinal, because: "rejected", detail });
  }
  const reviews = await reviewPeople(options);
  const ruled = options.people.flatMap(({ participant: { id, ordinal } }) => {
    const leftOut = reviews.get(id)?.leftOut ?? null;
    if (leftOut === null || leftOut.because === "nothing-finished") return [];
    const { because, detail } = leftOut;
    return [[id, { person: ordinal, because: reasonOf[because], detail }] as const];
  });
  return new Map([...ruled, ...rejected]);
}
