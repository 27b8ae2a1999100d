import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RefractError } from "@refract/core";
import { runHeader } from "@refract/server";
import { holdFolder } from "@refract/store";
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

/** Earlier versions noted addresses alone. */
const noteSchema = z.object({
  id: z.string().optional(),
  baseUrl: z.string(),
  linkUrl: z.string(),
  key: z.string().optional(),
});
const earlierHealthSchema = z.object({ ok: z.boolean(), version: z.string() });

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

/** Where the server of a data folder runs, `unnamed` one of an earlier Refract that noted less, and null when none does, or none that was noted. */
export async function servedAddress(
  dataFolder: string,
): Promise<ServedAddress | { readonly unnamed: string } | null> {
  const text = await readFile(join(dataFolder, addressFile), "utf8").catch(() => null);
  const note = text === null ? null : parsedNote(text);
  if (note === null) return null;
  try {
    const health = await fetch(`${note.baseUrl}/health`, {
      signal: AbortSignal.timeout(5_000),
      redirect: "error",
    });
    // A server whose database is away runs all the same.
    if (!health.ok && health.status !== 503) return null;
    const run = health.headers.get(runHeader);
    if (note.id !== undefined && note.key !== undefined)
      return run === note.id ? { ...note, id: note.id, key: note.key } : null;
    // One that says which run it is would have noted it.
    return run === null && earlierHealthSchema.safeParse(await health.json()).success
      ? { unnamed: note.baseUrl }
      : null;
  } catch {
    // a server that was killed left its note behind
    return null;
  }
}

function parsedNote(text: string): z.output<typeof noteSchema> | null {
  try {
    return noteSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * The folder for this command alone, until it is disposed of: no server runs on it, and none can be started meanwhile. `why` says what would go
 * wrong otherwise.
 */
export async function takeFolder(dataFolder: string, command: string, why: string): Promise<AsyncDisposable> {
  const hold = await holdFolder(dataFolder, command, why);
  // Servers before this version hold nothing.
  const served = await servedAddress(dataFolder);
  if (served === null) return hold;
  await hold[Symbol.asyncDispose]();
  const where =
    "unnamed" in served
      ? `of an earlier Refract runs on ${dataFolder} (${served.unnamed})`
      : `runs on ${dataFolder} (${served.baseUrl})`;
  throw new RefractError(
    "rejected",
    `--data: a server ${where}, ${why}; if that one has another folder, remove ${join(dataFolder, addressFile)}`,
  );
}
