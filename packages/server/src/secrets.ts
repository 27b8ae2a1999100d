import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RefractError } from "@refract/core";

/** Everything that is signed or sealed with the installation's secret. The secret never leaves this object. */
export interface Secrets {
  /** Hex of a keyed hash; `purpose` keeps uses apart. */
  sign(purpose: string, text: string): string;
  isSigned(purpose: string, text: string, signature: string): boolean;
  /** AES-256-GCM: nonce, tag and ciphertext in one. */
  seal(text: string): Uint8Array;
}

const secretFile = "secret.key";

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
  // "wx" lets exactly one of several starting processes make it.
  await writeFile(path, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 }).catch(ignoreExisting);
  await chmod(path, 0o600);
  return createSecrets(Buffer.from((await readFile(path, "utf8")).trim(), "utf8"));
}

export function createSecrets(root: Uint8Array): Secrets {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", root, "refract", purpose, 32));
  const sealKey = derive("seal");
  const sign = (purpose: string, text: string) =>
    createHmac("sha256", derive(`sign ${purpose}`))
      .update(text)
      .digest("hex");
  return {
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

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
