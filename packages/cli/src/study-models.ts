import { builtInStages, openStudy } from "@refract/collect";
import type { ModelEntry } from "@refract/core";
import { readBundle } from "@refract/server";

/** The pool of a study file. */
export async function poolOfStudy(path: string): Promise<readonly ModelEntry[]> {
  return openStudy(await readBundle(path), builtInStages).study.models;
}
