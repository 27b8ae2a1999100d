import { createHash } from "node:crypto";
import { type Bundle, type OpenedStudy, openStudy, type Stage } from "@refract/collect";
import { RefractError } from "@refract/core";
import type { Store, StudyRow, StudyVersionRow } from "@refract/store";
import { randomToken } from "../secrets.ts";

export interface ShelvedStudy {
  readonly row: StudyRow;
  readonly version: StudyVersionRow;
  readonly opened: OpenedStudy;
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

  /** The given version, or the latest. */
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

  /** The version a person is in; read from the store only once. */
  async opened(studyId: string, version: number): Promise<OpenedStudy> {
    return this.#opened.get(shelfKey(studyId, version)) ?? (await this.get(studyId, version)).opened;
  }

  async list(): Promise<ShelvedStudy[]> {
    return Promise.all((await this.#store.studies()).map((row) => this.get(row.id)));
  }

  #open(version: StudyVersionRow): OpenedStudy {
    const key = shelfKey(version.studyId, version.version);
    const opened = this.#opened.get(key) ?? openStored(version, this.#stages);
    this.#opened.set(key, opened);
    return opened;
  }
}

/** A study that an earlier version of this program took may break a rule of this one. */
function openStored(
  { studyId, version, bundle }: StudyVersionRow,
  stages: readonly [Stage, ...Stage[]],
): OpenedStudy {
  try {
    return openStudy(bundle, stages);
  } catch (cause) {
    if (!(cause instanceof RefractError)) throw cause;
    throw new RefractError(
      cause.code,
      `version ${version} of the study "${studyId}", as it is stored, breaks a rule of this version of Refract:\n${cause.message}`,
      { cause },
    );
  }
}

/** SHA-256 over the files in order of their names. */
export function bundleHash(files: Bundle): string {
  const hash = createHash("sha256");
  for (const path of Object.keys(files).toSorted()) hash.update(JSON.stringify([path, files[path]]));
  return hash.digest("hex");
}

const shelfKey = (studyId: string, version: number): string => `${studyId}@${version}`;
