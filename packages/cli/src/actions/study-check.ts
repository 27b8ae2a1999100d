import { stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  type Bundle,
  builtInStages,
  checkStudy,
  reviewStudy,
  studyFileName,
  walkStudy,
} from "@refract/collect";
import { formatProblem, parseStudy, RefractError, type StudyProblem } from "@refract/core";
import { createMemoryLedger, describeUnpriced, resolvePool } from "@refract/models";
import { builtInStudySchema } from "../built-in-study-schema.ts";
import { exitCodes } from "../exit-codes.ts";
import { modelFolders, openModels, readNamedModels, readPrices } from "../named-models.ts";
import { readStudy } from "../study-bundle.ts";
import { fillTranslations, missingTexts, summariseMissing, translationSheet } from "../study-translations.ts";
import type { Terminal } from "../terminal.ts";
import { readTranslationSheet, writeTranslationSheet } from "../translation-sheet-file.ts";

export interface StudyCheckOptions {
  readonly data: string;
  /** Where to write the sheet of missing texts. */
  readonly translations?: string | undefined;
  /** A sheet to read translations from, into the study's files. */
  readonly fillFrom?: string | undefined;
}

/**
 * Everything that is wrong with a study and the files it names, which of its models can't be opened, where simulated people
 * come to a halt, and what stands against inviting real ones.
 */
export async function checkStudyFile(
  path: string,
  options: StudyCheckOptions,
  terminal: Terminal,
): Promise<number> {
  const refused: StudyProblem[] = [];
  const bundle = await filledBundle(path, options.fillFrom, terminal, (problem) =>
    refused.push({ ...problem, file: studyFileName }),
  );
  const { study: opened, problems: found } = checkStudy(bundle, builtInStages);
  // What was refused is not missing as well.
  const isRefused = ({ file, line, column }: StudyProblem) =>
    refused.some((other) => other.file === file && other.line === line && other.column === column);
  const ofFiles = [...refused, ...found.filter((problem) => !isRefused(problem))];
  const ofModels = await modelProblems(bundle[studyFileName] ?? "", modelFolders(options.data));
  const ofWalk = opened === null ? [] : [...walkStudy(opened), ...reviewStudy(opened)];
  const shown = basename(await studyFileOf(path));
  const problems = [...ofFiles, ...ofModels, ...ofWalk].toSorted(byPlace);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  // Within a study its file goes by one name; whoever gave a file of another reads that.
  const named = (problem: StudyProblem) =>
    problem.file === studyFileName ? { ...problem, file: shown } : problem;
  const isMissing = (problem: StudyProblem) => problem.untranslated !== undefined;
  const lines = problems
    .filter((problem) => !isMissing(problem))
    .map((problem) => `${problem.severity}: ${formatProblem(named(problem))}`);
  const missing = problems.filter(isMissing);
  lines.push(...summariseMissing(missing.map(named)));
  if (options.translations !== undefined) {
    const texts = missingTexts(missing, bundle);
    await writeTranslationSheet(options.translations, translationSheet(texts));
    lines.push(
      `wrote ${texts.length} texts to translate to ${options.translations}; --fill-from reads them back`,
    );
  }
  const summary =
    opened === null || errors > 0
      ? `${errors} ${errors === 1 ? "error" : "errors"}`
      : `ok: ${opened.study.id}, ${opened.stages.map((stage) => stage.type).join(" > ")}, ${opened.study.models.length} models, languages ${opened.study.languages.join(", ")}`;
  terminal.result({ ok: errors === 0, problems: problems.map(named) }, [...lines, summary].join("\n"));
  return errors === 0 ? exitCodes.ok : exitCodes.badInput;
}

async function studyFileOf(path: string): Promise<string> {
  return (await stat(path)).isDirectory() ? join(path, studyFileName) : path;
}

/** The study's files, with the translations of a sheet written into them first where one is given. */
async function filledBundle(
  path: string,
  sheet: string | undefined,
  terminal: Terminal,
  refuse: (problem: StudyProblem) => void,
): Promise<Bundle> {
  const bundle = await readStudy(path, refuse);
  if (sheet === undefined) return bundle;
  const { study } = parseStudy(bundle[studyFileName] ?? "", builtInStudySchema(), studyFileName);
  const table = await readTranslationSheet(sheet);
  const { files, filled, empty } = fillTranslations(bundle, table, sheet, study?.languages[0] ?? "en");
  const studyFile = await studyFileOf(path);
  for (const [file, text] of files)
    await writeFile(file === studyFileName ? studyFile : join(dirname(studyFile), file), text);
  terminal.notice(`filled in ${filled} texts from ${sheet}; ${empty} are still empty`);
  return { ...bundle, ...Object.fromEntries(files) };
}

/**
 * Models that can't be opened, or that have no price beside a cap. Nobody is called: a name or provider that does not exist is an error, a key that is not
 * there on this machine a warning.
 */
async function modelProblems(text: string, folders: readonly string[]): Promise<readonly StudyProblem[]> {
  const { study, locate } = parseStudy(text, builtInStudySchema(), studyFileName);
  if (study === null || study.models.length === 0) return [];
  const service = await openModels(createMemoryLedger(), folders);
  const problems = await Promise.all(
    study.models.map(async (model, index): Promise<readonly StudyProblem[]> => {
      try {
        await service.open(model);
        return [];
      } catch (error) {
        if (!(error instanceof RefractError)) throw error;
        return [
          {
            file: studyFileName,
            ...locate(["models", index, "use"]),
            field: model.id === model.use ? `models[${index}]` : `models[${index}].use`,
            message: error.message,
            severity: error.code === "missing-key" ? "warning" : "error",
          },
        ];
      }
    }),
  );
  const found = problems.flat();
  if (study.budget === undefined || found.some(({ severity }) => severity === "error")) return found;
  const pool = resolvePool(study.models, await readNamedModels(folders));
  const unpriced = describeUnpriced(pool, await readPrices(folders));
  if (unpriced === null) return found;
  const place = locate(["budget", "capUsd"]);
  return [
    ...found,
    { file: studyFileName, ...place, field: "budget.capUsd", message: unpriced, severity: "error" },
  ];
}

function byPlace(a: StudyProblem, b: StudyProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
