/** What a sample's end says of its model. */
export type SampleEnd =
  | "answer"
  /** No answer, stored as the sample's outcome so far. */
  | "failure"
  /** The account was refused; the sample stays open. */
  | "account"
  /** Says nothing of the model: a cap, a stop. */
  | "nothing";

/** So many samples of a model without an answer, and none with one between: it is given up. */
const failuresInARow = 20;
/** A page that blocks one question may let the next through; so many in a row mean the account. */
const accountFailuresInARow = 3;

/**
 * The failures of one model in a row. It is given up when the last samples that were begun all failed, enough of them, and none
 * of its samples is under way: a failure that ends soon says nothing against an answer that takes longer, so that while enough
 * have failed no other is begun, and what is under way comes to its end first. An answer that comes ends the row: only samples
 * begun after it count, because those that fail are asked several times and so end behind the answers they were begun with.
 */
export class FailureStreak {
  readonly #onGivenUp: (failures: number) => void;
  #underWay = 0;
  #begun = 0;
  /** How many had been begun when the last answer came. */
  #begunAtAnswer = 0;
  #failures = 0;
  #accountFailures = 0;
  #waiting: PromiseWithResolvers<void> | null = null;

  /** @param onGivenUp told once, with the length of the row */
  constructor(onGivenUp: (failures: number) => void) {
    this.#onGivenUp = onGivenUp;
  }

  /** Waits while it is open whether the model is given up. */
  async decided(): Promise<void> {
    while (this.#waiting !== null) await this.#waiting.promise;
  }

  /** A sample is begun; its place in the order of beginning is handed to `ended`. */
  begin(): number {
    this.#underWay += 1;
    this.#begun += 1;
    return this.#begun;
  }

  ended(place: number, end: SampleEnd): void {
    this.#underWay -= 1;
    const counts = place > this.#begunAtAnswer;
    if (end === "answer") {
      this.#begunAtAnswer = this.#begun;
      this.#failures = 0;
    }
    // An account that answers or refuses a question is in order.
    if (end === "answer" || end === "failure") this.#accountFailures = 0;
    if (counts && end === "failure") this.#failures += 1;
    if (counts && end === "account") this.#accountFailures += 1;
    const row = this.#row();
    if (row !== null && this.#underWay > 0) {
      this.#waiting ??= Promise.withResolvers();
      return;
    }
    // What was interrupted, or found no money, says nothing of the model.
    if (row !== null && end !== "nothing") this.#onGivenUp(row);
    this.#waiting?.resolve();
    this.#waiting = null;
  }

  #row(): number | null {
    if (this.#accountFailures >= accountFailuresInARow) return this.#accountFailures;
    return this.#failures >= failuresInARow ? this.#failures : null;
  }
}
