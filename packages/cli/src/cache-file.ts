import { resolve } from "node:path";

/** Where answers are kept for later runs: the file of --cache, none with --no-cache, else one in the data folder. */
export function cacheFile({
  cache,
  data,
}: {
  readonly cache: boolean | string;
  readonly data: string;
}): string | null {
  if (cache === false) return null;
  return typeof cache === "string" ? resolve(cache) : resolve(data, "response-cache.sqlite");
}
