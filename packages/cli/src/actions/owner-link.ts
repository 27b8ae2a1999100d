import { resolve } from "node:path";
import { RefractError } from "@refract/core";
import { mintResearcherLink, openSecrets } from "@refract/server";
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
  const link = mintResearcherLink(await openSecrets(dataFolder, process.env), address.linkUrl, Date.now());
  terminal.result({ link }, `  start page   ${link}\n\n  it lets one browser in, once, within an hour`);
  return exitCodes.ok;
}
