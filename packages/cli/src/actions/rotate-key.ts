import { resolve } from "node:path";
import { builtInStages } from "@refract/collect";
import { rotateKey, StudyShelf } from "@refract/server";
import { exitCodes } from "../exit-codes.ts";
import { takeFolder } from "../served-address.ts";
import { formatNumber, type Terminal } from "../terminal.ts";
import { openExistingStore } from "../workspace.ts";

export interface RotateKeyOptions {
  readonly data: string;
  readonly databaseUrl?: string;
  readonly oldKeyLost?: boolean;
}

/** Replaces the installation's key, seals panel ids anew, and says what else changes with it. */
export async function rotateInstallationKey(options: RotateKeyOptions, terminal: Terminal): Promise<number> {
  const dataFolder = resolve(options.data);
  await using _hold = await takeFolder(
    dataFolder,
    "refract key rotate",
    "expected it to be stopped: it has the key that is to be replaced",
  );
  await using store = await openExistingStore(options);
  const rotated = await rotateKey(store, new StudyShelf(store, builtInStages), {
    place: { dataFolder, env: process.env },
    lost: options.oldKeyLost ?? false,
  });
  const { before, after, identities, kept } = rotated;
  terminal.result(
    rotated,
    [
      `the key is ${after} now${before === null ? "" : ` and was ${before}`}; ${formatNumber(identities)} panel ids were sealed anew`,
      ...(kept > 0
        ? [`${formatNumber(kept)} panel ids were sealed with a key that is not here and can't be read`]
        : []),
      "researchers sign in again, people get another recovery code on their receipt, and entry pages that stand open are opened anew",
      "keep the new secret.key apart from the backups; older backups need the old one",
    ].join("\n"),
  );
  return exitCodes.ok;
}
