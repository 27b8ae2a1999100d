import { RefractError, type StudyProblem, stageBase } from "@refract/core";
import * as z from "zod";
import { exportFault } from "../export-fault.ts";
import { defineStage, type Profile, rejected, type StageCheckContext, type StageContext } from "../stage.ts";
import { studyFileName } from "../study-file-name.ts";
import type { SurveyAnswers } from "./check-answers.ts";
import { type CompileOptions, compileSurvey } from "./compile-survey.ts";
import { submitSurvey } from "./submit-survey.ts";
import type { SurveyDefinition } from "./survey-definition.ts";
import { surveyFields } from "./survey-fields.ts";
import { surveyForPerson, surveyOrders } from "./survey-for-person.ts";
import type { SurveyCommand } from "./survey-view.ts";
import { takeAnswers } from "./take-answers.ts";

const surveyConfigSchema = z.strictObject({
  ...stageBase,
  type: z.literal("survey"),
  survey: z.string().min(1).describe("Path of the SurveyJS file, beside the study file."),
  scalesStartAt: z
    .union([z.literal("none"), z.int()])
    .optional()
    .describe(
      "Where the handles of all the survey's scales stand at first, whatever the file says; none or a number.",
    ),
});
type SurveyConfig = z.output<typeof surveyConfigSchema>;

const answersSchema: z.ZodType<SurveyAnswers> = z.record(z.string().max(200), z.json());

const commandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("survey.saved"), answers: answersSchema, page: z.int().min(0).max(1000) }),
  z.strictObject({ type: z.literal("survey.submitted") }),
]);

const eventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("survey.saved"),
    answers: answersSchema,
    page: z.int(),
    refused: z.array(z.string()).default([]),
  }),
  z.object({ type: z.literal("survey.submitted") }),
]);
type SurveyEvent = z.output<typeof eventSchema>;

interface SurveyState {
  readonly answers: SurveyAnswers;
  readonly page: number;
  readonly submitted: boolean;
  /** Questions whose newest answer could not be taken. */
  readonly refused: readonly string[];
}

/** A SurveyJS survey: random orders seeded per person and stored, every answer checked at the server, autosave. */
export const surveyStage = defineStage<SurveyConfig, SurveyState, SurveyCommand, SurveyEvent>({
  type: "survey",
  configSchema: surveyConfigSchema,
  commandSchema,
  eventSchema,
  check: checkSurveyFile,
  fields: (config, context) =>
    surveyFields(surveyOf(config, context)).map(({ name, levels }) => ({
      name,
      levels: levels.length > 0 ? levels : null,
    })),
  initial: () => ({ answers: {}, page: 0, submitted: false, refused: [] }),
  decide: (state, command, config, context) => {
    if (state.submitted) throw rejected(`${command.type}: the survey is handed in`, "moved-on");
    const definition = surveyOf(config, context);
    if (command.type === "survey.saved") {
      // Only what was checked is stored; a cleared answer is stored as null.
      const { changed, refused } = takeAnswers(definition, state.answers, command.answers);
      return [{ type: "survey.saved", answers: changed, page: command.page, refused: [...refused] }];
    }
    if (state.refused.length > 0) {
      throw rejected(
        `survey.submitted: ${state.refused.join(", ")}: the answer given last can't be one, expected another`,
        "answers-refused",
      );
    }
    const submission = submitSurvey(definition, state.answers, surveyOrders(definition, context.seed));
    if (!submission.complete) {
      const gaps = submission.gaps.map(
        (gap) => `${gap.question}${gap.rows.length > 0 ? ` (${gap.rows.join(", ")})` : ""}: ${gap.reason}`,
      );
      throw rejected(`survey.submitted: ${gaps.join("; ")}`, "answers-missing");
    }
    return [{ type: "survey.submitted" }];
  },
  evolve: (state, event) => {
    if (event.type === "survey.submitted") return { ...state, submitted: true };
    const answers = Object.entries({ ...state.answers, ...event.answers }).filter(
      ([, value]) => value !== null,
    );
    const refused = [
      ...state.refused.filter((name) => !Object.hasOwn(event.answers, name) && !event.refused.includes(name)),
      ...event.refused,
    ];
    return { ...state, answers: Object.fromEntries(answers), page: event.page, refused };
  },
  isComplete: (state) => state.submitted,
  view: (state, config, context, language) => ({
    type: "survey",
    definition: surveyForPerson(surveyOf(config, context), context.seed, language).definition,
    answers: state.answers,
    page: state.page,
    refused: state.refused,
  }),
  profile: handedIn,
  rows: (event, _before, after, at, config, context) => {
    if (event.type !== "survey.submitted") return [];
    return Object.entries(handedIn(after, config, context)).map(([field, { value, missing }]) => ({
      table: "answers",
      row: { participantId: context.participantId, scope: config.id, field, value, missing, at },
    }));
  },
});

function handedIn(state: SurveyState, config: SurveyConfig, context: StageContext): Profile {
  const definition = surveyOf(config, context);
  const submission = submitSurvey(definition, state.answers, surveyOrders(definition, context.seed));
  if (!submission.complete) throw new Error("a handed-in survey has no gaps");
  return submission.answers;
}

const compiled = new WeakMap<object, Map<string, SurveyDefinition>>();

/** Compiled once per version of a study. */
function surveyOf(
  config: SurveyConfig,
  context: Pick<StageContext, "files" | "languages">,
): SurveyDefinition {
  const known = compiled.get(context.files) ?? new Map<string, SurveyDefinition>();
  compiled.set(context.files, known);
  const key = JSON.stringify([config.survey, config.scalesStartAt ?? null]);
  const found =
    known.get(key) ??
    compileSurvey(context.files[config.survey] ?? "", optionsOf(config, context.languages)).definition;
  if (found === null)
    throw new RefractError("invalid-input", `${config.survey}: not a survey that can be run`);
  known.set(key, found);
  return found;
}

function optionsOf(config: SurveyConfig, languages: readonly string[]): CompileOptions {
  const { survey, scalesStartAt } = config;
  return { file: survey, languages, ...(scalesStartAt === undefined ? {} : { scalesStartAt }) };
}

function checkSurveyFile(
  config: SurveyConfig,
  { files, languages, locate }: StageCheckContext,
): readonly StudyProblem[] {
  const report = (message: string, severity: StudyProblem["severity"]): StudyProblem => ({
    file: studyFileName,
    ...locate(["survey"]),
    field: `stage ${config.id}: survey`,
    message,
    severity,
  });
  const text = files[config.survey];
  if (text === undefined)
    return [report(`the file "${config.survey}" is missing beside the study file`, "error")];
  const fault = exportFault(config.survey);
  return [
    ...(fault === null ? [] : [report(fault, "warning")]),
    ...compileSurvey(text, optionsOf(config, languages)).problems,
  ];
}
