import { createHash } from "node:crypto";
import {
  type Bundle,
  type OpenedStudy,
  type OwnData,
  openStudy,
  ownData,
  type Stage,
  type StoredTerms,
  storedTerms,
} from "@refract/collect";
import { RefractError } from "@refract/core";
import type { ParticipantRow, Store, StudyRow, StudyVersionRow } from "@refract/store";
import { randomToken } from "../secrets.ts";
import { openStoredVersion, studySetAside } from "./stored-versions.ts";

export interface ShelvedStudy {
  readonly row: StudyRow;
  readonly version: StudyVersionRow;
  readonly opened: OpenedStudy;
}

/** A study whose latest version can't be run here. */
export interface SetAsideStudy {
  readonly row: StudyRow;
  readonly version: number;
  /** Why, and how to mend it. */
  readonly message: string;
}

/** Every version of every study that people are in. A person stays on the version they began. */
export class StudyShelf {
  readonly #store: Store;
  readonly #stages: readonly [Stage, ...Stage[]];
  readonly #opened = new Map<string, OpenedStudy>();

  constructor(store: Store, stages: readonly [Stage, ...Stage[]]) {
    this.#store = store;
    this.#stages = stages;
  }

  /**
   * Checks the files and stores them as the study's next version if they differ from the latest. `seed` counts
   * where the study names none and is new here.
   */
  async add(files: Bundle, now: number, seed?: string): Promise<ShelvedStudy> {
    const { study } = openStudy(files, this.#stages);
    const { study: row, version } = await this.#store.putStudy(
      { id: study.id, seed: study.seed ?? seed ?? randomToken(), createdAt: now },
      { studyId: study.id, hash: bundleHash(files), bundle: files, createdAt: now },
    );
    return { row, version, opened: this.#open(version) };
  }

  /** The given version, or the latest. Throws `unavailable` for one that is set aside. */
  async get(studyId: string, version?: number): Promise<ShelvedStudy> {
    const row = (await this.#store.studies()).find((candidate) => candidate.id === studyId);
    const found = row === undefined ? null : await this.#store.studyVersion(studyId, version);
    if (row === undefined || found === null) {
      throw new RefractError(
        "not-found",
        `study: invalid value ${JSON.stringify(studyId)}, expected a study that is served here`,
        { userMessage: "study-unknown" },
      );
    }
    return { row, version: found, opened: this.#open(found) };
  }

  /** The same; null for a version that is set aside. */
  async find(studyId: string, version?: number): Promise<ShelvedStudy | null> {
    try {
      return await this.get(studyId, version);
    } catch (thrown) {
      // A database that is away says "unavailable" too, and is no reason to take another version.
      if (thrown instanceof RefractError && thrown.userMessage === studySetAside) return null;
      throw thrown;
    }
  }

  /**
   * The latest version that can be run: what holds for a study as a whole, such as its places, is read from it while a
   * later one is set aside. Throws `unavailable` where none can be.
   */
  async newest(studyId: string): Promise<ShelvedStudy> {
    return (await this.findNewest(studyId)) ?? this.get(studyId);
  }

  /** The same; null where none can be. */
  async findNewest(studyId: string): Promise<ShelvedStudy | null> {
    const last = (await this.#store.studyVersion(studyId))?.version ?? 0;
    for (let version = last; version > 0; version -= 1) {
      const found = await this.find(studyId, version);
      if (found !== null) return found;
    }
    return null;
  }

  /**
   * Whether a later version than the given one is set aside. Nobody new comes in then: the researcher has replaced what there is
   * with something that can't be shown yet.
   */
  async isReplaced({ version }: ShelvedStudy): Promise<boolean> {
    const last = await this.#store.studyVersion(version.studyId);
    return last !== null && last.version > version.version;
  }

  /** The version a person is in; read from the store only once. */
  async opened(studyId: string, version: number): Promise<OpenedStudy> {
    return this.#opened.get(shelfKey(studyId, version)) ?? (await this.get(studyId, version)).opened;
  }

  /** What a person said, by the log and the files of their version, which need not be one that can still be run. */
  async ownData({ id, studyId, studyVersion }: ParticipantRow, liveTurnId: string | null): Promise<OwnData> {
    const version = await this.#store.studyVersion(studyId, studyVersion);
    const files = version?.bundle ?? {};
    return ownData(await this.#store.events(id), { files, stages: this.#stages, liveTurnId });
  }

  /** Until when somebody can withdraw, and their panel, by the text of their version, which need not be one that can still be run. */
  async storedTerms({
    studyId,
    studyVersion,
  }: Pick<ParticipantRow, "studyId" | "studyVersion">): Promise<StoredTerms> {
    return storedTerms((await this.#store.studyVersion(studyId, studyVersion))?.bundle ?? {});
  }

  /** Every study in its latest version, those that can be run apart from those that can't. */
  async list(): Promise<{
    readonly studies: readonly ShelvedStudy[];
    readonly setAside: readonly SetAsideStudy[];
  }> {
    const studies: ShelvedStudy[] = [];
    const setAside: SetAsideStudy[] = [];
    for (const row of await this.#store.studies()) {
      const version = await this.#store.studyVersion(row.id);
      if (version === null) continue;
      try {
        studies.push({ row, version, opened: this.#open(version) });
      } catch (thrown) {
        if (!(thrown instanceof RefractError)) throw thrown;
        setAside.push({ row, version: version.version, message: thrown.message });
      }
    }
    return { studies, setAside };
  }

  #open(version: StudyVersionRow): OpenedStudy {
    const key = shelfKey(version.studyId, version.version);
    const opened = this.#opened.get(key) ?? openStoredVersion(version, this.#stages).opened;
    this.#opened.set(key, opened);
    return opened;
  }
}

/** SHA-256 over the files in order of their names. */
export function bundleHash(files: Bundle): string {
  const hash = createHash("sha256");
  for (const path of Object.keys(files).toSorted()) hash.update(JSON.stringify([path, files[path]]));
  return hash.digest("hex");
}

const shelfKey = (studyId: string, version: number): string => `${studyId}@${version}`;
