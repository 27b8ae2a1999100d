import { type RecordFiles, RefractError } from "@refract/core";

/**
 * What each person answered to a question of the survey, wherever the dataset keeps it.
 *
 * @throws RefractError when nobody answered it
 */
export async function levelsByPerson(
  files: RecordFiles,
  field: string,
): Promise<ReadonlyMap<string, string>> {
  const levels = new Map<string, string>();
  const add = (person: unknown, level: unknown) => {
    if (
      typeof person === "string" &&
      level !== null &&
      ["string", "number", "boolean"].includes(typeof level)
    )
      levels.set(person, String(level));
  };
  if (files.names.includes("survey.jsonl"))
    for (const row of await files.rows("survey.jsonl")) add(row.user_id, row[field]);
  if (files.names.includes("answers.jsonl"))
    for (const row of await files.rows("answers.jsonl"))
      if (row.field === field && row.conversation_id === null) add(row.user_id, row.value);
  if (levels.size === 0)
    throw new RefractError(
      "invalid-input",
      `--people-by: nobody answered "${field}", expected a field of the dataset's survey`,
    );
  return levels;
}
