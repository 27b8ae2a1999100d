import type { Bundle } from "@refract/collect";
import { readBundle } from "@refract/server";

/** A study with everything it names, read with the instruments that come with Refract. */
export function readStudy(path: string): Promise<Bundle> {
  // Loaded only for a study that names one.
  return readBundle(path, async () => (await import("@refract/instruments")).instruments);
}
