import { basename } from "node:path";
import { type Bundle, studyFileName } from "@refract/collect";
import { RefractError, readLocatedYaml, type StudyProblem } from "@refract/core";
import { readBundle } from "@refract/server";

/**
 * A study with everything it names, read with the instruments that come with Refract.
 *
 * @param refuse Told of each file that is named and not read; without it the first one throws.
 */
export async function readStudy(path: string, refuse?: (problem: StudyProblem) => void): Promise<Bundle> {
  // Loaded only for a study that names one.
  const instruments = async () => (await import("@refract/instruments")).instruments;
  const bundle = await readBundle(path, instruments, refuse);
  if (!isStudy(path, bundle[studyFileName] ?? ""))
    throw new RefractError(
      "invalid-input",
      `${path}: is no study file (it has neither refract nor stages), expected ${studyFileName} or its folder`,
    );
  return bundle;
}

/** Whether a file was meant as a study: mistakes in one are told with their lines, other files are none. */
function isStudy(path: string, text: string): boolean {
  const { value, faults } = readLocatedYaml(text);
  // A folder and its study.yaml have no other ending.
  if (faults.length > 0) return !/\.(?!ya?ml$|json$)[^.]+$/i.test(basename(path)) || !/\S/.test(text);
  return typeof value === "object" && value !== null && ("refract" in value || "stages" in value);
}
