/** What one person's answer to one question is worth. */
export interface AnswerPoints {
  readonly respondent: string;
  readonly points: number;
}

/** Variance of a mean that its clusters don't show. */
export interface AddedVariance {
  readonly squaredError: number;
  readonly degreesOfFreedom: number;
}

/**
 * What the choice of people adds to the squared error of a mean over questions, each of which is the mean over those who answered it.
 *
 * The same people answer many questions: what somebody knows or likes moves all of them together, so that questions don't show it. It is
 * seen in how a person's deviations from the others go together over questions: two-way clustering (Cameron, Gelbach and Miller 2011;
 * Miglioretti and Heagerty 2007), with each deviation from the mean of the others at that question. Products within one cluster of questions
 * are left out, as the variance between clusters has them already. A question that one person answered says nothing here.
 */
export class AnswererTally {
  readonly #deviations = new Map<string, Map<string, number>>();
  #questions = 0;

  /** @param cluster of the question, as in the mean's own clusters */
  add(cluster: string, answers: readonly AnswerPoints[]): void {
    this.#questions += 1;
    if (answers.length < 2) return;
    const mean = answers.reduce((sum, { points }) => sum + points, 0) / answers.length;
    const own = this.#deviations.get(cluster) ?? new Map<string, number>();
    this.#deviations.set(cluster, own);
    for (const { respondent, points } of answers)
      own.set(respondent, (own.get(respondent) ?? 0) + (points - mean) / (answers.length - 1));
  }

  /** Null for fewer than two people, or fewer than two clusters with a question that two people answered. */
  variance(): AddedVariance | null {
    const clusters = this.#deviations.size;
    const sums = new Map<string, number>();
    let within = 0;
    for (const own of this.#deviations.values())
      for (const [respondent, deviation] of own) {
        sums.set(respondent, (sums.get(respondent) ?? 0) + deviation);
        within += deviation ** 2;
      }
    if (sums.size < 2 || clusters < 2) return null;
    const between = [...sums.values()].reduce((sum, deviation) => sum + deviation ** 2, 0);
    return Object.freeze({
      squaredError: (Math.max(0, between - within) * clusters) / ((clusters - 1) * this.#questions ** 2),
      degreesOfFreedom: sums.size - 1,
    });
  }
}
