import type { GroupScore, Item, ScoredRow } from "@refract/core";
import { replyPoints } from "../reply-points.ts";
import type { BlendAnswerGroup } from "./annotation-file.ts";
import { type AnswerHit, matchAnswer } from "./match-answer.ts";
import { normaliserFor } from "./normaliser.ts";
import type { BlendOptions } from "./options.ts";
import { shortAnswerPoints } from "./short-answer-points.ts";

/** The answer groups of an item in the form of the files. */
export function groupsOf(item: Item): readonly BlendAnswerGroup[] {
  return item.gold.kind === "answers"
    ? item.gold.groups.map(({ votes, answers }) => ({
        count: votes,
        answers: [...(answers.local ?? [])],
        en_answers: [...(answers.english ?? [])],
      }))
    : [];
}

/** What a short answer hits; null for a miss and for no answer. */
export function hitOf(row: ScoredRow, options: BlendOptions): AnswerHit | null {
  const run = row.variant.attributes.run === "english" ? "english" : "local";
  return typeof row.parsed.value === "string"
    ? matchAnswer(row.parsed.value, groupsOf(row.item), run, {
        local: normaliserFor(row.item.language, options.normaliser),
        english: normaliserFor("en", options.normaliser),
      })
    : null;
}

export function scoreBlend(rows: readonly ScoredRow[], options: BlendOptions): readonly GroupScore[] {
  return rows.flatMap((row): GroupScore[] => {
    const value = (metric: string, points: number): GroupScore => ({
      metric,
      points: replyPoints(row.parsed, points),
    });
    const { gold } = row.item;
    if (gold.kind === "key")
      return [
        value(
          "mcq",
          typeof row.parsed.value === "string" && gold.accepted.includes(row.parsed.value) ? 1 : 0,
        ),
      ];
    const { b, w } = shortAnswerPoints(hitOf(row, options), groupsOf(row.item));
    return [value("sem_b", b), value("sem_w", w)];
  });
}
