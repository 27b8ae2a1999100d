import type { RecordFiles } from "@refract/core";
import * as z from "zod";

const manifestFile = "manifest.json";
const manifestSchema = z.object({ synthetic: z.boolean().optional(), mode: z.string().optional() });

/**
 * Whether records were made rather than collected: a file that was read, or a folder it is in, has a name that starts with `made_`, or the
 * folder's `manifest.json` says `"synthetic": true` or, as Refract's own datasets do, the mode `simulated` or `mixed`.
 *
 * @param used names of the files whose records became items
 */
export async function isMadeData(files: RecordFiles, used: Iterable<string>): Promise<boolean> {
  for (const name of used) if (/(^|\/)made_/.test(name)) return true;
  if (!files.names.includes(manifestFile)) return false;
  const manifest = manifestSchema.safeParse(await files.json(manifestFile));
  if (!manifest.success) return false;
  const { synthetic, mode } = manifest.data;
  return synthetic === true || mode === "simulated" || mode === "mixed";
}
