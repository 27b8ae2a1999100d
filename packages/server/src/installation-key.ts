import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Panel, panelOf, RefractError } from "@refract/core";
import type { Store } from "@refract/store";
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
  if (known !== null && known.keyFingerprint !== secrets.fingerprint)
    throw new RefractError(
      "invalid-input",
      `${keyName(place)}: is the key ${secrets.fingerprint}, and the database belongs to the key ${known.keyFingerprint} of ${known.dataFolder}; ${mending(known.dataFolder)}`,
    );
  if (sample !== null && secrets.open(sample) === null)
    throw new RefractError(
      "invalid-input",
      `${keyName(place)}: is the key ${secrets.fingerprint}, which does not open the panel ids of the database; ${mending(null)}`,
    );
  if (known?.dataFolder !== dataFolder)
    await store.noteInstallation({ keyFingerprint: secrets.fingerprint, dataFolder }, Date.now());
  return secrets;
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
  if (!inEnvironment) await writeFile(join(dataFolder, nextFile), text, { mode: 0o600, flush: true });
  const { identities, kept } = await store.reseal(
    {
      installation: { keyFingerprint: after.fingerprint, dataFolder },
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
