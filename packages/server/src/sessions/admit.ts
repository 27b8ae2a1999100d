import { RefractError } from "@refract/core";
import { deriveSeed, seedDigest } from "@refract/stats";
import type { ParticipantRow } from "@refract/store";
import type { Deployment } from "../deployment.ts";
import { readEntryToken } from "../entry-token.ts";
import { tokenHash } from "../secrets.ts";
import { recoveryCode, recoveryLookup } from "./recovery.ts";

export interface EntryRequest {
  readonly studyId: string;
  readonly entryToken: string;
  readonly language: string;
  /** What the recruiting panel says of the person; kept apart from everything else, encrypted, never exported. */
  readonly panel: {
    readonly id: string;
    readonly study?: string | undefined;
    readonly locale?: string | undefined;
  } | null;
  /** The session token of the browser. */
  readonly token: string;
}

/** Lets a person into the latest version of a study, or says why not. One entry token makes one person. */
export async function admit(deployment: Deployment, request: EntryRequest): Promise<ParticipantRow> {
  const { shelf, store, secrets, clock, simulatedClocks } = deployment;
  const { row, version, opened } = await shelf.get(request.studyId);
  const entry = readEntryToken(secrets, request.entryToken, request.studyId, clock.now());
  const { study } = opened;
  if (!study.languages.includes(request.language)) {
    throw new RefractError(
      "invalid-input",
      `language: invalid value ${JSON.stringify(request.language)}, expected one of ${study.languages.join(", ")}`,
    );
  }
  if (request.panel === null && study.entry.panel?.required === true && entry.simulated === null) {
    throw new RefractError(
      "not-allowed",
      `${study.entry.panel.idParameter}: missing, expected it in the link`,
      { userMessage: "panel-missing" },
    );
  }
  const id =
    entry.simulated === null
      ? secrets.sign("participant", entry.nonce).slice(0, 32)
      : seedDigest(deriveSeed(row.seed, "simulated", entry.simulated.seed));
  const again = entry.simulated === null ? await sameEntry(deployment, id) : null;
  if (again !== null) {
    await store.addToken(id, tokenHash(request.token), clock.now());
    return again;
  }
  const lookup =
    request.panel === null ? null : secrets.sign("identity", JSON.stringify([study.id, request.panel.id]));
  if (lookup !== null) await refuseReturning(deployment, study.id, lookup, study.entry.returning);

  const enteredAt = entry.simulated?.startsAt ?? clock.now();
  if (entry.simulated !== null && entry.simulated.startsAt !== null)
    simulatedClocks?.set(id, entry.simulated.startsAt);
  return store.addParticipant(
    {
      id,
      studyId: study.id,
      studyVersion: version.version,
      seed: deriveSeed(row.seed, entry.simulated?.seed ?? id),
      simulated: entry.simulated !== null,
      language: request.language,
      enteredAt,
      tokenHash: tokenHash(request.token),
      recoveryHash: tokenHash(recoveryLookup(recoveryCode(secrets, id))),
      entryNonce: entry.nonce,
      identity:
        lookup === null || request.panel === null
          ? null
          : {
              lookup,
              sealed: secrets.seal(JSON.stringify(request.panel)),
              once: study.entry.returning !== "restart",
            },
      maximumPeople: study.entry.maximumPeople ?? null,
    },
    {
      events: [
        {
          participantId: id,
          seq: 1,
          at: enteredAt,
          stageId: null,
          type: "session.entered",
          payload: {
            language: request.language,
            panelStudy: request.panel?.study ?? null,
            panelLocale: request.panel?.locale ?? null,
          },
          commandId: null,
        },
      ],
      rows: [
        {
          table: "answers",
          row: {
            participantId: id,
            scope: "entry",
            field: "study_id",
            value: request.panel?.study ?? null,
            missing: request.panel?.study === undefined ? "not-asked" : null,
            at: enteredAt,
          },
        },
        {
          table: "answers",
          row: {
            participantId: id,
            scope: "entry",
            field: "study_locale",
            value: request.panel?.locale ?? null,
            missing: request.panel?.locale === undefined ? "not-asked" : null,
            at: enteredAt,
          },
        },
      ],
    },
  );
}

/**
 * The person this very page let in, if all they have done is come in: the answer was lost on its way, and the page asks
 * once more. As soon as anything has happened since, the token is spent.
 */
async function sameEntry({ store }: Deployment, id: string): Promise<ParticipantRow | null> {
  const earlier = await store.participant(id);
  if (earlier?.status !== "active") return null;
  return (await store.events(id)).length === 1 ? earlier : null;
}

/** A panel id alone never reopens a session: it may be known to others. */
async function refuseReturning(
  { store }: Deployment,
  studyId: string,
  lookup: string,
  returning: "resume" | "restart" | "block",
): Promise<void> {
  if (returning === "restart") return;
  const earlier = await store.participantByIdentity(studyId, lookup);
  if (earlier === null) return;
  if (returning === "block" || earlier.status !== "active") {
    throw new RefractError("not-allowed", "this panel id has taken part already", {
      userMessage: "taken-part",
    });
  }
  throw new RefractError(
    "not-allowed",
    "this panel id has a session on another device, expected its recovery code",
    { userMessage: "recovery-needed" },
  );
}
