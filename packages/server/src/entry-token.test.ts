import { expect, test } from "vitest";
import { mintEntryToken, readEntryToken } from "./entry-token.ts";
import { createSecrets } from "./secrets.ts";

const secrets = createSecrets(Buffer.alloc(32, 7));
const now = Date.parse("2026-12-01T09:00:00Z");
const day = 24 * 60 * 60 * 1000;

test("a token lets into its own study, for a day", () => {
  const token = mintEntryToken(secrets, "tea", now);
  expect(readEntryToken(secrets, token, "tea", now + day)).toMatchObject({ studyId: "tea", simulated: null });
  expect(() => readEntryToken(secrets, token, "tea", now + day + 1)).toThrow("entryToken: expired");
  expect(() => readEntryToken(secrets, token, "coffee", now)).toThrow("entryToken: made for another study");
});

test("a token that another key signed, or that somebody changed, is refused", () => {
  const token = mintEntryToken(secrets, "tea", now);
  const [body = "", signature = ""] = token.split(".");
  const longer = Buffer.from(
    JSON.stringify({ studyId: "tea", nonce: "n", expiresAt: now + 9 * day, simulated: null }),
  ).toString("base64url");
  const other = createSecrets(Buffer.alloc(32, 8));
  for (const forged of [
    mintEntryToken(other, "tea", now),
    `${longer}.${signature}`,
    `${body}.`,
    body,
    `${token}.more`,
    "",
  ])
    expect(() => readEntryToken(secrets, forged, "tea", now)).toThrow(
      "entryToken: not signed by this server",
    );
});

test("no two tokens are the same", () => {
  expect(mintEntryToken(secrets, "tea", now)).not.toBe(mintEntryToken(secrets, "tea", now));
});
