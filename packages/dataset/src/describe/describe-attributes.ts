import type { ConversationRecord } from "../prism-release/conversation-record.ts";
import {
  type ConversationAttributeKey,
  conversationAttributeKeys,
  statedAttributeKeys,
} from "../prism-release/keys.ts";
import type { SurveyFacts } from "./describe-survey.ts";
import { createNumberTally, type NumberSummary, type NumberTally } from "./tally.ts";

/** What people say they want, and how what they chose did. Sliders as stored; `std` is the sample's. */
export interface AttributesDescription {
  readonly stated_prefs: Readonly<Record<string, NumberSummary>>;
  readonly performance_attributes: Readonly<Record<string, NumberSummary>>;
  readonly choice_attributes: Readonly<Record<string, NumberSummary>>;
  /** Conversations in which at least one statement was marked as not applicable. */
  readonly conversations_with_any_na: {
    readonly performance_attributes: number;
    readonly choice_attributes: number;
  };
  /** Medians over conversations: stated preferences count once for each conversation of their participant. */
  readonly medians_conversation_weighted: Readonly<
    Record<string, readonly [stated: number | null, performance: number | null, choice: number | null]>
  >;
  /** Percent of conversations without a value, 0-100, in the same order. */
  readonly percent_na: Readonly<Record<string, readonly [number | null, number | null, number | null]>>;
  readonly score: NumberSummary;
  /** Pearson's r over participants. */
  readonly stated_prefs_correlation: {
    readonly order: readonly string[];
    readonly matrix: readonly (readonly (number | null)[])[];
  };
  readonly other_text_used: number;
}

const blocks = ["performance_attributes", "choice_attributes"] as const;
type Block = (typeof blocks)[number];

export function createAttributesDescription() {
  const sliders: Record<Block, readonly NumberTally[]> = {
    performance_attributes: conversationAttributeKeys.map(createNumberTally),
    choice_attributes: conversationAttributeKeys.map(createNumberTally),
  };
  const withAnyNa: Record<Block, number> = { performance_attributes: 0, choice_attributes: 0 };
  const answered: Record<Block, number> = { performance_attributes: 0, choice_attributes: 0 };
  const conversationsOf = new Map<string, number>();
  const scores = createNumberTally();

  return Object.freeze({
    addConversation(record: ConversationRecord) {
      conversationsOf.set(record.user_id, (conversationsOf.get(record.user_id) ?? 0) + 1);
      for (const block of blocks) {
        const values = record[block];
        if (values === null) continue;
        answered[block] += 1;
        if (conversationAttributeKeys.some((key) => values[key] === null)) withAnyNa[block] += 1;
        conversationAttributeKeys.forEach((key, index) => {
          const value = values[key];
          if (value !== null) sliders[block][index]?.add(value);
        });
      }
    },
    addScore(score: number | null) {
      if (score !== null) scores.add(score);
    },
    description(survey: SurveyFacts): AttributesDescription {
      const statedKeys = [...statedAttributeKeys, "other" as const];
      const stated = statedKeys.map(createNumberTally);
      const weighted = statedKeys.map(createNumberTally);
      for (const [user, values] of survey.statedPreferences) {
        values.forEach((value, index) => {
          if (value === null) return;
          stated[index]?.add(value);
          weighted[index]?.add(value, conversationsOf.get(user) ?? 0);
        });
      }
      const conversations = [...conversationsOf.values()].reduce((sum, count) => sum + count, 0);
      const summaries = (keys: readonly string[], tallies: readonly NumberTally[]) =>
        Object.fromEntries(
          keys.map((key, index) => [key, (tallies[index] ?? createNumberTally()).summary()]),
        );
      const inBlock = (block: Block, key: ConversationAttributeKey): NumberSummary | undefined =>
        sliders[block][conversationAttributeKeys.indexOf(key)]?.summary();
      const inSurvey = (key: ConversationAttributeKey): NumberSummary | undefined =>
        weighted[statedKeys.indexOf(key)]?.summary();
      const missing = (summary: NumberSummary | undefined, of: number) =>
        summary === undefined || of === 0 ? null : (100 * (of - summary.n)) / of;
      return {
        stated_prefs: summaries(statedKeys, stated),
        performance_attributes: summaries(conversationAttributeKeys, sliders.performance_attributes),
        choice_attributes: summaries(conversationAttributeKeys, sliders.choice_attributes),
        conversations_with_any_na: withAnyNa,
        medians_conversation_weighted: Object.fromEntries(
          conversationAttributeKeys.map((key) => [
            key,
            [
              inSurvey(key)?.median ?? null,
              inBlock("performance_attributes", key)?.median ?? null,
              inBlock("choice_attributes", key)?.median ?? null,
            ] as const,
          ]),
        ),
        percent_na: Object.fromEntries(
          conversationAttributeKeys.map((key) => [
            key,
            [
              missing(inSurvey(key), conversations),
              missing(inBlock("performance_attributes", key), answered.performance_attributes),
              missing(inBlock("choice_attributes", key), answered.choice_attributes),
            ] as const,
          ]),
        ),
        score: scores.summary(),
        stated_prefs_correlation: {
          order: statedAttributeKeys,
          matrix: statedAttributeKeys.map((_, row) =>
            statedAttributeKeys.map((__, column) =>
              pearson([...survey.statedPreferences.values()].map((values) => [values[row], values[column]])),
            ),
          ),
        },
        other_text_used: survey.otherTexts,
      };
    },
  });
}

/** Pearson's correlation over pairs in which both values are there; null without spread. */
function pearson(
  pairs: readonly (readonly [number | null | undefined, number | null | undefined])[],
): number | null {
  const complete = pairs.flatMap(([x, y]) =>
    typeof x === "number" && typeof y === "number" ? [[x, y] as const] : [],
  );
  const mean = (place: 0 | 1) => complete.reduce((sum, pair) => sum + pair[place], 0) / complete.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (const [x, y] of complete) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}
