import { fieldName, hasVisibleText, type StudyProblem } from "@refract/core";
import { exportFault } from "../export-fault.ts";
import { fieldValueProblem } from "../field-values.ts";
import type { StageCheckContext } from "../stage/stage-context.ts";
import { studyFileName } from "../study-file-name.ts";
import { type TaskConfig, taskConfigSchema } from "./task-config.ts";
import { type TaskItemsFile, taskFileName } from "./task-file.ts";
import { clusterOf, formatOptions } from "./task-item.ts";
import { chosenItems, readTaskFile } from "./task-items.ts";

/** What the schema of a task can't see: its items, and the fields it looks at. */
export function checkTask(config: TaskConfig, context: StageCheckContext): readonly StudyProblem[] {
  const problems: StudyProblem[] = [];
  const report = (
    path: readonly PropertyKey[],
    message: string,
    severity: StudyProblem["severity"] = "error",
  ) =>
    problems.push({
      file: studyFileName,
      ...context.locate(path),
      field: `stage ${config.id}: ${fieldName(path)}`,
      message,
      severity,
    });
  if (Array.isArray(config.items)) {
    config.items.forEach(({ id, format = config.format }, index, items) => {
      if (format === undefined)
        report(["items", index], `item "${id}" has no format, expected one of its own or of the stage`);
      if (items.findIndex((item) => item.id === id) < index)
        report(["items", index, "id"], `"${id}" stands twice, expected a unique id`);
    });
    if (config.instrument !== undefined)
      report(["instrument"], "the items are listed in the study file, expected a folder of records");
    if (config.variants !== undefined)
      report(["variants"], "the items are listed in the study file, which has no variants");
  } else if (config.instrument === undefined) {
    report(["items"], `"${config.items}" is a folder, expected \`instrument\` to say what reads it`);
  } else {
    checkFolder(config, context, report);
  }
  for (const [list, rules] of [
    ["eligible", config.eligible],
    ["match", config.match],
  ] as const) {
    rules.forEach(({ field }, index) => {
      if (!context.earlierFields.has(field))
        report([list, index, "field"], `no stage before this one asks "${field}"`);
    });
  }
  config.eligible.forEach(({ field, oneOf }, index) => {
    const asked = context.earlierFields.get(field);
    oneOf.forEach((value, place) => {
      const problem = asked === undefined ? null : fieldValueProblem(asked, value);
      if (problem !== null) report(["eligible", index, "oneOf", place], problem.message, problem.severity);
    });
  });
  checkAnswerIds(config, context, report);
  checkBlankTexts(config, context, report);
  return problems;
}

/** People would see an empty question, an unnamed choice or an unmarked end of a scale. */
function checkBlankTexts(
  config: TaskConfig,
  { files }: StageCheckContext,
  report: (path: readonly PropertyKey[], message: string) => void,
): void {
  const tell = (path: readonly PropertyKey[], place: string, value: string) =>
    report(path, `${place}invalid value ${JSON.stringify(value)}, expected words that can be read`);
  for (const { path, text } of blankTexts(config.format ?? null)) tell(["format", ...path], "", text);
  for (const { path, text } of blankTexts(config.optOuts)) tell(["optOuts", ...path], "", text);
  if (Array.isArray(config.items)) {
    for (const { path, text } of blankTexts(config.items)) tell(["items", ...path], "", text);
    return;
  }
  const file = readTaskFile(config, files);
  if (file?.refract !== "task-items/1") return;
  for (const item of chosenItems(config, file))
    for (const { path, text } of blankTexts({
      question: item.question,
      stimulus: item.stimulus,
      format: item.format,
      optOuts: item.optOuts,
    }))
      tell(["items"], `item "${item.id}": ${fieldName(path)}: `, text);
}

/** Fields of items and formats that people read. A picture's description may be empty. */
const readFields: ReadonlySet<PropertyKey> = new Set(["question", "text", "low", "high", "unit"]);

/** Texts that show nothing, for all languages or for one, each with its place. */
function blankTexts(
  node: unknown,
  isRead = false,
  path: readonly PropertyKey[] = [],
): { readonly path: readonly PropertyKey[]; readonly text: string }[] {
  if (typeof node === "string") return isRead && !hasVisibleText(node) ? [{ path, text: node }] : [];
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((item, index) => blankTexts(item, false, [...path, index]));
  return Object.entries(node).flatMap(([key, item]) =>
    blankTexts(item, isRead || readFields.has(key), [...path, key]),
  );
}

