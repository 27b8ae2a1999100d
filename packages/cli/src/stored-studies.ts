import { builtInStages } from "@refract/collect";
import { reviewStoredVersions, type StoredVersionReview } from "@refract/server";
import { previewStore } from "@refract/store";
import { storeOptions, type WorkspaceOptions } from "./workspace.ts";

export interface StoredStudies {
  readonly schema: number;
  readonly nextSchema: number;
  readonly versions: readonly (StoredVersionReview & {
    /** The version newcomers get. */
    readonly isLatest: boolean;
    /** People under way in it. */
    readonly active: number;
    readonly files: Readonly<Record<string, string>>;
    readonly isDamaged: boolean;
  })[];
  /** Of each study's latest version that can be read. */
  readonly latestHashes: ReadonlySet<string>;
  /** What whoever starts the server has to know: of the latest versions, and of those that people are in. */
  readonly warnings: readonly string[];
}

/**
 * Opens what is stored as this version of the program would run it, and changes nothing.
 *
 * @param mending Hashes of the files that are about to be served: damaged versions of them are mended then, and nothing to warn of.
 */
export async function reviewStored(
  options: Pick<WorkspaceOptions, "data" | "databaseUrl">,
  mending: ReadonlySet<string> = new Set(),
): Promise<StoredStudies> {
  const { schema, nextSchema, versions } = await previewStore(storeOptions(options));
  const last = new Map(versions.map(({ studyId, version }) => [studyId, version]));
  const reviewed = reviewStoredVersions(versions, builtInStages).map((review, index) => ({
    ...review,
    isLatest: last.get(review.studyId) === review.version,
    active: versions[index]?.active ?? 0,
    files: versions[index]?.bundle ?? {},
    isDamaged: (versions[index]?.damage ?? null) !== null,
  }));
  return {
    schema,
    nextSchema,
    versions: reviewed,
    latestHashes: new Set(
      reviewed.filter(({ isLatest, isDamaged }) => isLatest && !isDamaged).map(({ hash }) => hash),
    ),
    warnings: reviewed.flatMap(
      ({ studyId, version, hash, isLatest, active, isDamaged, warnings, setAside }) => {
        if (isDamaged && mending.has(hash)) return [];
        if (setAside !== null) return isLatest || active > 0 ? [setAside] : [];
        const [first] = warnings;
        if (first === undefined || !isLatest) return [];
        const more = warnings.length === 1 ? "" : `, and ${warnings.length - 1} more`;
        return [
          `study "${studyId}": version ${version} is served as it is stored, and new files like it are refused: ${first}${more} (refract study stored ${studyId})`,
        ];
      },
    ),
  };
}
