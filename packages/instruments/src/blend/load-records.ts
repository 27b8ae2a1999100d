import {
  type Item,
  type LoadedItems,
  type RecordFiles,
  type RecordProblem,
  RefractError,
} from "@refract/core";
import { isMadeData } from "../made-data.ts";
import { createValueCount, noRecords, severalTables, shortList, unreadFiles } from "../record-notices.ts";
import { hasColumns, type RecordTable, readTables } from "../record-table.ts";
import { type AnnotationFile, type BlendQuestion, readAnnotations } from "./annotation-file.ts";
import { readChoiceRow } from "./choice-record.ts";
import optOuts from "./opt-outs.json" with { type: "json" };
import type { BlendOptions } from "./options.ts";
import type { RegionTemplates } from "./prompt.ts";
import { regionFile, templatesOf, topicsOf } from "./region-files.ts";
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
  const annotated = new Map<string, AnnotationFile>();
  for (const name of files.names) {
    const match = regionFile.exec(name);
    const id = match?.[1];
    if (id === undefined || match?.[2] !== "data.json" || !wanted(id)) continue;
    const region = blendRegion(id);
    if (region === undefined || annotated.has(id)) {
      const problem =
        region === undefined
          ? `unknown region "${id}", expected one of ${blendRegions.map((known) => known.id).join(", ")}`
          : `a second file of ${id}, which may be another version; the first is read`;
      problems.push({ place: name, problem, dropped: true });
      continue;
    }
    const file = readAnnotations(await files.json(name), name);
    annotated.set(id, file);
    items.push(...(await regionItems(files, name, region, file, options, problems)));
  }
  problems.push(...mixedForms(annotated));
  const regions = new Set(items.map(({ attributes }) => attributes.region)).size;
  const tables = await readTables(files, (name) => regionFile.test(name));
  const choiceTables = tables.filter((table) => hasColumns(table, ["MCQID", "choices"]));
  items.push(...choiceItems(choiceTables, wanted, problems));
  if (items.length === 0)
    throw noRecords(
      "BLEnD records",
      "annotations/{Region}_data.json, or a table with MCQID, ID, country, prompt, choices, choice_countries, answer_idx",
      tables,
      problems,
    );
  const used = new Set([
    ...files.names.filter((name) => regionFile.test(name)),
    ...choiceTables.map(({ name }) => name),
  ]);
  problems.push(
    ...severalTables("multiple-choice questions", choiceTables, "MCQID"),
    ...unreadFiles(files, tables, used),
  );
  const choices = items.filter(({ format }) => format.kind === "choice").length;
  return {
    items,
    problems,
    dataVersion: `${items.length - choices} short-answer items of ${regions} regions, ${choices} multiple-choice items`,
    synthetic: await isMadeData(files, used),
  };
}

/** Files that call their list of answers differently come from different tools or dates. */
function mixedForms(annotated: ReadonlyMap<string, AnnotationFile>): readonly RecordProblem[] {
  const older = [...annotated].filter(([, { stored }]) =>
    Object.values(stored).some((question) => question.aggregated_answers !== undefined),
  );
  return older.length === 0 || older.length === annotated.size
    ? []
    : [
        {
          place: "annotations",
          problem: `${older.length} of ${annotated.size} regions call the list of answers aggregated_answers, as files of another version; they were read together: ${older.map(([id]) => id).join(", ")}`,
          dropped: false,
        },
      ];
}

function choiceItems(
  tables: readonly RecordTable[],
  wanted: (region: string) => boolean,
  problems: RecordProblem[],
): readonly Item[] {
  const items = new Map<string, Item>();
  const strangers = createValueCount("country", "unknown region, left out", true);
  for (const row of tables.flatMap(({ rows }) => rows)) {
    if (blendRegion(row.text("country")) === undefined) {
      strangers.add(row.text("country"), row.place);
      continue;
    }
    const item = readChoiceRow(row);
    const problem =
      typeof item === "string"
        ? item
        : items.has(item.id)
          ? `MCQID "${item.id}" stands twice, the first is kept`
          : null;
    if (problem !== null) problems.push({ place: row.place, problem, dropped: true });
    else if (typeof item !== "string" && wanted(String(item.attributes.region))) items.set(item.id, item);
  }
  problems.push(...strangers.problems());
  return [...items.values()];
}

async function regionItems(
  files: RecordFiles,
  name: string,
  region: BlendRegion,
  { questions }: AnnotationFile,
  options: BlendOptions,
  problems: RecordProblem[],
): Promise<readonly Item[]> {
  const topics = await topicsOf(files, region, questions, problems);
  const templates = await templatesOf(files, region, options, problems);
  const left = new Map<string, string[]>();
  const items = questions.flatMap((question): Item[] => {
    const reason = notScored(question);
    if (reason === null)
      return [shortAnswerItem(question, region, topics.get(question.id), templates, options.people_slots)];
    left.set(reason, [...(left.get(reason) ?? []), question.id]);
    return [];
  });
  const untranslated = items.filter((item) => !hasEnglish(item)).map(({ id }) => id);
  if (untranslated.length > 0 && region.language !== "en")
    problems.push({
      place: name,
      problem: `${untranslated.length} ${untranslated.length === 1 ? "question has no English wording and is" : "questions have no English wording and are"} asked in the local language alone: ${shortList(untranslated)}`,
      dropped: false,
    });
  for (const [reason, ids] of left)
    problems.push({
      place: name,
      problem: `${ids.length} of ${questions.length} questions are not scored: ${reason}: ${shortList(ids)}`,
      dropped: true,
    });
  return items;
}

/** Whether a short-answer question can be asked in English. */
export function hasEnglish({ record }: Item): boolean {
  return String(record.englishQuestion ?? "").trim() !== "";
}

const optOutIds = ["idk", "no-answer", "not-applicable"] as const;

/** Ways of giving no answer, as the files count them, in the language of the region. */
function optOutsIn(language: string): Item["optOuts"] {
  const known = new Map(Object.entries(optOuts.words)).get(language) ?? optOuts.words.en;
  return optOutIds.map((id, place) => ({ id, text: known[place] ?? id }));
}

function shortAnswerItem(
  question: BlendQuestion,
  region: BlendRegion,
  topic: string | undefined,
  templates: RegionTemplates,
  slots: number,
): Item {
  return {
    id: `${question.id}@${region.id}`,
    group: `${question.id}@${region.id}`,
    cluster: question.id,
    language: region.language,
    stimulus: [],
    question: question.question,
    format: { kind: "text", long: false, slots },
    optOuts: optOutsIn(region.language),
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