/** A stored id must say whether it is an answer or an opt-out, and which one. */
function checkAnswerIds(
  config: TaskConfig,
  { files }: StageCheckContext,
  report: (path: readonly PropertyKey[], message: string) => void,
): void {
  const file = Array.isArray(config.items) ? null : readTaskFile(config, files);
  const items = Array.isArray(config.items)
    ? config.items.map(({ id, format = config.format, optOuts }) => ({ id, format, optOuts }))
    : file?.refract === "task-items/1"
      ? chosenItems(config, file)
      : [];
  items.forEach(({ id, format, optOuts }, index) => {
    const options = format === undefined ? [] : formatOptions(format);
    const ids = [...options, ...optOuts, ...config.optOuts].map((option) => option.id);
    const twice = ids.find((answer, place) => ids.indexOf(answer) < place);
    if (twice !== undefined)
      report(
        Array.isArray(config.items) ? ["items", index] : ["items"],
        `item "${id}" has the answer "${twice}" twice among its options and opt-outs, expected unique ids`,
      );
  });
}

/** What people were given at a stage before this one is not given to them again; said, since it may be all there is. */
function questionsMet(
  config: TaskConfig,
  { earlierStages, files }: StageCheckContext,
  file: TaskItemsFile,
): readonly string[] {
  if (!config.oneVersion) return [];
  const own = chosenItems(config, file);
  return earlierStages.flatMap((stage) => {
    const earlier = stage.type === "task" ? taskConfigSchema.safeParse(stage) : null;
    if (earlier?.success !== true || earlier.data.instrument !== config.instrument) return [];
    if (excludeEachOther(earlier.data, config)) return [];
    const before = readTaskFile(earlier.data, files);
    if (before?.refract !== "task-items/1") return [];
    const given = new Set(chosenItems(earlier.data, before).map(clusterOf));
    const shared = own.filter((item) => given.has(clusterOf(item))).length;
    return shared === 0
      ? []
      : [
          `${shared} of ${own.length} items are of questions that stage "${stage.id}" gives too; nobody is given a question again, say \`oneVersion: false\` where people are to see it at both stages`,
        ];
  });
}

/** Whether nobody can be eligible for both stages: both look at one field, and no value suits both. */
function excludeEachOther(one: TaskConfig, other: TaskConfig): boolean {
  return one.eligible.some(({ field, oneOf }) => {
    const values = new Set(oneOf.map(String));
    return other.eligible.some(
      (rule) => rule.field === field && !rule.oneOf.map(String).some((value) => values.has(value)),
    );
  });
}

function checkFolder(
  config: TaskConfig,
  context: StageCheckContext,
  report: (path: readonly PropertyKey[], message: string, severity?: StudyProblem["severity"]) => void,
): void {
  const { files } = context;
  const file = readTaskFile(config, files);
  const fault = exportFault(taskFileName(config) ?? "");
  if (fault !== null) report(["items"], fault, "warning");
  if (file === null) {
    report(
      ["items"],
      `"${config.items}" is missing beside the study file, expected a folder of records (or ${taskFileName(config)}, as an export keeps it)`,
    );
  } else if (file.refract === "task-problem/1") {
    report([file.field], file.message);
  } else {
    for (const { place, problem, dropped } of file.problems)
      report(["items"], `${place}: ${problem}${dropped ? " (left out)" : ""}`, "warning");
    if (file.instrument.contentWarning !== null && !config.contentConfirmed)
      report(
        ["instrument"],
        `${file.instrument.contentWarning} Say \`contentConfirmed: true\` when they may be shown`,
      );
    const languages = [...new Set(file.items.flatMap(({ language }) => language ?? []))];
    if (config.itemLanguages === "one" && languages.length > 1) {
      const base = (tag: string) => tag.toLowerCase().split("-")[0];
      const others = context.languages.filter((one) => !languages.some((of) => base(of) === base(one)));
      if (others.length > 0)
        report(
          ["items"],
          `the items are in ${languages.join(", ")}; people whose pages are in ${others.join(", ")} get those of one language, drawn for each person`,
          "warning",
        );
    }
    for (const message of questionsMet(config, context, file)) report(["items"], message, "warning");
    const known = file.instrument.variants;
    config.variants?.forEach((id, index) => {
      if (known !== undefined && !known.includes(id))
        report(["variants", index], `invalid value "${id}", expected one of ${known.join(", ")}`);
    });
    if (file.items.length === 0) report(["items"], `the folder "${config.items}" has no item`);
    else if (chosenItems(config, file).length === 0)
      report(
        config.variants === undefined ? ["items"] : ["variants"],
        `no item of "${config.items}" runs under ${(config.variants ?? file.instrument.defaultVariants ?? []).join(", ")}`,
      );
  }
}
