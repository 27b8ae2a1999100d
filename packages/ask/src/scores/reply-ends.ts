import type { StoredResponse } from "../store/run-store.ts";
import type { AnswerNote } from "./answer-note.ts";
import type { ReplyEnds } from "./results.ts";

/** Counts how the replies of each model ended. */
export function createReplyEnds() {
  const counted = new Map<string, ReplyEnds>();
  const of = (respondent: string): ReplyEnds => counted.get(respondent) ?? none(respondent);
  return {
    of,
    add: (respondent: string, response: StoredResponse) => {
      const ends = of(respondent);
      const { failure, finishReason, reasoning, turns, judged } = response;
      const reasons = [finishReason, ...(turns ?? []).map((turn) => turn.finishReason)];
      const all = [reasoning, ...(turns ?? []).map((turn) => turn.reasoning)];
      const isAnswer = failure === null;
      counted.set(respondent, {
        respondent,
        asked: ends.asked + 1,
        cutOff: ends.cutOff + one(isAnswer && reasons.includes("length")),
        cutOffBeforeText: ends.cutOffBeforeText + one(failure === "truncated"),
        refusals: ends.refusals + one(isAnswer && reasons.includes("refusal")),
        unknownEnds: ends.unknownEnds + one(isAnswer && reasons.includes("unknown")),
        reasoned: ends.reasoned + one(all.some((part) => part !== null)),
        reasoningCut: ends.reasoningCut + one(all.some((part) => part?.from === "text")),
        verdictsCutOff: ends.verdictsCutOff + one(judged?.finishReason === "length"),
        notSent: union(ends.notSent, response.notSent),
        judgeNotSent: union(ends.judgeNotSent, judged?.notSent ?? []),
        miscounted: ends.miscounted + one(response.miscounted !== null),
        judgeMiscounted: ends.judgeMiscounted + one((judged?.miscounted ?? null) !== null),
      });
    },
  };
}

function none(respondent: string): ReplyEnds {
  return {
    ...{ respondent, asked: 0, cutOff: 0, cutOffBeforeText: 0, refusals: 0, unknownEnds: 0 },
    ...{ reasoned: 0, reasoningCut: 0, verdictsCutOff: 0, notSent: [], judgeNotSent: [] },
    ...{ miscounted: 0, judgeMiscounted: 0 },
  };
}

const one = (happened: boolean): number => (happened ? 1 : 0);

function union(known: readonly string[], more: readonly string[]): string[] {
  return more.every((name) => known.includes(name)) ? [...known] : [...new Set([...known, ...more])].sort();
}

/** What somebody who reads a score has to know of the replies behind it: one note a model and matter. */
export function noteReplyEnds(replies: readonly ReplyEnds[]): readonly AnswerNote[] {
  return replies.flatMap((ends) => {
    const { respondent, asked } = ends;
    const cut = ends.cutOff + ends.cutOffBeforeText;
    const before = ends.cutOffBeforeText === 0 ? "" : `, ${ends.cutOffBeforeText} of them before any text`;
    const noted = (matter: string, happened: boolean, text: string): readonly AnswerNote[] =>
      happened ? [{ matter, text }] : [];
    return [
      ...noted(
        "Replies cut off by the limit on tokens",
        cut > 0,
        `${respondent}: ${cut} of ${asked} replies were cut off by the limit on tokens${before}; raise maxTokens among the model's parameters`,
      ),
      ...noted(
        "Verdicts cut off by the limit on tokens",
        ends.verdictsCutOff > 0,
        `${respondent}: ${ends.verdictsCutOff} verdicts of the judge were cut off by the limit on tokens`,
      ),
      ...noted(
        "Replies that are refusals",
        ends.refusals > 0,
        `${respondent}: ${ends.refusals} of ${asked} replies are refusals`,
      ),
      ...noted(
        "Replies that ended for a reason that is not known",
        ends.unknownEnds > 0,
        `${respondent}: ${ends.unknownEnds} of ${asked} replies ended for a reason that is not known`,
      ),
      ...noted(
        "Token counts of replies that can't be",
        ends.miscounted > 0,
        describeMiscounted(respondent, ends.miscounted, "reply", "replies"),
      ),
      ...noted(
        "Token counts of verdicts that can't be",
        ends.judgeMiscounted > 0,
        describeMiscounted(`the judge of ${respondent}`, ends.judgeMiscounted, "verdict", "verdicts"),
      ),
      ...noted(
        "Reasoning that was cut out of replies",
        ends.reasoningCut > 0,
        `${respondent}: reasoning was cut out of ${ends.reasoningCut} of ${asked} replies; reasoningTags: text leaves it in`,
      ),
      ...noted(
        "Settings that were not sent",
        ends.notSent.length > 0,
        `${respondent}: not sent, because the provider has no word for it: ${ends.notSent.join(", ")}`,
      ),
      ...noted(
        "Settings that were not sent to the judge",
        ends.judgeNotSent.length > 0,
        `the judge of ${respondent}: not sent, because the provider has no word for it: ${ends.judgeNotSent.join(", ")}`,
      ),
    ];
  });
}

function describeMiscounted(who: string, count: number, single: string, several: string): string {
  return count === 1
    ? `${who}: 1 ${single} came with a token count that can't be; it was dropped (calls.jsonl)`
    : `${who}: ${count} ${several} came with token counts that can't be; they were dropped (calls.jsonl)`;
}
