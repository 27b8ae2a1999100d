import type { Store } from "@refract/store";

/** Which studies are archived. Commands beside the server archive and reopen them, so the store is asked at every look. */
export class ArchivedStudies {
  readonly #store: Pick<Store, "studyState">;
  readonly #known = new Set<string>();

  constructor(store: Pick<Store, "studyState">) {
    this.#store = store;
  }

  /** A store that is away says nothing new: then it is as it was. */
  async look(studyId: string): Promise<boolean> {
    const state = await this.#store.studyState(studyId).catch(() => null);
    if (state === "archived") this.#known.add(studyId);
    else if (state !== null) this.#known.delete(studyId);
    return this.#known.has(studyId);
  }

  /** As of the last look. */
  has(studyId: string): boolean {
    return this.#known.has(studyId);
  }
}
