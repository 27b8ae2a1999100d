import { type LocalizedText, textIn } from "@refract/core";
import type { ReleaseItem } from "@refract/dataset";
import { seedDigest } from "@refract/stats";
import type { StudySetting } from "../stage/stage-context.ts";
import type { StageRelease } from "../stage/stage-life.ts";
import { itemLicence, publishesTexts } from "./item-texts.ts";
import type { TaskConfig } from "./task-config.ts";
import { type TaskFile, type TaskItemsFile, taskFileIn } from "./task-file.ts";
import { clusterOf, formatOptions, type TaskItem } from "./task-item.ts";
import { taskItems } from "./task-items.ts";

/** The items of a task as a dataset names them. A file of items whose texts stay out says so instead. */
export function releaseTask(config: TaskConfig, { files, languages }: StudySetting): StageRelease {
  const language = languages[0] ?? "en";
  const { list, file } = taskItems(config, { files });
  return {
    items: list.map((item) => releaseItem(item, config, file, language)),
    files: withheldFile(config, file, files),
  };
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

function withheldFile(
  config: TaskConfig,
  file: TaskItemsFile | null,
  files: StudySetting["files"],
): Readonly<Record<string, string>> {
  const kept = taskFileIn(config, files);
  if (kept === null || publishesTexts(config, file)) return {};
  const problem: TaskFile = {
    refract: "task-problem/1",
    field: "items",
    message: `the items' texts were left out of this dataset (licence: ${itemLicence(config, file) ?? "none"}), expected your own copy of the records in the folder`,
  };
  return { [kept.name]: `${JSON.stringify(problem, null, 1)}\n` };
}
