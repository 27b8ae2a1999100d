import type { Secrets } from "../secrets.ts";

// Without letters and digits that are taken for each other.
const alphabet = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

/** A person's recovery code, `XXXX-XXXX-XXXX`: derived, so that it can be shown again and is nowhere stored. */
export function recoveryCode(secrets: Secrets, participantId: string): string {
  const digest = Buffer.from(secrets.sign("recovery", participantId), "hex");
  const letters = [...digest.subarray(0, 12)].map((byte) => alphabet[byte % alphabet.length]);
  return [0, 4, 8].map((start) => letters.slice(start, start + 4).join("")).join("-");
}

/** What a code is looked up by, however it was typed. */
export function recoveryLookup(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
}
