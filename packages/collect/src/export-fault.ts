import { posix } from "node:path";
import { datasetFileFault } from "@refract/core";

/** Why a study with a file of this name could not be exported; null where it can. */
export function exportFault(name: string): string | null {
  const fault = datasetFileFault(posix.normalize(name));
  return fault === null ? null : `${fault}, so that the study could not be exported; expected another name`;
}
