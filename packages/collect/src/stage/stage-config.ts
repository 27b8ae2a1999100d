import { describeIssue, fieldName, RefractError, valueByShape } from "@refract/core";
import type * as z from "zod";

/**
 * The stage's part of a study that was opened. By its shape alone: whether it keeps every rule was decided when the study
 * was added, perhaps by an earlier version of this program.
 */
export function stageConfig<Config>(schema: z.ZodType<Config>, input: unknown): Config {
  return valueByShape(schema, input) ?? parseOrThrow(schema, input, "stage");
}

/** Parses, or throws `invalid-input` that names each field, its value and what was expected. */
export function parseOrThrow<Output>(schema: z.ZodType<Output>, input: unknown, place: string): Output {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => {
    const field = fieldName(issue.path);
    return field === "" ? describeIssue(issue) : `${field}: ${describeIssue(issue)}`;
  });
  throw new RefractError("invalid-input", `${place}: ${reasons.join("; ")}`);
}

/** A command that can't be carried out in this state, with a sentence for the person. */
export function rejected(message: string, userMessage: string): RefractError {
  return new RefractError("rejected", message, { userMessage });
}
