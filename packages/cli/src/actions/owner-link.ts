import { resolve } from "node:path";
import { RefractError } from "@refract/core";
import { mintResearcherLink, openExistingSecrets } from "@refract/server";
import { exitCodes } from "../exit-codes.ts";
import { servedAddress } from "../served-address.ts";
import type { Terminal } from "../terminal.ts";

/** Prints a new one-time link to the start page of the server that runs on a data folder. */
export async function ownerLink(options: { readonly data: string }, terminal: Terminal): Promise<number> {
  const dataFolder = resolve(options.data);
  const address = await servedAddress(dataFolder);
  if (address === null)
    throw new RefractError(
      "not-found",
      `--data: no server runs on ${dataFolder}, expected the folder of one that does; refract serve prints a link of its own`,
    );
  if ("unnamed" in address)
    throw new RefractError(
      "rejected",
      `--data: the server on ${dataFolder} (${address.unnamed}) is of an earlier Refract, expected one of this version: start it anew, or type the command in the folder of its own code`,
    );
  // A link that is signed with another key lets nobody in, and a key that is made here would be another.
  const secrets = await openExistingSecrets(dataFolder, process.env);
  if (secrets?.fingerprint !== address.key)
    throw new RefractError(
      "missing-key",
      `--data: the server on ${dataFolder} has the key ${address.key}, ${secrets === null ? "and none is here" : `and here is ${secrets.fingerprint}`}; expected secret.key in that folder, or REFRACT_SECRET as the server has it`,
    );
  const link = mintResearcherLink(secrets, address.linkUrl, Date.now());
  terminal.result({ link }, `  start page   ${link}\n\n  it lets one browser in, once, within an hour`);
  return exitCodes.ok;
}
