import { openStoredStudy, type Stage, type StoredStudy } from "@refract/collect";
import { formatProblem, RefractError } from "@refract/core";
import type { StudyVersionRow } from "@refract/store";

/** What this version of Refract makes of one stored version of a study. */
export interface StoredVersionReview {
  readonly studyId: string;
  readonly version: number;
  readonly hash: string;
  /** Rules that it breaks and that count for new files only. */
  readonly warnings: readonly string[];
  /** Why it can't be run, and how to mend that; null where it can. */
  readonly setAside: string | null;
}

/** Opens every stored version, as a server does that people come to. */
export function reviewStoredVersions(
  versions: readonly StudyVersionRow[],
  stages: readonly [Stage, ...Stage[]],
): StoredVersionReview[] {
  return versions.map((stored) => {
    const { studyId, version, hash } = stored;
    try {
      const { warnings } = openStoredVersion(stored, stages);
      return { studyId, version, hash, warnings: warnings.map(formatProblem), setAside: null };
    } catch (thrown) {
      if (!(thrown instanceof RefractError)) throw thrown;
      return { studyId, version, hash, warnings: [], setAside: thrown.message };
    }
  });
}

/** Pages don't wait for such a version as for a server that is away, and lead whoever is in it to their receipt. */
export const studySetAside = "study-set-aside";

/** Throws `unavailable` for a version that is set aside, with what is wrong and how to mend it. */
export function openStoredVersion(
  { studyId, version, bundle, damage }: StudyVersionRow,
  stages: readonly [Stage, ...Stage[]],
): StoredStudy {
  if (damage !== null)
    throw new RefractError(
      "unavailable",
      [
        `study "${studyId}": version ${version} is set aside, because its files in the database are damaged:`,
        damage,
        "to mend it: serve the study's own files, just as they were, once more; the version is written anew from them, and whoever began it goes on. Without them, restore a backup",
      ].join("\n"),
      { userMessage: studySetAside },
    );
  try {
    return openStoredStudy(bundle, stages);
  } catch (cause) {
    if (!(cause instanceof RefractError)) throw cause;
    throw new RefractError(
      "unavailable",
      [
        `study "${studyId}": version ${version} is set aside, because this version of Refract can't run it:`,
        cause.message,
        `to mend it: refract study stored ${studyId} ${version} --out FOLDER writes its files; correct them and serve FOLDER, and newcomers get it as the next version. People who began version ${version} go on once a Refract that can run it is started again`,
      ].join("\n"),
      { cause, userMessage: studySetAside },
    );
  }
}
