import {
  type Instrument,
  type Item,
  type LoadedItems,
  RefractError,
  type ResponseFormat,
} from "@refract/core";
import { seedDigest } from "@refract/stats";
import * as z from "zod";
import type { TaskConfig } from "./task-config.ts";
import { type TaskItem, taskItemSchema } from "./task-item.ts";

/**
 * The items an instrument read from a stage's folder, as one file of the study. It is made when the study is read, so
 * that a version of a study holds its items as people see them, whatever becomes of the folder.
 */
const itemsFileSchema = z.strictObject({
  refract: z.literal("task-items/1"),
  instrument: z.strictObject({
    id: z.string(),
    version: z.int(),
    title: z.string(),
    licence: z.string(),
    citation: z.string(),
    /** Whether the items' texts may be published; absent in files that did not say it yet. */
    itemTexts: z.enum(["public", "withheld"]).optional(),
    contentWarning: z.string().nullable(),
    /** All there are; absent in files that were written before items said theirs. */
    variants: z.array(z.string()).optional(),
    defaultVariants: z.array(z.string()).optional(),
  }),
  dataVersion: z.string(),
  synthetic: z.boolean(),
  problems: z.array(z.strictObject({ place: z.string(), problem: z.string(), dropped: z.boolean() })),
  items: z.array(taskItemSchema),
});

/** Why there are no items; reported at its place in the study file. */
const problemFileSchema = z.strictObject({
  refract: z.literal("task-problem/1"),
  field: z.enum(["instrument", "items", "settings"]),
  message: z.string(),
});

export const taskFileSchema = z.discriminatedUnion("refract", [itemsFileSchema, problemFileSchema]);
export type TaskFile = z.output<typeof taskFileSchema>;
export type TaskItemsFile = z.output<typeof itemsFileSchema>;

type NamedItems = Pick<TaskConfig, "instrument" | "items"> & Partial<Pick<TaskConfig, "settings">>;

/**
 * The name under which a stage's items are kept in the study; null for a stage that lists them itself. Stages that read one folder with other
 * settings have files of their own.
 */
export function taskFileName({ instrument, items, settings = {} }: NamedItems): string | null {
  if (typeof items !== "string" || instrument === undefined) return null;
  const told = Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const digest = told.length === 0 ? "" : `.${seedDigest(JSON.stringify(told)).slice(0, 8)}`;
  return `${items.replace(/\/+$/, "")}.${instrument}${digest}.json`;
}

/** The stage's items in a study's files; studies of earlier versions keep those of all settings under one name. */
export function taskFileIn(
  named: NamedItems,
  files: Readonly<Record<string, string>>,
): { readonly name: string; readonly text: string } | null {
  for (const name of [taskFileName(named), taskFileName({ ...named, settings: {} })]) {
    const text = name === null ? undefined : files[name];
    if (name !== null && text !== undefined) return { name, text };
  }
  return null;
}

/** What is kept of loaded items: everything people are shown or results are cut by, without the right answers. */
export function taskFileOf<Options>(
  instrument: Instrument<Options>,
  loaded: LoadedItems,
  options: Options,
): TaskItemsFile {
  const { id, version, title, licence, citation, itemTexts, contentWarning } = instrument;
  return {
    refract: "task-items/1",
    instrument: {
      ...{ id, version, title, licence, citation, itemTexts, contentWarning },
      variants: instrument.variants.map((variant) => variant.id),
      defaultVariants: [...instrument.defaultVariants],
    },
    dataVersion: loaded.dataVersion,
    synthetic: loaded.synthetic,
    problems: loaded.problems.map((problem) => ({ ...problem })),
    items: loaded.items.map((item) => taskItemOf(instrument, item, options)),
  };
}

function taskItemOf<Options>(instrument: Instrument<Options>, item: Item, options: Options): TaskItem {
  const { people } = instrument;
  const guidance = people.guidance?.(item, options) ?? null;
  const telling = new Set(
    instrument.cuts.filter(({ tellsAnswer }) => tellsAnswer === true).map(({ attribute }) => attribute),
  );
  return {
    id: item.id,
    group: item.group,
    language: item.language,
    stimulus: item.stimulus.map((part) =>
      part.kind === "text"
        ? { ...part }
        : {
            kind: part.kind,
            mediaType: imageType(part.mediaType),
            data: toBase64(part.data),
            description: part.description,
          },
    ),
    question: item.question,
    format: taskFormatOf(item.format),
    variants: instrument.variants.filter((variant) => instrument.applies(item, variant)).map(({ id }) => id),
    conditions: [...people.conditions(item, options)],
    cluster: item.cluster,
    ...(guidance === null ? {} : { guidance }),
    optionOrder: people.optionOrder,
    optionLabels: people.optionLabels,
    optOuts: item.optOuts.map((option) => ({ ...option })),
    attributes: Object.fromEntries(
      Object.entries(item.attributes)
        .filter(([name]) => !telling.has(name))
        .map(([name, value]) => [name, typeof value === "string" ? value : [...value]]),
    ),
  };
}

function taskFormatOf(format: ResponseFormat): TaskItem["format"] {
  switch (format.kind) {
    case "choice":
    case "several":
    case "likert":
    case "ranking":
      return { kind: format.kind, options: format.options.map((option) => ({ ...option })) };
    case "true-false":
    case "vas":
    case "number":
    case "text":
      return { ...format };
  }
}

const imageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;

function imageType(mediaType: string): (typeof imageTypes)[number] {
  const known = imageTypes.find((type) => type === mediaType);
  if (known === undefined)
    throw new RefractError(
      "invalid-input",
      `an image of type "${mediaType}", expected one of ${imageTypes.join(", ")}`,
    );
  return known;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
