import { datePattern, isDay, timePattern } from "./check-value.ts";
import type { ConditionValues } from "./condition-values.ts";

export type Literal = string | number | boolean;

/** Answers among which one makes the comparison hold, if any does. Null where they can't be listed. */
export function candidatesOf(
  values: ConditionValues,
  literals: readonly Literal[],
): readonly unknown[] | null {
  switch (values.kind) {
    case "one choice":
      return values.levels;
    case "several choices":
    case "an order": {
      const named = values.levels.filter((level) => literals.some((literal) => isAlike(level, literal)));
      return [named, ...values.levels.map((level) => [level]), values.levels];
    }
    case "yes or no":
      return [true, false];
    case "a number": {
      const { minimum, maximum } = values;
      const near = literals
        .map(Number)
        .flatMap((number) => [number - 1, number - 0.5, number, number + 0.5, number + 1]);
      return [minimum, maximum, ...near.filter((number) => number >= minimum && number <= maximum)];
    }
    case "a date":
    case "a time":
    case "a text":
    case "rows":
      return null;
  }
}

/** As the library compares: without regard to case, numbers and words alike. */
function isAlike(level: string | number | boolean, literal: Literal): boolean {
  return String(level).toLowerCase() === String(literal).toLowerCase();
}

/** Whether somebody can give this value, or for an order of size one like it. */
export function isPossible(values: ConditionValues, literal: Literal, isOrdering: boolean): boolean {
  switch (values.kind) {
    case "one choice":
      return isOrdering || values.levels.some((level) => isAlike(level, literal));
    case "several choices":
    case "an order":
      return values.levels.some((level) => isAlike(level, literal));
    case "yes or no":
      return [true, false].some((level) => isAlike(level, literal));
    case "a number":
      return (
        !Number.isNaN(Number(literal)) &&
        (isOrdering || (Number(literal) >= values.minimum && Number(literal) <= values.maximum))
      );
    case "a date":
      return typeof literal === "string" && datePattern.test(literal) && isDay(literal);
    case "a time":
      return typeof literal === "string" && timePattern.test(literal);
    case "a text":
    case "rows":
      return true;
  }
}

/** What can be answered, for a message. */
export function valuesInWords(values: ConditionValues): string {
  switch (values.kind) {
    case "one choice":
    case "several choices":
    case "an order": {
      const levels = values.levels.map((level) => JSON.stringify(level));
      const rest = levels.length > 12 ? ` and ${levels.length - 12} more` : "";
      return `one of ${levels.slice(0, 12).join(", ")}${rest}`;
    }
    case "yes or no":
      return "true or false";
    case "a number": {
      const { minimum, maximum } = values;
      const low = minimum > -Number.MAX_VALUE ? ` from ${minimum}` : "";
      const high = maximum < Number.MAX_VALUE ? ` ${low === "" ? "up " : ""}to ${maximum}` : "";
      return `a number${low}${high}`;
    }
    case "a date":
      return "a date such as 2026-01-31";
    case "a time":
      return "a time such as 09:30";
    case "a text":
    case "rows":
      return values.kind;
  }
}
