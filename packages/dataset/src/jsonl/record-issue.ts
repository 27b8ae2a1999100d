import { describeIssue, fieldName } from "@refract/core";
import type * as z from "zod";

/** What a schema found, taken apart for a report: `field: problem, expected expectation`. */
export interface RecordIssue {
  /** `location.birth_country`, `conversation_history[3].score`; empty for the record as a whole. */
  readonly field: string;
  /** `missing`, `invalid value "17"`, `unknown field "agee"` */
  readonly problem: string;
  readonly expectation: string;
}

/** @param issue Made with `reportInput: true`. */
export function describeRecordIssue(issue: z.core.$ZodIssue): RecordIssue {
  const field = fieldName(issue.path);
  const text = describeIssue(issue);
  if (issue.code === "unrecognized_keys")
    return { field, problem: text, expectation: "the fields of the release" };
  const problem = issue.input === undefined ? "missing" : `invalid value ${showValue(issue.input)}`;
  const rest = text.startsWith(`${problem}, `) ? text.slice(problem.length + 2) : text;
  return { field, problem, expectation: rest.replace(/^expected /, "") };
}

/** A value as JSON of at most 80 characters. */
export function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
