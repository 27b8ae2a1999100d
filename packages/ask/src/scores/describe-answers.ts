import type { AnswerNote } from "./answer-note.ts";
import { noteReplyEnds } from "./reply-ends.ts";
import type { RunResults } from "./results.ts";

type Answers = Pick<RunResults, "counts" | "replies" | "rates" | "judge">;

/** What stands behind the scores: answers that are missing, replies that could not be read, and how the rest ended; a note each. */
export function noteAnswers(results: Answers): readonly AnswerNote[] {
  const noted = (matter: string, texts: readonly string[]) => texts.map((text) => ({ matter, text }));
  return [
    ...noted("Samples without an answer", describeMissingAnswers(results)),
    ...noted(
      results.judge === null ? "Replies that could not be read" : "Verdicts that could not be read",
      describeUnreadReplies(results),
    ),
    ...noteReplyEnds(results.replies),
  ];
}

/** The notes as sentences. */
export function describeAnswers(results: Answers): readonly string[] {
  return noteAnswers(results).map(({ text }) => text);
}

/** A score is of what was answered: a model that answers the easy half only would lead the others unsaid. */
function describeMissingAnswers({ counts, replies, rates }: Answers): readonly string[] {
  const samples = counts.samples / Math.max(1, replies.length);
  return replies.flatMap(({ respondent, asked }) => {
    const kinds = [...failuresOf(respondent, rates)].sort(([a], [b]) => (a < b ? -1 : 1));
    const open = samples - asked;
    const missing = kinds.reduce((sum, [, count]) => sum + count, open);
    if (missing === 0) return [];
    const why = [...kinds.map(([kind, count]) => `${count} ${kind}`), ...(open > 0 ? [`${open} open`] : [])];
    const rest = missing < samples ? "; its scores are of the others" : "";
    return [`${respondent}: ${missing} of ${samples} samples without an answer (${why.join(", ")})${rest}`];
  });
}

/** A reply without a value counts as wrong with some instruments and not at all with others: a mean alone does not show it. */
function describeUnreadReplies({ replies, rates, judge }: Answers): readonly string[] {
  return replies.flatMap(({ respondent, asked }) => {
    // Refusals in the field for them are told by how the replies ended.
    const unread = rates
      .filter((rate) => rate.respondent === respondent)
      .filter(({ missing, rule }) => missing === "unparsed" && rule !== "refusal-field")
      .reduce((sum, { count }) => sum + count, 0);
    if (unread === 0) return [];
    const answered = [...failuresOf(respondent, rates).values()].reduce((sum, count) => sum - count, asked);
    const what = judge === null ? "replies" : "verdicts on its replies";
    return [`${respondent}: ${unread} of ${answered} ${what} could not be read (responses.jsonl has them)`];
  });
}

/** A model's samples without an answer by kind, as its rates have them in results of every age. */
function failuresOf(respondent: string, rates: Answers["rates"]): ReadonlyMap<string, number> {
  const failures = new Map<string, number>();
  for (const rate of rates) {
    if (rate.respondent !== respondent || rate.missing !== "model-error") continue;
    const kind = rate.rule.replace(/^failure\//, "");
    failures.set(kind, (failures.get(kind) ?? 0) + rate.count);
  }
  return failures;
}
