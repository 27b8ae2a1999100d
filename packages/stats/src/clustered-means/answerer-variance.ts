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
 * Miglioretti and Heagerty 2007), with each deviation from the mean of the others at that question. Squares of single deviations are
 * left out, as the variance between questions has them already. A question that one person answered says nothing here.
 *
 * @returns null for fewer than two people, or fewer than two questions that two people answered
 */
export function answererVariance(questions: readonly (readonly AnswerPoints[])[]): AddedVariance | null {
  const shared = questions.filter(({ length }) => length > 1).length;
  const pulls = new Map<string, number>();
  let single = 0;
  for (const answers of questions) {
    const mean = answers.reduce((sum, { points }) => sum + points, 0) / answers.length;
    for (const { respondent, points } of answers) {
      const pull = answers.length > 1 ? (points - mean) / ((answers.length - 1) * questions.length) : 0;
      pulls.set(respondent, (pulls.get(respondent) ?? 0) + pull);
      single += pull ** 2;
    }
  }
  const people = pulls.size;
  if (people < 2 || shared < 2) return null;
  const between = [...pulls.values()].reduce((sum, pull) => sum + pull ** 2, 0);
  return Object.freeze({
    squaredError: (Math.max(0, between - single) * shared) / (shared - 1),
    degreesOfFreedom: people - 1,
  });
}
