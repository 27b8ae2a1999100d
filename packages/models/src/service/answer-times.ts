const kept = 20;
/** Fewer say nothing of how fast a model can be. */
const enough = 3;

/** How long the last answers of a model took. */
export class AnswerTimes {
  readonly #times: number[] = [];

  add(ms: number): void {
    this.#times.push(ms);
    if (this.#times.length > kept) this.#times.shift();
  }

  /** The fastest of the last answers, in milliseconds; 0 as long as there are fewer than three. */
  shortestMs(): number {
    return this.#times.length < enough ? 0 : Math.min(...this.#times);
  }
}
