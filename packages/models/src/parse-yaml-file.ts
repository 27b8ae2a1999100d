import { formatProblem, parseYaml, RefractError } from "@refract/core";
import type * as z from "zod";

/**
 * Reads a small YAML file by a schema. Throws one RefractError `invalid-input` that lists every problem as
 * `file:line:column: field: what is wrong`.
 */
export function parseYamlFile<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  file: string,
): z.output<Schema> {
  const { value, problems } = parseYaml(text, schema, file);
  if (value === null) throw new RefractError("invalid-input", problems.map(formatProblem).join("\n"));
  return value;
}
