import { mkdtemp, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { RefractError } from "@refract/core";

/** Options that name a place a command may make, with the folders above it. */
const options = ["out", "data", "cache"] as const;

/**
 * Refuses places in which the system makes no folder although it says that the folder above is there, such as `/proc/x`: Node's
 * recursive `mkdir` tries those for ever. Whatever else is wrong with a place is told by who writes there.
 *
 * @param given a command's options
 * @throws RefractError `invalid-input` that names the option
 */
export async function refuseImpossiblePlaces(given: Readonly<Record<string, unknown>>): Promise<void> {
  for (const option of options) {
    const place = given[option];
    if (typeof place === "string") await refuseImpossiblePlace(`--${option}`, place);
  }
}

export async function refuseImpossiblePlace(name: string, place: string): Promise<void> {
  const path = resolve(place);
  const above = await nearestThere(path);
  if (above === path) return;
  try {
    await rmdir(await mkdtemp(join(above, ".refract-")));
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) return;
    throw new RefractError(
      "invalid-input",
      `${name}: ${place}: no folder can be made in ${above}, expected a folder that can be written to`,
      { cause },
    );
  }
}

/** The path itself or the nearest folder above it that is there. */
async function nearestThere(path: string): Promise<string> {
  const isThere = (await stat(path).catch(() => null)) !== null;
  return isThere || dirname(path) === path ? path : nearestThere(dirname(path));
}
