import { formatProblem, parseYaml, RefractError } from "@refract/core";
import { type Groups, groupsSchema } from "./groups.ts";

/**
 * Reads a `groups.yaml`.
 *
 * @throws RefractError `invalid-input` with every problem as `file:line:column: field: what is wrong`
 */
export function parseGroups(text: string, file = "groups.yaml"): Groups {
  const { value, problems } = parseYaml(text, groupsSchema, file);
  if (value === null) throw new RefractError("invalid-input", problems.map(formatProblem).join("\n"));
  return Object.freeze(value);
}
