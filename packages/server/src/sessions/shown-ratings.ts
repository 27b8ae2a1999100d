import { type RatingsView, ratingsSettings, summarizeRatings } from "@refract/collect";
import { placesOf, RefractError } from "@refract/core";
import type { ParticipantRow, Store, StudyRatings } from "@refract/store";
import type { StudyShelf } from "./study-shelf.ts";

/** Kept for so many studies and sizes of the crowd; what is shown only changes when it grows by a step. */
const mostKept = 20;

/**
 * What people see of everybody's ratings on the last page. The crowd grows in steps of the study's minimum, so that nobody
 * learns a rating by looking before and after one person ended.
 */
export class ShownRatings {
  readonly #store: Store;
  readonly #shelf: StudyShelf;
  readonly #kept = new Map<string, StudyRatings>();

  constructor(store: Store, shelf: StudyShelf) {
    this.#store = store;
    this.#shelf = shelf;
  }

  /** Throws `not-found` where the study shows none, and `rejected` for somebody who has not completed it. */
  async of(participant: ParticipantRow): Promise<RatingsView> {
    const { id, studyId, studyVersion, status, language, simulated } = participant;
    const opened = await this.#shelf.opened(studyId, studyVersion);
    const settings = ratingsSettings(opened);
    if (settings === null) throw new RefractError("not-found", "the study shows no ratings");
    if (status !== "completed")
      throw new RefractError("rejected", "the ratings of everybody are for who has completed", {
        userMessage: "not-now",
      });
    const done = await this.#store.completedPeople(studyId, simulated);
    if (settings.when === "all-done" && !(await this.#areAllDone(studyId, done))) return { kind: "later" };
    const first = done - (done % settings.minimumPeople);
    const everybody = await this.#crowd(studyId, simulated, first);
    return summarizeRatings(opened, await this.#store.ratingsOfPerson(id), everybody, language);
  }

  /** Every place is through, or the researcher closed the study. */
  async #areAllDone(studyId: string, done: number): Promise<boolean> {
    if ((await this.#store.studyState(studyId)) !== "open") return true;
    const places = placesOf((await this.#shelf.get(studyId)).opened.study);
    return places !== null && done >= places;
  }

  async #crowd(studyId: string, simulated: boolean, first: number): Promise<StudyRatings> {
    const key = JSON.stringify([studyId, simulated, first]);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const read = await this.#store.ratingsOfFirst({ studyId, simulated, first });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, read);
    return read;
  }

  /** Somebody withdrew: what they said is in nothing that is shown from now on. */
  forget(): void {
    this.#kept.clear();
  }
}
