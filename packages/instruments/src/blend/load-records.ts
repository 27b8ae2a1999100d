import {
  type Item,
  type LoadedItems,
  type RecordFiles,
  type RecordProblem,
  RefractError,
} from "@refract/core";
import { type BlendQuestion, readAnnotations } from "./annotation-file.ts";
import { readChoiceRow } from "./choice-record.ts";
import type { BlendOptions } from "./options.ts";
import { ownTemplates, type RegionTemplates, templateIds } from "./prompt.ts";
import { type BlendRegion, blendRegion, blendRegions } from "./regions.ts";
import { notScored } from "./valid-question.ts";

/**
 * Reads `annotations/{Region}_data.json`, topics of `questions/`, templates of `prompts/`, and every CSV with the columns of
 * the multiple-choice form. Questions that are not scored are left out and counted by reason.
 */
export async function loadBlend(files: RecordFiles, options: BlendOptions): Promise<LoadedItems> {
  for (const id of options.regions)
    if (blendRegion(id) === undefined)
      throw new RefractError(
        "invalid-input",
        `regions: invalid value "${id}", expected some of ${blendRegions.map((region) => region.id).join(", ")}`,
      );
  const wanted = (region: string) => options.regions.length === 0 || options.regions.includes(region);
  const problems: RecordProblem[] = [];
  const items: Item[] = [];
  for (const name of files.names) {
    const id = /(?:^|\/)([^/]+)_data\.json$/.exec(name)?.[1];
    if (id === undefined || !wanted(id)) continue;
    const region = blendRegion(id);
    if (region === undefined) {
      problems.push({ place: name, problem: `unknown region "${id}"`, dropped: true });
      continue;
    }
    items.push(...(await regionItems(files, name, region, options, problems)));
  }
  const regions = new Set(items.map(({ attributes }) => attributes.region)).size;
  const seen = new Set(items.map(({ id }) => id));
  for (const name of files.names.filter((file) => /\.(csv|parquet|jsonl)$/i.test(file))) {
    const rows = await files.rows(name);
    const [first] = rows;
    if (first === undefined || !("MCQID" in first) || !("choices" in first)) continue;
    for (const [index, row] of rows.entries()) {
      const place = `${name} row ${index + 1}`;
      const item = readChoiceRow(row);
      if (typeof item === "string") problems.push({ place, problem: item, dropped: true });
      else if (seen.has(item.id))
        problems.push({
          place,
          problem: `MCQID "${item.id}" stands twice, the first is kept`,
          dropped: true,
        });
      else if (wanted(String(item.attributes.region))) {
        seen.add(item.id);
        items.push(item);
      }
    }
  }
  if (items.length === 0)
    throw new RefractError(
      "invalid-input",
      "no BLEnD records: expected annotations/{Region}_data.json, or a table with MCQID, ID, country, prompt, choices, choice_countries, answer_idx",
    );
  const choices = items.filter(({ format }) => format.kind === "choice").length;
  return {
    items,
    problems,
    dataVersion: `${items.length - choices} short-answer items of ${regions} regions, ${choices} multiple-choice items`,
    synthetic: false,
  };
}

async function regionItems(
  files: RecordFiles,
  name: string,
  region: BlendRegion,
  options: BlendOptions,
  problems: RecordProblem[],
): Promise<readonly Item[]> {
  const { questions } = readAnnotations(await files.json(name), name);
  const topics = await topicsOf(files, region);
  const templates = await templatesOf(files, region, options);
  const left = new Map<string, number>();
  const items = questions.flatMap((question): Item[] => {
    const reason = notScored(question);
    if (reason === null) return [shortAnswerItem(question, region, topics.get(question.id), templates)];
    left.set(reason, (left.get(reason) ?? 0) + 1);
    return [];
  });
  for (const [reason, count] of left)
    problems.push({
      place: name,
      problem: `${count} of ${questions.length} questions are not scored: ${reason}`,
      dropped: true,
    });
  return items;
}

function shortAnswerItem(
  question: BlendQuestion,
  region: BlendRegion,
  topic: string | undefined,
  templates: RegionTemplates,
): Item {
  return {
    id: `${question.id}@${region.id}`,
    group: `${question.id}@${region.id}`,
    cluster: question.id,
    language: region.language,
    stimulus: [],
    question: question.question,
    format: { kind: "text", long: false, slots: 1 },
    optOuts: [
      { id: "idk", text: "I don't know" },
      { id: "no-answer", text: "No answer" },
      { id: "not-applicable", text: "Not applicable" },
    ],
    gold: {
      kind: "answers",
      groups: question.groups.map(({ count, answers, en_answers }) => ({
        votes: count,
        answers: { local: answers, english: en_answers },
      })),
    },
    attributes: {
      region: region.id,
      country: region.country,
      topic: topic ?? "(unknown)",
      form: "short answer",
    },
    record: { ...templates, englishQuestion: question.englishQuestion },
  };
}

async function topicsOf(files: RecordFiles, region: BlendRegion): Promise<ReadonlyMap<string, string>> {
  const name = files.names.find((file) => file.endsWith(`${region.id}_questions.csv`));
  if (name === undefined) return new Map();
  return new Map((await files.rows(name)).map((row) => [String(row.ID), String(row.Topic)]));
}

/** The templates of the user's copy; the first row of an id wins, since one region lists two of them twice. */
async function templatesOf(
  files: RecordFiles,
  region: BlendRegion,
  options: BlendOptions,
): Promise<RegionTemplates> {
  const own = ownTemplates(region.language, region.title);
  const name = files.names.find((file) => file.endsWith(`${region.id}_prompts.csv`));
  if (name === undefined || options.prompts === "own") return own;
  const rows = await files.rows(name);
  const given = templateIds.flatMap((id) => {
    const row = rows.find((candidate) => candidate.id === id);
    return row === undefined
      ? []
      : [
          [`${id}/local`, String(row.Translation)],
          [`${id}/english`, String(row.English)],
        ];
  });
  return { ...own, ...Object.fromEntries(given) };
}
