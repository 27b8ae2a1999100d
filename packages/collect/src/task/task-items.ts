import { messageOf, RefractError } from "@refract/core";
import { parseOrThrow } from "../stage/stage-config.ts";
import type { StageContext } from "../stage/stage-context.ts";
import type { TaskConfig } from "./task-config.ts";
import { type TaskFile, type TaskItemsFile, taskFileIn, taskFileSchema } from "./task-file.ts";
import type { TaskItem } from "./task-item.ts";

/** A stage's items, by id and in their order. */
export interface TaskItems {
  readonly list: readonly TaskItem[];
  readonly byId: ReadonlyMap<string, TaskItem>;
  /** Null for items of the study's own. */
  readonly file: Extract<TaskFile, { refract: "task-items/1" }> | null;
}

const known = new WeakMap<object, Map<string, TaskItems>>();

/** Read once per version of a study. */
export function taskItems(config: TaskConfig, { files }: Pick<StageContext, "files">): TaskItems {
  const ofStudy = known.get(files) ?? new Map<string, TaskItems>();
  known.set(files, ofStudy);
  const found = ofStudy.get(config.id) ?? readItems(config, files);
  ofStudy.set(config.id, found);
  return found;
}

/** Whether something is to be read before the first item. */
export function hasIntroduction(config: TaskConfig, context: Pick<StageContext, "files">): boolean {
  return (
    config.instruction !== undefined ||
    (taskItems(config, context).file?.instrument.contentWarning ?? null) !== null
  );
}

/** The items file of a stage; null where the stage names none or the study has none. A file that is none is a problem too. */
export function readTaskFile(
  config: Pick<TaskConfig, "instrument" | "items" | "settings">,
  files: Readonly<Record<string, string>>,
): TaskFile | null {
  const found = taskFileIn(config, files);
  if (found === null) return null;
  const { name, text } = found;
  try {
    return parseOrThrow(taskFileSchema, JSON.parse(text), name);
  } catch (thrown) {
    const message =
      thrown instanceof RefractError
        ? messageOf(thrown)
        : `${name}: not JSON, expected the items of the folder`;
    return { refract: "task-problem/1", field: "items", message };
  }
}

function readItems(config: TaskConfig, files: Readonly<Record<string, string>>): TaskItems {
  const file = readTaskFile(config, files);
  if (file?.refract === "task-problem/1") throw new RefractError("invalid-input", file.message);
  const list = Array.isArray(config.items) ? ownItems(config, config.items) : chosenItems(config, file);
  return { list, byId: new Map(list.map((item) => [item.id, item])), file };
}

/** Items of the variants a stage names, else of those that are also put to models unless others are named. */
export function chosenItems(
  { variants: named }: Pick<TaskConfig, "variants">,
  file: TaskItemsFile | null,
): readonly TaskItem[] {
  const wanted = named ?? file?.instrument.defaultVariants;
  return (file?.items ?? []).filter(
    ({ variants }) =>
      wanted === undefined || variants === undefined || variants.some((id) => wanted.includes(id)),
  );
}

function ownItems(config: TaskConfig, items: Exclude<TaskConfig["items"], string>): TaskItem[] {
  return items.map(({ format = config.format, ...item }) => {
    if (format === undefined) throw new RefractError("invalid-input", `item ${item.id}: has no format`);
    return { ...item, format, language: null, group: item.id };
  });
}
