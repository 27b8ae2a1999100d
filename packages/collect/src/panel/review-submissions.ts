import type { PersonSummary } from "./person-summary.ts";
import {
  findSignals,
  prismQualityOptions,
  type QualityOptions,
  type QualitySignal,
} from "./quality-signals.ts";

export interface SubmissionReview {
  readonly personId: string;
  readonly submission: number;
  readonly signals: readonly QualitySignal[];
  /**
   * What to tell the panel. `leave`: nothing, a returned or timed-out submission stays what it is.
   * `request-return`: ask the person to withdraw it, which costs them nothing but the pay.
   */
  readonly decision: "approve" | "request-return" | "reject" | "leave";
  readonly isPaid: boolean;
  /** Whether the data keep it; wider than approval. */
  readonly isIncluded: boolean;
  readonly reason: string;
}

/**
 * Reviews every submission by PRISM's rule (spec prism-collection, "Recruitment, payment, quality control", 3 to 5), in
 * the order given. It advises: a person decides, and partial work can be paid in part.
 */
export function reviewSubmissions(
  people: readonly PersonSummary[],
  options: QualityOptions = prismQualityOptions,
): readonly SubmissionReview[] {
  const signals = findSignals(people, options);
  return people.map((person, index) => Object.freeze(reviewOne(person, signals[index] ?? [], options)));
}

function reviewOne(
  person: PersonSummary,
  signals: readonly QualitySignal[],
  options: QualityOptions,
): SubmissionReview {
  const { personId, submission } = person;
  if (submission > 1) {
    // The panel let somebody in twice; the work was done, but one person is one set of data.
    const reason = "second submission of one person: paid, not in the data";
    return { personId, submission, signals, decision: "approve", isPaid: true, isIncluded: false, reason };
  }
  const { decision, reason } = decide(person, signals, options);
  const isIncluded = belongsToData(person, signals);
  return { personId, submission, signals, decision, isPaid: decision === "approve", isIncluded, reason };
}

function decide(
  person: PersonSummary,
  signals: readonly QualitySignal[],
  options: QualityOptions,
): Pick<SubmissionReview, "decision" | "reason"> {
  const rejects = signals.filter((signal) => signal.weight === "reject");
  const returns = signals.filter((signal) => signal.weight === "return");
  const isDone = person.conversations >= options.conversations;
  const because = (decision: SubmissionReview["decision"], otherwise: string) => ({
    decision,
    reason: [...rejects, ...returns].map((signal) => signal.detail).join("; ") || otherwise,
  });
  const counted = `${person.conversations} of ${options.conversations} conversations`;
  switch (person.status) {
    case "awaiting-review":
      if (isDone && rejects.length === 0 && returns.length === 0) return because("approve", counted);
      if (rejects.length === 0 && returns.length > 0) return because("request-return", counted);
      return because("reject", counted);
    case "returned":
      return because(isDone && rejects.length === 0 && returns.length <= 1 ? "approve" : "leave", counted);
    case "timed-out":
      return because(isDone && rejects.length === 0 && returns.length === 0 ? "approve" : "leave", counted);
  }
}

/** Anyone with a conversation, or with a finished survey and no reason to reject; never without consent or under age. */
function belongsToData(person: PersonSummary, signals: readonly QualitySignal[]): boolean {
  if (!person.consented || !person.isAdult) return false;
  const rejected = signals.some((signal) => signal.weight === "reject");
  return person.conversations >= 1 || (person.surveyFinished && !rejected);
}
