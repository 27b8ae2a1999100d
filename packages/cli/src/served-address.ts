import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RefractError } from "@refract/core";
import { runHeader } from "@refract/server";
import * as z from "zod";

/** Says in a data folder where its server runs, for commands that speak of it. */
const addressFile = "serving.json";

export interface ServedAddress {
  /** Of this very run of the server: another one may listen at its address by now. */
  readonly id: string;
  /** From this machine. */
  readonly baseUrl: string;
  /** Of links for people. */
  readonly linkUrl: string;
  /** Fingerprint of the key that it signs with. */
  readonly key: string;
}

const noteSchema = z.object({ id: z.string(), baseUrl: z.string(), linkUrl: z.string(), key: z.string() });

/** Notes the address until the note is disposed of. */
export async function noteServedAddress(
  dataFolder: string,
  { id, baseUrl, linkUrl, key }: ServedAddress,
): Promise<AsyncDisposable> {
  const file = join(dataFolder, addressFile);
  const text = `${JSON.stringify({ id, baseUrl, linkUrl, key })}\n`;
  await writeFile(file, text, { mode: 0o600 });
  return {
    [Symbol.asyncDispose]: async () => {
      // another server may have begun here since
      const now = await readFile(file, "utf8").catch(() => "");
      if (now === text) await rm(file, { force: true });
    },
  };
}

/** Where the server of a data folder runs; null when none does, or none that was noted. */
export async function servedAddress(dataFolder: string): Promise<ServedAddress | null> {
  const text = await readFile(join(dataFolder, addressFile), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    const noted = noteSchema.parse(JSON.parse(text));
    const { id, baseUrl } = noted;
    const health = await fetch(`${baseUrl}/health`, {
      signal: AbortSignal.timeout(5_000),
      redirect: "error",
    });
    // A server whose database is away runs all the same.
    const answers = health.ok || health.status === 503;
    return answers && health.headers.get(runHeader) === id ? noted : null;
  } catch {
    // a server that was killed left its note behind
    return null;
  }
}

/** Refuses where a server runs on the data folder; `why` says what would go wrong. */
export async function requireStoppedServer(dataFolder: string, why: string): Promise<void> {
  if ((await servedAddress(dataFolder)) === null) return;
  throw new RefractError(
    "rejected",
    `--data: a server runs on ${dataFolder}, expected it to be stopped: ${why}`,
  );
}
