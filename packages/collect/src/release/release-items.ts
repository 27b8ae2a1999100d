import { type LocalizedText, textIn } from "@refract/core";
import type { ReleaseItem } from "@refract/dataset";
import { seedDigest } from "@refract/stats";
import type { OpenedStudy } from "../session/open-study.ts";
import { stageConfig } from "../stage.ts";
import { itemLicence, publishesTexts } from "../task/item-texts.ts";
import { type TaskConfig, taskConfigSchema } from "../task/task-config.ts";
import { type TaskFile, type TaskItemsFile, taskFileIn } from "../task/task-file.ts";
import { clusterOf, formatOptions, type TaskItem } from "../task/task-item.ts";
import { taskItems } from "../task/task-items.ts";

/** The items of a study's tasks, as a release names them; undefined for a study without tasks. */
export function releaseItems(opened: OpenedStudy): readonly ReleaseItem[] | undefined {
  const tasks = taskConfigs(opened);
  if (tasks.length === 0) return undefined;
  const language = opened.study.languages[0] ?? "en";
  return tasks.flatMap((config) => {
    const { list, file } = taskItems(config, opened);
    return list.map((item) => releaseItem(item, config, file, language));
  });
}

function releaseItem(
  item: TaskItem,
  config: TaskConfig,
  file: TaskItemsFile | null,
  language: string,
): ReleaseItem {
  const isPublished = publishesTexts(config, file);
  const say = (text: LocalizedText) => textIn(text, language, language);
  const published = (text: string) => (isPublished ? text : "");
  const stimulus = item.stimulus.map((part) =>
    part.kind === "text" ? say(part.text) : say(part.description),
  );
  return {
    item: item.id,
    stage: config.id,
    instrument: file?.instrument.id ?? null,
    instrumentVersion: file?.instrument.version ?? null,
    licence: itemLicence(config, file),
    texts: isPublished ? "included" : "withheld",
    group: item.group,
    cluster: clusterOf(item),
    conditions: item.conditions ?? null,
    language: item.language ?? language,
    stimulus: isPublished ? stimulus : [],
    question: published(say(item.question)),
    questionDigest: seedDigest(say(item.question)),
    format: item.format.kind,
    options: formatOptions(item.format).map(({ id, text }) => ({ id, text: published(say(text)) })),
    optOuts: [...item.optOuts, ...config.optOuts].map(({ id, text }) => ({ id, text: say(text) })),
    attributes: item.attributes,
  };
}

/** The study's files for a release: those that hold item texts which stay out say so instead. */
export function releasedFiles(opened: OpenedStudy): OpenedStudy["files"] {
  const withheld = taskConfigs(opened).flatMap((config) => {
    const { file } = taskItems(config, opened);
    const kept = taskFileIn(config, opened.files);
    if (kept === null || publishesTexts(config, file)) return [];
    const problem: TaskFile = {
      refract: "task-problem/1",
      field: "items",
      message: `the items' texts were left out of this dataset (licence: ${itemLicence(config, file) ?? "none"}), expected your own copy of the records in the folder`,
    };
    return [[kept.name, `${JSON.stringify(problem, null, 1)}\n`] as const];
  });
  return { ...opened.files, ...Object.fromEntries(withheld) };
}

function taskConfigs({ study }: OpenedStudy): readonly TaskConfig[] {
  return study.stages
    .filter((stage) => stage.type === "task")
    .map((stage) => stageConfig(taskConfigSchema, stage));
}
