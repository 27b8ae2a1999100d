import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Panel, panelOf, RefractError } from "@refract/core";
import { giveToOwnerOf, type Installation, type Store } from "@refract/store";
import {
  createSecrets,
  newSecret,
  openExistingSecrets,
  openSecrets,
  type Secrets,
  secretFile,
  tokenHash,
} from "./secrets.ts";
import { identityLookup, openVisit, sealVisit } from "./sessions/panel-identity.ts";
import { recoveryCode, recoveryLookup } from "./sessions/recovery.ts";
import type { StudyShelf } from "./sessions/study-shelf.ts";

export interface KeyPlace {
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The next key, complete, until the database knows it. */
const nextFile = `${secretFile}.next`;

/**
 * The installation's key, if it is the one that the database belongs to. Refuses another one, naming both, and makes none
 * for a database that belongs to one already. A database that knows no key yet takes the one that opens what is sealed in it.
 */
export async function openOwnSecrets(store: Store, place: KeyPlace): Promise<Secrets> {
  const { dataFolder, env } = place;
  const known = await store.installation();
  await finishRotation(known?.keyFingerprint ?? null, place);
  const sample = known === null ? await store.sealedSample() : null;
  const existing = await openExistingSecrets(dataFolder, env);
  if (existing === null && (known !== null || sample !== null))
    throw new RefractError(
      "invalid-input",
      `${join(dataFolder, secretFile)}: is missing, and the database belongs to ${known === null ? "a key that is elsewhere" : `the key ${known.keyFingerprint} of ${known.dataFolder}`}; ${mending(known?.dataFolder ?? null)}`,
    );
  const secrets = existing ?? (await openSecrets(dataFolder, env));
  requireOwn(secrets, known, place);
  if (sample !== null && secrets.open(sample) === null)
    throw new RefractError(
      "invalid-input",
      `${keyName(place)}: is the key ${secrets.fingerprint}, which does not open the panel ids of the database; ${mending(null)}`,
    );
  if (known?.dataFolder !== dataFolder)
    await store.noteInstallation({ keyFingerprint: secrets.fingerprint, dataFolder }, Date.now());
  return secrets;
}

/**
 * The same for a command that only opens ids: null where there is no key, none is made, and nothing is noted. Refuses another one.
 */
export async function readOwnSecrets(store: Store, place: KeyPlace): Promise<Secrets | null> {
  const known = await store.installation();
  await finishRotation(known?.keyFingerprint ?? null, place);
  const secrets = await openExistingSecrets(place.dataFolder, place.env);
  if (secrets !== null) requireOwn(secrets, known, place);
  return secrets;
}

function requireOwn({ fingerprint }: Secrets, known: Installation | null, place: KeyPlace): void {
  if (known === null || known.keyFingerprint === fingerprint) return;
  throw new RefractError(
    "invalid-input",
    `${keyName(place)}: is the key ${fingerprint}, and the database belongs to the key ${known.keyFingerprint} of ${known.dataFolder}; ${mending(known.dataFolder)}`,
  );
}

export interface RotatedKey {
  readonly before: string | null;
  readonly after: string;
  /** Panel ids sealed anew. */
  readonly identities: number;
  /** Panel ids that the key before does not open; they stay as they are. */
  readonly kept: number;
}

/**
 * Replaces the key and everything that hangs on it. The new one lies beside the old one until the database knows it, so
 * that whenever the program dies the key that is needed is there.
 *
 * @param lost There is no old key: what it sealed stays unreadable.
 */
export async function rotateKey(
  store: Store,
  shelf: StudyShelf,
  { place, lost }: { readonly place: KeyPlace; readonly lost: boolean },
): Promise<RotatedKey> {
  const { dataFolder, env } = place;
  const before = lost ? null : await openOwnSecrets(store, place);
  // Not asked for again: another rotation may be done by then, whose key this one does not have.
  const known = before === null ? await requireLost(store, place) : before.fingerprint;
  const inEnvironment = (env.REFRACT_SECRET ?? "") !== "";
  const given = env.REFRACT_NEW_SECRET ?? "";
  if (inEnvironment && !lost && given.length < 32)
    throw new RefractError(
      "invalid-input",
      `REFRACT_NEW_SECRET: ${given.length} characters, expected at least 32: the key is in REFRACT_SECRET, and the next one is taken from here`,
    );
  const text = inEnvironment ? (lost ? (env.REFRACT_SECRET ?? "") : given) : newSecret();
  const after = createSecrets(Buffer.from(text, "utf8"));
  const panels = new Map<string, Panel | null>();
  for (const { id } of await store.studies())
    panels.set(
      id,
      await shelf.newest(id).then(
        ({ opened }) => panelOf(opened.study),
        () => null,
      ),
    );
  const { identities, kept } = await store.reseal(
    {
      before: known,
      installation: { keyFingerprint: after.fingerprint, dataFolder },
      // Not earlier: the file may hold the next key of a rotation that runs beside this one.
      prepare: async () => {
        if (!inEnvironment) await writeNext(dataFolder, text);
      },
      identity: ({ studyId, test, sealed }) => {
        const visit = before === null ? null : openVisit(before, sealed);
        if (visit === null) return null;
        const panel = panels.get(studyId) ?? null;
        return {
          lookup: identityLookup(after, { studyId, panel, id: visit.id, test }),
          sealed: sealVisit(after, visit),
        };
      },
      recoveryHash: (participantId) => tokenHash(recoveryLookup(recoveryCode(after, participantId))),
    },
    Date.now(),
  );
  await finishRotation(after.fingerprint, place);
  return { before: before?.fingerprint ?? null, after: after.fingerprint, identities, kept };
}

/** Going on without a key gives up all panel ids, which nobody means to where it is there and fits. Answers which key the database had. */
async function requireLost(store: Store, place: KeyPlace): Promise<string | null> {
  const { dataFolder, env } = place;
  const known = await store.installation();
  const fingerprint = known?.keyFingerprint ?? null;
  await finishRotation(fingerprint, place);
  const secrets = await openExistingSecrets(dataFolder, env);
  const sample = await store.sealedSample();
  if (secrets === null) return fingerprint;
  const fits =
    known === null
      ? sample !== null && secrets.open(sample) !== null
      : known.keyFingerprint === secrets.fingerprint;
  if (fits)
    throw new RefractError(
      "rejected",
      `--old-key-lost: ${keyName(place)} is the key that the database belongs to, expected it to be lost; without --old-key-lost panel ids are kept`,
    );
  return fingerprint;
}

/** Whoever owns the folder has to read it, also where the key was replaced by root. */
async function writeNext(dataFolder: string, text: string): Promise<void> {
  const file = join(dataFolder, nextFile);
  await writeFile(file, text, { mode: 0o600, flush: true });
  await giveToOwnerOf(dataFolder, file);
}

/** A program that died between the database and the file left the next key beside the old one. */
async function finishRotation(fingerprint: string | null, { dataFolder, env }: KeyPlace): Promise<void> {
  if (fingerprint === null || (env.REFRACT_SECRET ?? "") !== "") return;
  const next = join(dataFolder, nextFile);
  if ((await stat(next).catch(() => null)) === null) return;
  const secrets = createSecrets(Buffer.from((await readFile(next, "utf8")).trim(), "utf8"));
  if (secrets.fingerprint === fingerprint) await rename(next, join(dataFolder, secretFile));
}

function keyName({ dataFolder, env }: KeyPlace): string {
  return (env.REFRACT_SECRET ?? "") === "" ? join(dataFolder, secretFile) : "REFRACT_SECRET";
}

function mending(folder: string | null): string {
  const where = folder === null ? "" : `--data ${folder}, or `;
  return `expected ${where}its secret.key here; if that is lost for good, refract key rotate --old-key-lost goes on without it`;
}
