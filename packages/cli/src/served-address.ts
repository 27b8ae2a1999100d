import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RefractError } from "@refract/core";

/** Says in a data folder where its server runs, for commands that speak of it. */
const addressFile = "serving.json";

export interface ServedAddress {
  /** From this machine. */
  readonly baseUrl: string;
  /** Of links for people. */
  readonly linkUrl: string;
}

/** Notes the address until the note is disposed of. */
export async function noteServedAddress(
  dataFolder: string,
  { baseUrl, linkUrl }: ServedAddress,
): Promise<AsyncDisposable> {
  const file = join(dataFolder, addressFile);
  const text = `${JSON.stringify({ baseUrl, linkUrl })}\n`;
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
    const { baseUrl, linkUrl } = JSON.parse(text);
    if (typeof baseUrl !== "string" || typeof linkUrl !== "string") return null;
    const health = await fetch(`${baseUrl}/health`, {
      signal: AbortSignal.timeout(5_000),
      redirect: "error",
    });
    // A server whose database is away runs all the same.
    return health.ok || health.status === 503 ? { baseUrl, linkUrl } : null;
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
