/** The part of the browser's history that is used; tests hand in their own. */
export interface StepHistory {
  readonly push: (step: number) => void;
  /** The step of the entry shown; 0 for one that is none of ours. */
  readonly step: () => number;
  /** The part of the address after `#`, whose changes are no steps. */
  readonly hash: () => string;
}

/**
 * Makes the browser's Back go back within the study. Every step forward adds an entry to the history; Back takes one off and
 * asks the page to go back. Where it can't, the person stays and is told. Whoever goes on pressing leaves in the end.
 */
export class BackSteps {
  readonly #history: StepHistory;
  readonly #onNowhere: (isNowhere: boolean) => void;
  readonly #ways = new Map<object, () => void>();
  #step: number;
  #hash: string;
  #place = "";
  /** Back has been pressed, and the place it leads to comes. */
  #isReturning = false;

  /** `onNowhere` is told when there is no way back, and when the person has gone on after that. */
  constructor(history: StepHistory, onNowhere: (isNowhere: boolean) => void) {
    this.#history = history;
    this.#onNowhere = onNowhere;
    this.#step = history.step();
    this.#hash = history.hash();
  }

  /** The page shows another place. */
  enter(place: string): void {
    if (place === this.#place) return;
    this.#place = place;
    this.#onNowhere(false);
    if (this.#isReturning) {
      this.#isReturning = false;
      return;
    }
    this.#step += 1;
    this.#history.push(this.#step);
  }

  /** As long as a page is shown this is its way back; of several the newest counts. */
  offer(goBack: () => void): () => void {
    const key = {};
    this.#ways.set(key, goBack);
    return () => this.#ways.delete(key);
  }

  /** The browser shows another entry of its history. */
  popped(): void {
    const hash = this.#history.hash();
    const isOtherPage = hash !== this.#hash;
    this.#hash = hash;
    const step = this.#history.step();
    // An entry of ours keeps its number when the address changes beside it.
    if (isOtherPage) return;
    const isBack = step < this.#step;
    this.#step = step;
    if (!isBack) return;
    const way = [...this.#ways.values()].at(-1);
    this.#isReturning = way !== undefined;
    if (way === undefined) this.#onNowhere(true);
    else way();
  }
}
