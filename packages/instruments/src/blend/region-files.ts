import type { RecordFiles, RecordProblem } from "@refract/core";
import { shortList } from "../record-notices.ts";
import type { BlendQuestion } from "./annotation-file.ts";
import type { BlendOptions } from "./options.ts";
import { ownTemplates, type RegionTemplates, templateIds } from "./prompt.ts";
import type { BlendRegion } from "./regions.ts";

/** Names of files that belong to a region, whether it is asked about or not. */
export const regionFile = /(?:^|\/)([^/]+)_(data\.json|questions\.csv|prompts\.csv)$/;

/** The one file of a kind that a region has; further ones are told and left alone. */
function fileOf(
  files: RecordFiles,
  region: BlendRegion,
  kind: "questions.csv" | "prompts.csv",
  problems: RecordProblem[],
): string | undefined {
  const [first, ...others] = files.names.filter((name) => {
    const match = regionFile.exec(name);
    return match?.[1] === region.id && match[2] === kind;
  });
  for (const name of others)
    problems.push({
      place: name,
      problem: `${first} is read instead, which is of the same region`,
      dropped: false,
    });
  return first;
}

/** Topic by question id. Questions without a topic, and topics of questions nobody answered, are counted and named. */
export async function topicsOf(
  files: RecordFiles,
  region: BlendRegion,
  questions: readonly BlendQuestion[],
  problems: RecordProblem[],
): Promise<ReadonlyMap<string, string>> {
  const name = fileOf(files, region, "questions.csv", problems);
  if (name === undefined) return new Map();
  const topics = new Map((await files.rows(name)).map((row) => [String(row.ID), String(row.Topic)]));
  const answered = new Set(questions.map(({ id }) => id));
  const without = [...answered].filter((id) => !topics.has(id));
  const unanswered = [...topics.keys()].filter((id) => !answered.has(id));
  const told = (ids: readonly string[], problem: string) => {
    if (ids.length > 0)
      problems.push({ place: name, problem: `${ids.length} ${problem}: ${shortList(ids)}`, dropped: false });
  };
  told(without, "questions have answers and no row here, so no topic");
  told(unanswered, "questions have no answers in the region's annotations and are not asked");
  return topics;
}

/**
 * The templates of the user's copy; the first row of an id wins, since one region lists two of them twice. What the copy lacks is told and
 * asked in our own wording.
 */
export async function templatesOf(
  files: RecordFiles,
  region: BlendRegion,
  options: BlendOptions,
  problems: RecordProblem[],
): Promise<RegionTemplates> {
  const own = ownTemplates(region.language, region.title);
  if (options.prompts === "own") return own;
  const name = fileOf(files, region, "prompts.csv", problems);
  if (name === undefined) return own;
  const rows = await files.rows(name);
  const lacking: string[] = [];
  const given = templateIds.flatMap((id) => {
    const row = rows.find((candidate) => candidate.id === id);
    return (["Translation", "English"] as const).flatMap((column) => {
      const text = String(row?.[column] ?? "");
      const key = `${id}/${column === "English" ? "english" : "local"}`;
      if (text.includes("{q}")) return [[key, text]];
      lacking.push(`${id} ${column}`);
      return [];
    });
  });
  if (lacking.length > 0)
    problems.push({
      place: name,
      problem: `no template with {q} for ${lacking.join(", ")}; our own wording is asked instead`,
      dropped: false,
    });
  return { ...own, ...Object.fromEntries(given) };
}
