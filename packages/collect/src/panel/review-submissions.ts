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
  /** Why the data do not; null where they do. */
  readonly leftOut: LeftOut | null;
  readonly reason: string;
}

/** Why a submission is not in the data. */
export interface LeftOut {
  readonly because:
    | "second-submission"
    | "no-consent"
    | "not-adult"
    | "nothing-finished"
    | "ended-early"
    | "quality";
  /** In words. */
  readonly detail: string;
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
  const { personId, submission, status } = person;
  const leftOut = whyLeftOut(person, signals);
  const isIncluded = leftOut === null;
  const common = { personId, submission, signals, isIncluded, leftOut };
  if (person.repeats !== null) {
    // The panel let somebody in twice; the work was done, but one person is one set of data.
    const isDone = status === "awaiting-review";
    const reason = isDone
      ? "second submission of one person: paid, not in the data"
      : "another visit of the same person counts";
    return { ...common, decision: isDone ? "approve" : "leave", isPaid: isDone, reason };
  }
  const { decision, reason } = decide(person, signals, options);
  return { ...common, decision, isPaid: decision === "approve", reason };
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
  const counted =
    options.conversations > 0
      ? `${person.conversations} of ${options.conversations} conversations`
      : "nothing against it";
  switch (person.status) {
    case "awaiting-review":
      if (isDone && rejects.length === 0 && returns.length === 0) return because("approve", counted);
      if (rejects.length === 0 && returns.length > 0) return because("request-return", counted);
      return because("reject", counted);
    case "returned":
      return because(isDone && rejects.length === 0 && returns.length <= 1 ? "approve" : "leave", counted);
    case "timed-out":
      return because(isDone && rejects.length === 0 && returns.length === 0 ? "approve" : "leave", counted);
    case "under-way":
      return { decision: "leave", reason: "still inside" };
    case "ended-early":
      return { decision: "leave", reason: "ended before the end of the study" };
  }
}

/**
 * Anyone with a conversation or an answered item, or with a finished survey and no reason to reject; never without consent
 * or under age, and one person once.
 */
function whyLeftOut(person: PersonSummary, signals: readonly QualitySignal[]): LeftOut | null {
  const hasSomething = person.conversations >= 1 || person.responses >= 1;
  if (!hasSomething && !person.surveyFinished) {
    return person.status === "ended-early" && person.hasSurvey
      ? { because: "ended-early", detail: "the visit ended in the survey" }
      : { because: "nothing-finished", detail: "finished no survey, conversation or item" };
  }
  if (!person.consented) return { because: "no-consent", detail: "did not consent" };
  if (!person.isAdult) return { because: "not-adult", detail: "is not 18 or older" };
  if (person.repeats !== null)
    return {
      because: "second-submission",
      detail: `#${person.repeats} is the same person and in the data`,
    };
  const rejects = signals.filter((signal) => signal.weight === "reject");
  if (!hasSomething && rejects.length > 0)
    return { because: "quality", detail: rejects.map((signal) => signal.detail).join("; ") };
  return null;
}
