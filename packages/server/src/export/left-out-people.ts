import type { LeftOut } from "@refract/collect";
import { isTestId, panelOf, type Study } from "@refract/core";
import type { LeftOutReason } from "@refract/dataset";
import type { PersonRow } from "@refract/store";
import { type ReviewOptions, reviewPeople } from "../people/review-people.ts";
import type { Secrets } from "../secrets.ts";
import { openVisit } from "../sessions/panel-identity.ts";

/** Somebody whom the study's rule keeps out of its data, and why. */
export interface LeftOutPerson {
  /** Number of the person within the study. */
  readonly person: number;
  readonly because: LeftOutReason;
  /** In words, such as the researcher's own; for the researcher, never for a dataset. */
  readonly detail: string;
}

export interface LeftOutOptions extends ReviewOptions {
  readonly people: readonly PersonRow[];
  /** Null where the installation's key is not. */
  readonly secrets: Secrets | null;
}

const reasonOf = {
  "second-submission": "second_submission",
  "no-consent": "no_consent",
  "not-adult": "not_adult",
  "ended-early": "ended_early",
  quality: "quality",
} as const satisfies Partial<Record<LeftOut["because"], LeftOutReason>>;

/**
 * Whom the study's rule leaves out, by participant id: rejected submissions, and whoever PRISM's inclusion rule keeps out
 * (spec prism-collection, "Recruitment, payment, quality control", 4 and 5). Who finished nothing is not among them: there
 * is nothing to leave out.
 */
export async function leftOutPeople(options: LeftOutOptions): Promise<ReadonlyMap<string, LeftOutPerson>> {
  const rejected = new Map<string, LeftOutPerson>();
  for (const { participant, decision } of options.people) {
    if (decision?.kind !== "reject") continue;
    const detail = decision.reason ?? "rejected by the researcher";
    rejected.set(participant.id, { person: participant.ordinal, because: "rejected", detail });
  }
  const cleaned = cleanedPeople(options, (await options.shelf.find(options.studyId))?.opened.study ?? null);
  const reviews = await reviewPeople({
    ...options,
    isWanted: ({ participant }) => !cleaned.has(participant.id),
  });
  const ruled = options.people.flatMap(({ participant: { id, ordinal } }) => {
    const leftOut = reviews.get(id)?.leftOut ?? null;
    if (leftOut === null || leftOut.because === "nothing-finished") return [];
    const { because, detail } = leftOut;
    return [[id, { person: ordinal, because: reasonOf[because], detail }] as const];
  });
  return new Map([...ruled, ...rejected, ...cleaned]);
}

/**
 * Who is nobody's data: real people who came before the launch, or with an id of the researcher's tests. Ids are looked at
 * where the key is; whoever comes with such an id from now on is a test person anyhow.
 */
function cleanedPeople(
  { people, secrets }: Pick<LeftOutOptions, "people" | "secrets">,
  study: Study | null,
): ReadonlyMap<string, LeftOutPerson> {
  const panel = study === null ? null : panelOf(study);
  const launch = study?.launch === undefined ? Number.NEGATIVE_INFINITY : Date.parse(study.launch);
  const cleaned = new Map<string, LeftOutPerson>();
  for (const { participant, sealed } of people) {
    const { id, ordinal, simulated, enteredAt } = participant;
    if (simulated) continue;
    const leaveOut = (because: LeftOutReason, detail: string) =>
      cleaned.set(id, { person: ordinal, because, detail });
    if (enteredAt < launch) leaveOut("before_launch", `came in ${new Date(enteredAt).toISOString()}`);
    const visit = sealed === null || secrets === null ? null : openVisit(secrets, sealed);
    if (panel !== null && visit !== null && isTestId(panel, visit.id))
      leaveOut("test_id", "the panel id is one of the study's test ids");
  }
  return cleaned;
}
