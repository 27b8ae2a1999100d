import type { Item, JsonValue } from "@refract/core";
import type { AnswerPoints } from "@refract/stats/intervals";
import type { MeanWithInterval } from "../scores/interval.ts";
import type { PersonAnswer } from "./people-dataset.ts";

/** What people answered to one item, most frequent first. */
export interface AnswerShares {
  /** Answers that are an answer: no opt-outs, nothing passed over. */
  readonly answers: number;
  readonly shares: ReadonlyMap<string, number>;
  /** The chance that two different people gave the same answer; null for fewer than two. */
  readonly amongPeople: number | null;
}

/** The same text for the same answer, whatever the order several options were picked in. */
export function answerKey({ format }: Pick<Item, "format">, value: JsonValue): string {
  if (format.kind === "several" && Array.isArray(value))
    return JSON.stringify(value.map((one) => JSON.stringify(one)).toSorted());
  return JSON.stringify(value);
}

/** Shares of people by answer. Pure. */
export function answerShares(item: Pick<Item, "format">, given: readonly PersonAnswer[]): AnswerShares {
  const counts = new Map<string, number>();
  for (const { kind, value } of given) {
    if (kind !== "answer") continue;
    const key = answerKey(item, value);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const answers = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const same = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  const frequent = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    answers,
    shares: new Map(frequent.map(([key, count]) => [key, count / answers])),
    amongPeople: answers < 2 ? null : same / (answers * (answers - 1)),
  };
}

/** 1 for each person who gave this answer, 0 for the others. */
export function sameAnswers(
  item: Pick<Item, "format">,
  given: readonly PersonAnswer[],
  key: string | null,
): AnswerPoints[] {
  return given.flatMap(({ kind, respondent, value }) =>
    kind === "answer" ? [{ respondent, points: Number(answerKey(item, value) === key) }] : [],
  );
}

/** How far the chance that two people agree hangs on each: twice the share of others who gave the same answer (Hoeffding 1948). */
export function agreementPulls(item: Pick<Item, "format">, given: readonly PersonAnswer[]): AnswerPoints[] {
  const answered = given.flatMap(({ kind, respondent, value }) =>
    kind === "answer" ? [{ respondent, key: answerKey(item, value) }] : [],
  );
  const counts = Map.groupBy(answered, ({ key }) => key);
  return answered.map(({ respondent, key }) => ({
    respondent,
    points: (2 * ((counts.get(key)?.length ?? 1) - 1)) / Math.max(1, answered.length - 1),
  }));
}

/** Fewer clusters of items than this say too little about a chance that is near a half for most and high for few. */
const fewestClusters = 20;

/**
 * The chance that two people agree, without an interval where few questions were asked: at five the usual one holds the truth in 88 %
 * (benchmarks/inference).
 */
export function chanceOfAgreement(mean: MeanWithInterval): MeanWithInterval {
  if (mean.clusters >= fewestClusters || mean.lower === null) return mean;
  const method = `no interval: ${mean.clusters} clusters of items, expected at least ${fewestClusters}`;
  return { ...mean, lower: null, upper: null, method };
}

/** An answer in the words of its options, for a table. */
export function answerInWords({ format }: Pick<Item, "format">, value: JsonValue): string {
  const options = "options" in format ? format.options : [];
  const word = (one: JsonValue) => options.find(({ id }) => id === one)?.text ?? String(one);
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(word).join("; ");
  if (typeof value === "boolean") return value ? "True" : "False";
  return word(value);
}
