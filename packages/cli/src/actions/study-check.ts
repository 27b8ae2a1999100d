import { builtInStages, checkStudy, studyFileName } from "@refract/collect";
import { formatProblem, parseStudy, RefractError, type StudyProblem } from "@refract/core";
import { createMemoryLedger, describeUnpriced, resolvePool } from "@refract/models";
import { builtInStudySchema } from "../built-in-study-schema.ts";
import { exitCodes } from "../exit-codes.ts";
import { modelFolders, openModels, readNamedModels, readPrices } from "../named-models.ts";
import { readStudy } from "../study-bundle.ts";
import type { Terminal } from "../terminal.ts";

/** Everything that is wrong with a study and the files it names, and which of its models can't be opened. */
export async function checkStudyFile(
  path: string,
  options: { readonly data: string },
  terminal: Terminal,
): Promise<number> {
  const bundle = await readStudy(path);
  const { study: opened, problems: ofFiles } = checkStudy(bundle, builtInStages);
  const ofModels = await modelProblems(bundle[studyFileName] ?? "", modelFolders(options.data));
  const problems = [...ofFiles, ...ofModels].toSorted(byPlace);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const lines = problems.map((problem) => `${problem.severity}: ${formatProblem(problem)}`);
  const summary =
    opened === null || errors > 0
      ? `${errors} ${errors === 1 ? "error" : "errors"}`
      : `ok: ${opened.study.id}, ${opened.stages.map((stage) => stage.type).join(" > ")}, ${opened.study.models.length} models, languages ${opened.study.languages.join(", ")}`;
  terminal.result({ ok: errors === 0, problems }, [...lines, summary].join("\n"));
  return errors === 0 ? exitCodes.ok : exitCodes.badInput;
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
