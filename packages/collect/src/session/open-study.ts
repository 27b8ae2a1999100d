import {
  createStudySchema,
  fieldName,
  formatProblem,
  isDemoModel,
  type LocalizedText,
  languageTagSchema,
  missingLanguages,
  parseStoredStudy,
  parseStudy,
  RefractError,
  type Study,
  type StudyProblem,
} from "@refract/core";
import { conversationConfigs } from "../conversation/conversation-configs.ts";
import { pageLanguageOf, pageLanguages } from "../page-languages.ts";
import { checkPanel } from "../panel/check-panel.ts";
import type { ReadyStage, Stage } from "../stage/define-stage.ts";
import type { StageCheckContext, StageField, StudySetting } from "../stage/stage-context.ts";
import { studyFileName } from "../study-file-name.ts";
import { ratingsProblems } from "./ratings-problems.ts";
import { recruitmentProblems } from "./recruitment-problems.ts";
import { sampleProblems } from "./sample-problems.ts";

/** A study's files by path; `study.yaml` is always among them. */
export type Bundle = Readonly<Record<string, string>>;

/** A stage of an opened study, ready to start for a person. */
export interface OpenedStage
  extends ReadyStage,
    Pick<Stage, "type" | "part" | "sharesPool" | "asksModels" | "live"> {
  readonly id: string;
  readonly title: LocalizedText | null;
}

/** One version of a study, checked and ready to run. */
export interface OpenedStudy {
  readonly study: Study;
  readonly files: Bundle;
  /** What its stages can look at before anybody is in them. */
  readonly setting: StudySetting;
  readonly stages: readonly OpenedStage[];
  /** Some of the pool is scripted demonstration text. */
  readonly demonstration: boolean;
  /** File, line and column of a field of the study file. */
  readonly placeOf: (path: readonly PropertyKey[]) => Pick<StudyProblem, "file" | "line" | "column">;
}

/**
 * Everything wrong with a study's files; the study itself when nothing is.
 *
 * @param stored The files were accepted before, perhaps by an earlier version of this program: there is a study whatever
 *   rules they break, as long as they have the shape of one. Throws where a stage can't read its part.
 */
