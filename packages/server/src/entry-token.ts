import { parseOrThrow } from "@refract/collect";
import { RefractError } from "@refract/core";
import * as z from "zod";
import { randomToken, type Secrets } from "./secrets.ts";

const entrySchema = z.strictObject({
  studyId: z.string(),
  nonce: z.string(),
  expiresAt: z.number(),
  /** Set for simulated people only: who they are and where their clock starts. */
  simulated: z.strictObject({ seed: z.string(), startsAt: z.number().nullable() }).nullable(),
});
export type Entry = z.output<typeof entrySchema>;

const lifetimeMs = 24 * 60 * 60 * 1000;

/** A signed token that lets one person into a study once. */
export function mintEntryToken(
  secrets: Secrets,
  studyId: string,
  now: number,
  simulated: Entry["simulated"] = null,
): string {
  const entry: Entry = { studyId, nonce: randomToken(), expiresAt: now + lifetimeMs, simulated };
  const body = Buffer.from(JSON.stringify(entry)).toString("base64url");
  return `${body}.${secrets.sign("entry", body)}`;
}

/** What the token says, if it is ours, for this study and not too old. That it is spent once is the store's to see. */
export function readEntryToken(secrets: Secrets, token: string, studyId: string, now: number): Entry {
  const refuse = (reason: string) =>
    new RefractError("not-allowed", `entryToken: ${reason}, expected a token from the study's own page`, {
      userMessage: "entry-expired",
    });
  const [body, signature, ...rest] = token.split(".");
  if (
    body === undefined ||
    signature === undefined ||
    rest.length > 0 ||
    !secrets.isSigned("entry", body, signature)
  )
    throw refuse("not signed by this server");
  const entry = parseOrThrow(
    entrySchema,
    JSON.parse(Buffer.from(body, "base64url").toString("utf8")),
    "entryToken",
  );
  if (entry.studyId !== studyId) throw refuse("made for another study");
  if (entry.expiresAt < now) throw refuse("expired");
  return entry;
}
