import { fieldName, type StudyProblem } from "@refract/core";
import type { StageReviewContext } from "../stage/stage-definition.ts";
import { type ConversationConfig, plannedConversations } from "./conversation-config.ts";

/** Fewer answers of each model than this say little about it. */
const fewAnswers = 30;

/** Conversations from which little can be learned: too few models, conversations or people. Warnings only. */
export function reviewConversations(
  config: ConversationConfig,
  { study, placeOf, index }: StageReviewContext,
): readonly StudyProblem[] {
  const warn = (path: readonly PropertyKey[], message: string): StudyProblem => ({
    ...placeOf(["stages", index, ...path]),
    field: `stage ${config.id}: ${fieldName(path)}`,
    message,
    severity: "warning",
  });
  const pool = config.models?.length ?? study.models.length;
  const shown = config.opening.models;
  const { planned, maximum } = plannedConversations(config);
  const counted = config.types.reduce((sum, type) => sum + (type.count ?? 0), 0);
  const people = study.entry.maximumPeople;
  const perModel = people === undefined ? null : Math.floor((people * planned * shown) / pool);
  return [
    ...(shown === 1
      ? [warn(["opening", "models"], "one answer is shown at a time: nothing is compared")]
      : []),
    ...(shown > 1 && pool === shown && config.onFailure === "replace"
      ? [
          warn(
            ["opening", "models"],
            `the pool has ${pool} models and an opening shows ${shown}: a model that fails can't be replaced, and everybody sees the same ones`,
          ),
        ]
      : []),
    ...(counted > maximum
      ? [
          warn(
            ["maximumConversations"],
            `the types ask for ${counted} conversations and nobody has more than ${maximum}`,
          ),
        ]
      : []),
    ...(perModel !== null && perModel < fewAnswers
      ? [
          {
            ...warn(
              [],
              `${people} people give each of ${pool} models about ${perModel} opening answers, expected at least ${fewAnswers} to learn from`,
            ),
            field: "entry.maximumPeople",
            ...placeOf(["entry", "maximumPeople"]),
          },
        ]
      : []),
  ];
}
