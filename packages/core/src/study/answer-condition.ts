import * as z from "zod";
import type { Answered } from "../missing.ts";

const valuesSchema = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1);

/** What somebody answered, or came by with: `{field: age, oneOf: [under 18]}`. */
export const answerConditionSchema = z.union([
  z.strictObject({ field: z.string().min(1).max(200), oneOf: valuesSchema }),
  z.strictObject({ field: z.string().min(1).max(200), noneOf: valuesSchema }),
]);
export type AnswerCondition = z.output<typeof answerConditionSchema>;

/**
 * Whether a condition holds for what is known of a person. A question that was left blank is none of any values; one that
 * was not shown, or not yet, decides nothing.
 */
export function conditionHolds(
  condition: AnswerCondition,
  answers: Readonly<Record<string, Answered>>,
): boolean {
  const answer = Object.hasOwn(answers, condition.field) ? answers[condition.field] : undefined;
  if (answer === undefined || answer.missing === "not-asked") return false;
  const isOf = (values: readonly (string | number | boolean)[]) =>
    answer.missing === null && values.some((value) => String(value) === String(answer.value));
  return "oneOf" in condition ? isOf(condition.oneOf) : !isOf(condition.noneOf);
}
