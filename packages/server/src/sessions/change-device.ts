import { placesOf, RefractError } from "@refract/core";
import type { ParticipantRow } from "@refract/store";
import type { Deployment } from "../deployment.ts";
import { tokenHash } from "../secrets.ts";

/**
 * Moves a session to the browser that holds `token`: the device before is signed out, and its open pages are told. Somebody
 * whose place was released needs a free one; throws `rejected` (`study-full`) when there is none, and (`session-ended`) for
 * somebody who was returned or rejected before their end.
 */
export async function changeDevice(
  { store, shelf, hub, clock }: Pick<Deployment, "store" | "shelf" | "hub" | "clock">,
  participant: ParticipantRow,
  token: string,
): Promise<void> {
  const { id, studyId } = participant;
  if (await isSentAway(store, participant))
    throw new RefractError("rejected", `participant ${id}: was returned or rejected, expected a release`, {
      userMessage: "session-ended",
    });
  const hash = tokenHash(token);
  const at = clock.now();
  if ((await store.latestDecision(id))?.kind === "release") {
    const { opened } = await shelf.newest(studyId);
    await store.readmit({ participantId: id, studyId, tokenHash: hash, at, places: placesOf(opened.study) });
  } else await store.replaceTokens(id, hash, at);
  for (const listener of [...hub.of(id)]) listener.close();
}

/** Whether the researcher returned or rejected somebody who had not come to their end: only a release lets them go on. */
export async function isSentAway(
  store: Pick<Deployment["store"], "latestDecision">,
  { id, status }: Pick<ParticipantRow, "id" | "status">,
): Promise<boolean> {
  if (status !== "active") return false;
  const kind = (await store.latestDecision(id))?.kind;
  return kind === "return" || kind === "reject";
}
