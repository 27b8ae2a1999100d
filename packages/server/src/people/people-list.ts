import { endingView, type OpenedStudy } from "@refract/collect";
import { type PanelVisit, panelIdKey, panelOf, placesOf, RefractError } from "@refract/core";
import type { PersonRow, Store } from "@refract/store";
import type { Secrets } from "../secrets.ts";
import { openVisit } from "../sessions/panel-identity.ts";
import type { StudyShelf } from "../sessions/study-shelf.ts";
import { type PersonStatus, personStatus } from "./visit-counts.ts";

/** A person as a researcher pays them: what the panel calls them, how far they came, and what was decided. */
export interface PersonEntry {
  /** Number of the person within the study, in order of arrival. */
  readonly person: number;
  readonly participantId: string;
  /** Null for somebody who came without one, after a withdrawal, and where the key is not. */
  readonly panelId: string | null;
  /** Whether there is an id that could not be opened. */
  readonly sealed: boolean;
  readonly panelStudy: string | null;
  readonly panelSession: string | null;
  /** `entered`: has not agreed to anything yet. */
  readonly status: PersonStatus;
  /** The completion code, or that of another ending. */
  readonly code: string | null;
  /** From coming in to the end; null before it. */
  readonly minutes: number | null;
  /** From 1: which submission of one panel id this is. */
  readonly submission: number;
  readonly kind: "real" | "test" | "simulated";
  readonly enteredAt: string;
  readonly endedAt: string | null;
  /** Beside the reward, or in place of it; amounts in the study's currency. */
  readonly payments: readonly {
    readonly kind: "partial" | "bonus";
    readonly amount: number;
    readonly at: string;
    readonly reason: string | null;
  }[];
  /** What the panel said when the server asked it to credit them; null where it is not asked, or not yet. */
  readonly credit: {
    readonly granted: boolean;
    readonly attempts: number;
    readonly at: string;
    readonly problem: string | null;
  } | null;
  readonly decision: { readonly kind: string; readonly at: string; readonly reason: string | null } | null;
}

export interface PeopleList {
  readonly study: string;
  readonly places: { readonly taken: number; readonly of: number | null };
  readonly people: readonly PersonEntry[];
}

export interface PeopleOptions {
  readonly store: Store;
  readonly shelf: StudyShelf;
  /** Null where the installation's key is not; ids then stay sealed. */
  readonly secrets: Secrets | null;
  readonly studyId: string;
}

/** Everybody of a study in order of arrival. */
export async function listPeople({ store, shelf, secrets, studyId }: PeopleOptions): Promise<PeopleList> {
  // People are paid also where their version can't be run now: only the code is not known then.
  const found = new Map<number, OpenedStudy | null>();
  const opened = async (version: number) => {
    const known = found.get(version);
    const study = known === undefined ? ((await shelf.find(studyId, version))?.opened ?? null) : known;
    found.set(version, study);
    return study;
  };
  const latest = (await shelf.find(studyId))?.opened ?? null;
  const people: PersonEntry[] = [];
  for (const row of await store.people(studyId))
    people.push(entryOf(row, await opened(row.participant.studyVersion), secrets));
  return {
    study: studyId,
    places: {
      taken: await store.placesTaken(studyId),
      of: latest === null ? null : placesOf(latest.study),
    },
    people,
  };
}

/**
 * The one person meant by a number of the list (`17`, `#17`) or a panel id. Throws `not-found` for nobody and
 * `invalid-input` for several: then `#` and the number say which.
 */
export async function findPerson(options: PeopleOptions, text: string): Promise<PersonEntry> {
  const { people } = await listPeople(options);
  const latest = await options.shelf.find(options.studyId);
  const idCase = latest === null ? "sensitive" : (panelOf(latest.opened.study)?.idCase ?? "sensitive");
  const number = /^#?(\d+)$/.exec(text.trim())?.[1];
  const key = panelIdKey(text, idCase);
  const found = people.filter(
    ({ person, panelId }) =>
      (number !== undefined && person === Number(number)) ||
      (!text.startsWith("#") && panelId !== null && panelIdKey(panelId, idCase) === key),
  );
  const [first, ...others] = found;
  if (first === undefined) {
    const sealed = people.some((entry) => entry.sealed) ? "; panel ids are sealed here, the key is not" : "";
    throw new RefractError(
      "not-found",
      `person: invalid value "${text}", expected a number or a panel id of \`refract people ${options.studyId}\`${sealed}`,
    );
  }
  if (others.length > 0)
    throw new RefractError(
      "invalid-input",
      `person: "${text}" may be ${found.map(({ person }) => `#${person}`).join(" or ")}, expected one of these`,
    );
  return first;
}

function entryOf(row: PersonRow, opened: OpenedStudy | null, secrets: Secrets | null): PersonEntry {
  const { participant, sealed, submission, decision, credit } = row;
  const { outcome, enteredAt, endedAt } = participant;
  const visit: PanelVisit | null = sealed === null || secrets === null ? null : openVisit(secrets, sealed);
  return {
    person: participant.ordinal,
    participantId: participant.id,
    panelId: visit?.id ?? null,
    sealed: sealed !== null && visit === null,
    panelStudy: visit?.study ?? null,
    panelSession: visit?.session ?? null,
    status: personStatus(participant),
    code:
      outcome === null || opened === null
        ? null
        : endingView(opened, outcome, participant.seed, visit?.values ?? {}).code,
    minutes: endedAt === null ? null : Math.round((endedAt - enteredAt) / 6000) / 10,
    submission,
    kind: participant.test ? "test" : participant.simulated ? "simulated" : "real",
    enteredAt: new Date(enteredAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    payments: row.payments.map(({ kind, hundredths, at, reason }) => ({
      ...{ kind, amount: hundredths / 100, at: new Date(at).toISOString(), reason },
    })),
    credit:
      credit === null
        ? null
        : {
            granted: credit.grantedAt !== null,
            attempts: credit.attempts,
            at: new Date(credit.grantedAt ?? credit.lastAt).toISOString(),
            problem: credit.problem,
          },
    decision:
      decision === null
        ? null
        : { kind: decision.kind, at: new Date(decision.at).toISOString(), reason: decision.reason },
  };
}
