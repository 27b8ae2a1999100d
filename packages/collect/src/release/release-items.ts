import { type LocalizedText, textIn } from "@refract/core";
import type { ReleaseItem } from "@refract/dataset";
import type { OpenedStudy } from "../session/open-study.ts";
import { stageConfig } from "../stage.ts";
import { taskConfigSchema } from "../task/task-config.ts";
import { formatOptions } from "../task/task-item.ts";
import { taskItems } from "../task/task-items.ts";

/** The items of a study's tasks, as a release names them; undefined for a study without tasks. */
export function releaseItems({ study, files }: OpenedStudy): readonly ReleaseItem[] | undefined {
  const tasks = study.stages.filter((stage) => stage.type === "task");
  if (tasks.length === 0) return undefined;
  const language = study.languages[0] ?? "en";
  const say = (text: LocalizedText) => textIn(text, language, language);
  const said = (options: readonly { readonly id: string; readonly text: LocalizedText }[]) =>
    options.map(({ id, text }) => ({ id, text: say(text) }));
  return tasks.flatMap((stage) => {
    const config = stageConfig(taskConfigSchema, stage);
    const { list, file } = taskItems(config, { files });
    return list.map((item) => ({
      item: item.id,
      stage: config.id,
      instrument: file?.instrument.id ?? null,
      instrumentVersion: file?.instrument.version ?? null,
      licence: file?.instrument.licence ?? null,
      group: item.group,
      language: item.language ?? language,
      stimulus: item.stimulus.map((part) => (part.kind === "text" ? say(part.text) : part.description)),
      question: say(item.question),
      format: item.format.kind,
      options: said(formatOptions(item.format)),
      optOuts: said([...item.optOuts, ...config.optOuts]),
      attributes: item.attributes,
    }));
  });
}
