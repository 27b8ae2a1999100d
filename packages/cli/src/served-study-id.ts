import { RefractError } from "@refract/core";
import type { Store } from "@refract/store";

/** Refuses the id of a study that was never served from a store, and names those that were. */
export async function servedStudyId(store: Store, studyId: string): Promise<void> {
  const served = (await store.studies()).map(({ id }) => id);
  if (served.includes(studyId)) return;
  throw new RefractError(
    "not-found",
    `study: invalid value "${studyId}", expected ${served.length === 0 ? "a study's id, but no study was served from here" : `the id of a study served from here: ${served.join(", ")}`}`,
  );
}
