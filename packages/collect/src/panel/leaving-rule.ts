import { answerConditionSchema, conditionHolds, type StudyProblem } from "@refract/core";
import * as z from "zod";
import { type FieldValueProblem, fieldValueProblem } from "../field-values.ts";
import type { Leaving, Profile, StageCheckContext, StageField } from "../stage/stage-context.ts";
import { studyFileName } from "../study-file-name.ts";

/** Who ends in a stage, by what they answered up to there. */
export const leavingRuleSchema = z.strictObject({
  as: z
    .enum(["screened-out", "failed-check"])
    .describe("How the visit ends: they are not asked for, or they failed a check of attention."),
  when: z
    .array(answerConditionSchema)
    .min(1)
    .describe(
      "All must hold. A question that was left blank is none of the values; one that was not shown decides nothing.",
    ),
});
export type LeavingRule = z.output<typeof leavingRuleSchema>;

/** The ending by the first rule that holds; null when the person goes on. */
export function leavingBy(rules: readonly LeavingRule[], answers: Profile): Leaving | null {
  return rules.find(({ when }) => when.every((condition) => conditionHolds(condition, answers)))?.as ?? null;
}

/** Fields that nobody asks and values that nobody can answer. */
export function checkLeavingRules(
  stage: { readonly id: string; readonly endings: readonly LeavingRule[] },
  own: readonly StageField[],
  { earlierFields, locate }: StageCheckContext,
): readonly StudyProblem[] {
  const asked = new Map([...earlierFields.values(), ...own].map((field) => [field.name, field]));
  return stage.endings.flatMap(({ when }, rule) => {
    const ofConditions = when.flatMap((condition, index): StudyProblem[] => {
      const path = ["endings", rule, "when", index] as const;
      const name = `stage ${stage.id}: endings[${rule}].when[${index}]`;
      const problem = (
        part: readonly PropertyKey[],
        field: string,
        { message, severity }: FieldValueProblem,
      ): StudyProblem => ({
        file: studyFileName,
        ...locate([...path, ...part]),
        field: `${name}.${field}`,
        message,
        severity,
      });
      const of = asked.get(condition.field);
      if (of === undefined) {
        const message = `no question up to the end of this stage asks "${condition.field}"`;
        return [problem(["field"], "field", { message, severity: "error" })];
      }
      const [key, values] =
        "oneOf" in condition
          ? (["oneOf", condition.oneOf] as const)
          : (["noneOf", condition.noneOf] as const);
      return values.flatMap((value, place) => {
        const found = fieldValueProblem(of, value);
        return found === null ? [] : [problem([key, place], `${key}[${place}]`, found)];
      });
    });
    if (ofConditions.some(({ severity }) => severity === "error")) return ofConditions;
    const message = hopeless(when, asked);
    if (message === null) return ofConditions;
    const field = `stage ${stage.id}: endings[${rule}]`;
    return [
      ...ofConditions,
      { file: studyFileName, ...locate(["endings", rule]), field, message, severity: "error" as const },
    ];
  });
}

/** Why a rule holds for nobody, or for everybody who answers; null where it tells people apart. */
function hopeless(when: LeavingRule["when"], asked: ReadonlyMap<string, StageField>): string | null {
  const ofFields = [...new Set(when.map(({ field }) => field))].map((field) => {
    const levels = asked.get(field)?.levels ?? null;
    const conditions = when.filter((condition) => condition.field === field);
    const profile = (value: string): Profile => ({ [field]: { value, missing: null } });
    return {
      field,
      levels,
      left: levels?.filter((level) =>
        conditions.every((condition) => conditionHolds(condition, profile(level))),
      ),
      // What was left blank is none of any values.
      canBeBlank: conditions.every((condition) => "noneOf" in condition),
    };
  });
  const never = ofFields.find(({ left, canBeBlank }) => left?.length === 0 && !canBeBlank);
  if (never !== undefined)
    return `ends nobody's visit: no answer to "${never.field}" makes all its conditions hold`;
  return ofFields.every(({ levels, left }) => levels !== null && left?.length === levels.length)
    ? `ends the visit of everybody who answers ${ofFields.map(({ field }) => `"${field}"`).join(" and ")}, expected a rule that lets some go on`
    : null;
}

/** Rules by which somebody fails the checks whose every check was answered rightly. */
export function checkRightAnswers(
  stage: { readonly id: string; readonly endings: readonly LeavingRule[] },
  right: Profile,
  locate: StageCheckContext["locate"],
): readonly StudyProblem[] {
  return stage.endings.flatMap((rule, index): StudyProblem[] => {
    if (rule.as !== "failed-check" || leavingBy([rule], right) === null) return [];
    const fields = rule.when.map(({ field }) => `"${field}"`).join(" and ");
    return [
      {
        file: studyFileName,
        ...locate(["endings", index]),
        field: `stage ${stage.id}: endings[${index}]`,
        message: `whoever gives the correctAnswer to ${fields} fails the check, expected those who do not`,
        severity: "error",
      },
    ];
  });
}