export function checkStudy(
  files: Bundle,
  stages: readonly [Stage, ...Stage[]],
  { stored = false }: { readonly stored?: boolean } = {},
): { study: OpenedStudy | null; problems: readonly StudyProblem[] } {
  const text = files[studyFileName];
  if (text === undefined) {
    return {
      study: null,
      problems: [
        {
          file: studyFileName,
          line: 1,
          column: 1,
          field: "",
          message: "the file is missing",
          severity: "error",
        },
      ],
    };
  }
  const [first, ...others] = stages;
  const parsed = (stored ? parseStoredStudy : parseStudy)(
    text,
    createStudySchema([first.configSchema, ...others.map((stage) => stage.configSchema)]),
    studyFileName,
  );
  if (parsed.study === null) return { study: null, problems: parsed.problems };
  const { study, locate } = parsed;
  const problems: StudyProblem[] = [...parsed.problems];
  const report = (
    path: readonly PropertyKey[],
    field: string,
    message: string,
    severity: StudyProblem["severity"],
  ) => problems.push({ file: studyFileName, ...locate(path), field, message, severity });

  // One column of the dataset has one source.
  const fieldOwners = new Map<string, string>();
  const earlierFields = new Map<string, StageField>();
  const opened = study.stages.map((config, index): OpenedStage | null => {
    const stage = stages.find((candidate) => candidate.type === config.type);
    if (stage === undefined)
      throw new Error(`stage type ${config.type} passed the schema but has no definition`);
    const context: StageCheckContext = {
      files,
      languages: study.languages,
      models: study.models,
      earlierFields: new Map(earlierFields),
      earlierStages: study.stages.slice(0, index),
      locate: (path) => locate(["stages", index, ...path]),
    };
    problems.push(...stage.check(config, context));
    if (!stored && problems.some((problem) => problem.severity === "error")) return null;
    for (const field of stage.fields(config, context)) {
      const { name } = field;
      const earlier = fieldOwners.get(name);
      if (earlier === undefined) {
        fieldOwners.set(name, config.id);
        earlierFields.set(name, field);
      } else
        report(
          ["stages", index],
          `stages[${index}]`,
          `the field "${name}" is asked by stage "${earlier}" already, expected a name of its own`,
          "error",
        );
    }
    const { type, part, sharesPool, asksModels, live } = stage;
    const title = config.title ?? null;
    return { ...stage.open(config), id: config.id, title, type, part, sharesPool, asksModels, live };
  });
  for (const { path, message, severity = "error" } of [
    // Where a stage has errors its fields are not known, and nothing is said of who asks what.
    ...(opened.includes(null)
      ? []
      : [...sampleProblems(study, earlierFields), ...recruitmentProblems(study, earlierFields)]),
    ...ratingsProblems(study),
  ])
    report(path, fieldName(path), message, severity);
  if (study.withdrawUntil !== undefined && study.contact === undefined)
    report(
      ["withdrawUntil"],
      "withdrawUntil",
      "whoever wants their data removed after it has nobody to write to, expected a contact",
      "warning",
    );
  // A model's `id` and `use` would look like words in Indonesian.
  for (const { path, missing } of untranslated(
    { ...study, models: [], sample: undefined, quotas: [], screening: [] },
    study.languages,
  )) {
    problems.push({
      file: studyFileName,
      ...locate(path),
      field: fieldName(path),
      message: `no text in ${missing.join(", ")}`,
      severity: "warning",
      untranslated: missing,
    });
  }
  study.languages.forEach((language, index) => {
    if (pageLanguageOf(language) === null)
      report(
        ["languages", index],
        `languages[${index}]`,
        `the pages' own words, such as on buttons, are in ${pageLanguages.join(", ")} only; beside texts in ${language} they will be English`,
        "warning",
      );
  });
  const parts = new Map(stages.map(({ type, part }) => [type, part]));
  const ready = opened.filter((stage) => stage !== null);
  problems.push(
    ...checkPanel(
      study,
      ready.flatMap(({ endings }) => endings),
      locate,
    ),
  );
  const lastIndex = study.stages.length - 1;
  study.stages.forEach(({ type }, index) => {
    if (parts.get(type) === "closing" && index !== lastIndex)
      report(
        ["stages", index],
        `stages[${index}]`,
        "the end stage stands before other stages, expected it last",
        "error",
      );
  });
  if (parts.get(study.stages[lastIndex]?.type ?? "") !== "closing")
    report(
      ["stages", lastIndex],
      `stages[${lastIndex}]`,
      "the last stage is not an end stage: people get no completion code",
      "warning",
    );
  // Conversations of a person are numbered through, and a dataset has one design of them.
  const [firstTalk, ...otherTalks] = conversationConfigs({ study });
  for (const talk of otherTalks) {
    const index = study.stages.findIndex(({ id }) => id === talk.id);
    report(
      ["stages", index],
      `stages[${index}]`,
      `the stage "${firstTalk?.id}" has conversations already, expected one stage of them; several kinds are several types of it`,
      "error",
    );
  }
  if (!stored && problems.some((problem) => problem.severity === "error")) return { study: null, problems };
  return {
    study: {
      study,
      files,
      setting: { files, languages: study.languages },
      stages: ready,
      demonstration: study.models.some(isDemoModel),
      placeOf: (path) => ({ file: studyFileName, ...locate(path) }),
    },
    problems,
  };
}

/** The opened study, or one error that lists every problem with its place. */
export function openStudy(files: Bundle, stages: readonly [Stage, ...Stage[]]): OpenedStudy {
  const { study, problems } = checkStudy(files, stages);
  if (study !== null) return study;
  throw new RefractError(
    "invalid-input",
    problems
      .filter((problem) => problem.severity === "error")
      .map(formatProblem)
      .join("\n"),
  );
}

/** Walks the study for texts per language and says where a language of the study is missing. */
function untranslated(
  value: unknown,
  languages: readonly string[],
  path: readonly PropertyKey[] = [],
): { path: readonly PropertyKey[]; missing: string[] }[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => untranslated(item, languages, [...path, index]));
  const entries = Object.entries(value);
  const isText = entries.every(
    ([key, text]) => typeof text === "string" && languageTagSchema.safeParse(key).success,
  );
  // Wordings in languages that the study does not have don't make up for one that it has.
  if (isText && entries.some(([key]) => languages.includes(key))) {
    const missing = missingLanguages(Object.fromEntries(entries), languages);
    return missing.length > 0 ? [{ path, missing }] : [];
  }
  return entries.flatMap(([key, item]) => untranslated(item, languages, [...path, key]));
}
