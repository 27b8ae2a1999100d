import type { StageField } from "../stage/stage-context.ts";

/** Why a setting that names a field is wrong where no stage has that field: a question of several columns is named by one of them. */
export function unaskedField(
  field: string,
  fields: ReadonlyMap<string, StageField>,
  expected: string,
): string {
  const parts = [...fields.keys()].filter((name) => name.startsWith(`${field}.`));
  return parts.length === 0
    ? `no stage asks "${field}", expected ${expected}`
    : `"${field}" has a field for each of its parts, expected one of ${parts.join(", ")}`;
}
