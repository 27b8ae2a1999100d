import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { RefractError } from "@refract/core";

/** Everything that is signed or sealed with the installation's secret. The secret never leaves this object. */
export interface Secrets {
  /** Says which key this is and nothing of the key: 16 hex digits. */
  readonly fingerprint: string;
  /** Hex of a keyed hash; `purpose` keeps uses apart. */
  sign(purpose: string, text: string): string;
  isSigned(purpose: string, text: string, signature: string): boolean;
  /** AES-256-GCM: nonce, tag and ciphertext in one. */
  seal(text: string): Uint8Array;
  /** What was sealed; null when it was sealed with another secret, or is damaged. */
  open(sealed: Uint8Array): string | null;
}

export const secretFile = "secret.key";

/**
 * The installation's secret: from REFRACT_SECRET (at least 32 characters), else from `secret.key` in the data folder,
 * which is made on first start and readable by its owner only.
 */
export async function openSecrets(
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Secrets> {
  const given = environment.REFRACT_SECRET;
  if (given !== undefined && given !== "") {
    if (given.length < 32)
      throw new RefractError(
        "invalid-input",
        `REFRACT_SECRET: ${given.length} characters, expected at least 32`,
      );
    return createSecrets(Buffer.from(given, "utf8"));
  }
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, secretFile);
  await makeSecretFile(path);
  await chmod(path, 0o600);
  const kept = (await readFile(path, "utf8")).trim();
  if (kept.length < 32)
    throw new RefractError(
      "invalid-input",
      `${path}: ${kept.length} characters, expected at least 32; put the file back from a backup`,
    );
  return createSecrets(Buffer.from(kept, "utf8"));
}

/** The same for a command that only reads: null where there is no secret, and none is made. */
export async function openExistingSecrets(
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Secrets | null> {
  const given = environment.REFRACT_SECRET ?? "";
  const isThere = given !== "" || (await stat(join(dataFolder, secretFile)).catch(() => null)) !== null;
  return isThere ? openSecrets(dataFolder, environment) : null;
}

export const newSecret = (): string => randomBytes(32).toString("hex");

/** It is never there half written, and of several starting processes exactly one makes it. */
async function makeSecretFile(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) !== null) return;
  const draft = `${path}.${randomToken()}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(newSecret());
    await file.sync();
    await link(draft, path).catch(async (error: NodeJS.ErrnoException) => {
      // Not every file system has links.
      if (error.code !== "EEXIST") await rename(draft, path);
    });
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
}

export function createSecrets(root: Uint8Array): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", root, "refract", purpose, 32));
  const sealKey = derive("seal");
  const sign = (purpose: string, text: string) =>
    createHmac("sha256", derive(`sign ${purpose}`))
      .update(text)
      .digest("hex");
  return {
    fingerprint: sign("fingerprint", "secret").slice(0, 16),
    sign,
    isSigned: (purpose, text, signature) => {
      const expected = Buffer.from(sign(purpose, text));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    seal: (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce);
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open: (sealed) => {
      try {
        const decipher = createDecipheriv("aes-256-gcm", sealKey, sealed.subarray(0, 12));
        decipher.setAuthTag(sealed.subarray(12, 28));
        return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
  };
}

/** A token nobody can guess. */
export function randomToken(): string {
  return randomBytes(24).toString("base64url");
}

/** What is stored of a token. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
