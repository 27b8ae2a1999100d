import { asksConsent, isBeforeCodePage, type OpenedStudy } from "@refract/collect";
import { placesOf, RefractError } from "@refract/core";
import { deriveSeed, seedDigest } from "@refract/stats";
import type { ParticipantRow, RowChange } from "@refract/store";
import type { Deployment } from "../deployment.ts";
import { readEntryToken } from "../entry-token.ts";
import { tokenHash } from "../secrets.ts";
import { changeDevice, isSentAway } from "./change-device.ts";
import type { Device } from "./device.ts";
import { type Recruitment, sealVisit } from "./panel-identity.ts";
import { recoveryCode, recoveryLookup } from "./recovery.ts";

export interface EntryRequest {
  readonly studyId: string;
  readonly entryToken: string;
  readonly language: string;
  /** What the recruiting panel says of the person; kept apart from everything else, encrypted, never exported. */
  readonly recruitment: Recruitment;
  /** The session token of the browser. */
  readonly token: string;
  readonly device: Device;
}

/** Lets a person into the latest version of a study, or says why not. One entry token makes one person. */
export async function admit(deployment: Deployment, request: EntryRequest): Promise<ParticipantRow> {
  const { shelf, store, secrets, clock, simulatedClocks } = deployment;
  const shelved = await shelf.newest(request.studyId);
  const { row, version, opened } = shelved;
  const entry = readEntryToken(secrets, request.entryToken, request.studyId, clock.now());
  const { study } = opened;
  const { link, lookup, panel } = request.recruitment;
  const test = request.recruitment.test && entry.simulated === null;
  const isReal = entry.simulated === null && !test;
  if (!study.languages.includes(request.language)) {
    throw new RefractError(
      "invalid-input",
      `language: invalid value ${JSON.stringify(request.language)}, expected one of ${study.languages.join(", ")}`,
    );
  }
  // In a panel's own page nobody works before they have the task, also not to try the study.
  const isPreview = link.kind === "preview";
  if (panel?.required === true && link.kind !== "visit" && (isReal || isPreview)) {
    throw new RefractError(
      "not-allowed",
      `${panel.idParameter}: ${link.kind === "unfilled" ? "the panel's placeholder was not filled in" : "missing"}, expected the panel's id of the person in the link`,
      { userMessage: link.kind === "unfilled" ? "panel-unfilled" : "panel-missing" },
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
  if (lookup !== null && isReal) {
    const known = await comeBack(deployment, opened, lookup, request.token);
    if (known !== null) return known;
  }

  if ((await store.studyState(study.id)) !== "open" || (await shelf.isReplaced(shelved)))
    throw new RefractError("rejected", `study "${study.id}": is closed, expected one that takes people in`, {
      userMessage: "study-full",
    });
  const visit = link.kind === "visit" ? link.visit : null;
  // A simulated person has none.
  const device = entry.simulated === null ? request.device : null;
  const enteredAt = entry.simulated?.startsAt ?? clock.now();
  if (entry.simulated !== null && entry.simulated.startsAt !== null)
    simulatedClocks?.set(id, entry.simulated.startsAt);
  const added = store.addParticipant(
    {
      id,
      studyId: study.id,
      studyVersion: version.version,
      seed: deriveSeed(row.seed, entry.simulated?.seed ?? id),
      simulated: entry.simulated !== null,
      test,
      language: request.language,
      enteredAt,
      consentedAt: asksConsent(opened) ? null : enteredAt,
      tokenHash: tokenHash(request.token),
      recoveryHash: tokenHash(recoveryLookup(recoveryCode(secrets, id))),
      entryNonce: entry.nonce,
      identity:
        lookup === null || visit === null
          ? null
          : {
              lookup,
              sealed: sealVisit(secrets, visit),
              once: isReal && study.entry.returning !== "restart",
            },
      places: placesOf(study),
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
            panelStudy: visit?.study ?? null,
            panelLocale: visit?.locale ?? null,
            ...(device === null ? {} : { device: { ...device } }),
          },
          commandId: null,
        },
      ],
      rows: entryRows(id, enteredAt, {
        study_id: visit?.study ?? null,
        study_locale: visit?.locale ?? null,
        ...(device === null
          ? {}
          : { device: device.kind, operating_system: device.system, browser: device.browser }),
      }),
    },
  );
  try {
    return await added;
  } catch (error) {
    // Two windows of one person at once: the slower one goes on with what the faster one made.
    const wasFirst = error instanceof RefractError && error.userMessage === "taken-part";
    if (!wasFirst || lookup === null || !isReal) throw error;
    const known = await comeBack(deployment, opened, lookup, request.token);
    if (known === null) throw error;
    return known;
  }
}

/** What is known of somebody when they come in, apart from what names them. */
function entryRows(
  participantId: string,
  at: number,
  known: Readonly<Record<string, string | null>>,
): readonly RowChange[] {
  return Object.entries(known).map(([field, value]) => {
    const missing = value === null ? "not-asked" : null;
    return { table: "answers", row: { participantId, scope: "entry", field, value, missing, at } };
  });
}

/**
 * The person this very page let in, if all they have done is come in: the answer was lost on its way, and the page asks
 * once more. As soon as anything has happened since, the token is spent.
 */
async function sameEntry({ store }: Deployment, id: string): Promise<ParticipantRow | null> {
  const earlier = await store.participant(id);
  if (earlier?.status !== "active" || (await isSentAway(store, earlier))) return null;
  return (await store.events(id)).length === 1 ? earlier : null;
}

/**
 * What becomes of a panel id that has come before, in a browser that does not know it. A panel id alone never reopens a
 * session, because it may be known to others; unless the researcher released the person, or there is nothing to protect
 * yet and no code was shown that they could have kept.
 *
 * @returns Null when the person may begin; their session when it goes on here. Throws when neither.
 */
async function comeBack(
  deployment: Deployment,
  opened: OpenedStudy,
  lookup: string,
  token: string,
): Promise<ParticipantRow | null> {
  const { store } = deployment;
  const { study } = opened;
  const { returning } = study.entry;
  if (returning === "restart") return null;
  const earlier = await store.participantByIdentity(study.id, lookup);
  if (earlier === null) return null;
  const isReleased = (await store.latestDecision(earlier.id))?.kind === "release";
  if (isReleased) {
    await changeDevice(deployment, earlier, token);
    return earlier;
  }
  if (returning === "block" || earlier.status !== "active" || (await isSentAway(store, earlier))) {
    throw new RefractError("not-allowed", "this panel id has taken part already", {
      userMessage: "taken-part",
    });
  }
  if (isBeforeCodePage(await store.events(earlier.id))) {
    await changeDevice(deployment, earlier, token);
    return earlier;
  }
  throw new RefractError(
    "not-allowed",
    "this panel id has a session on another device, expected its recovery code",
    { userMessage: "recovery-needed" },
  );
}
