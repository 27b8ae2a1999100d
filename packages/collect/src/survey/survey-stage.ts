import { RefractError, readLocatedYaml } from "@refract/core";
import * as z from "zod";
import { type LeavingRule, leavingBy } from "../panel/leaving-rule.ts";
import { surveyCommands } from "../simulation/answer-survey.ts";
import { hasPlaceFor } from "../simulation/places-for-levels.ts";
import { defineStage } from "../stage/define-stage.ts";
import { rejected } from "../stage/stage-config.ts";
import type { Leaving, Profile, StageContext } from "../stage/stage-context.ts";
import type { OwnEntries } from "../stage/stage-life.ts";
import { walkSurvey } from "../walk/walk-survey.ts";
import type { SurveyAnswers } from "./check-answers.ts";
import { checkSurveyFile } from "./check-survey-file.ts";
import { compileSurvey } from "./compile-survey.ts";
import { defaultAnswers } from "./default-answers.ts";
import { leftPages, openPageTimes, type PageTimes, turnPage } from "./page-times.ts";
import { submitSurvey } from "./submit-survey.ts";
import { optionsOf, type SurveyConfig, surveyConfigSchema } from "./survey-config.ts";
import { commentKey, type SurveyDefinition } from "./survey-definition.ts";
import { surveyFields, surveyStageField } from "./survey-fields.ts";
import { surveyForPerson, surveyOrders } from "./survey-for-person.ts";
import type { SurveyCommand, SurveyView } from "./survey-view.ts";
import { takeAnswers } from "./take-answers.ts";
import { untitledQuestions } from "./untitled-questions.ts";

const namesFileSchema = z.looseObject({ survey: z.string() });

/** As many characters of a survey's file as are looked at for its wordings; `compileSurvey` refuses longer ones. */
const longestFile = 5_000_000;

const answersSchema: z.ZodType<SurveyAnswers> = z.record(z.string().max(200), z.json());

const commandSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("survey.saved"),
    answers: answersSchema,
    page: z.int().min(0).max(1000),
    left: z.string().max(200).optional(),
    shown: z.string().max(200).optional(),
  }),
  z.strictObject({ type: z.literal("survey.submitted") }),
]);

const eventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("survey.saved"),
    answers: answersSchema,
    page: z.int(),
    refused: z.array(z.string()).default([]),
    left: z.string().optional(),
    shown: z.string().optional(),
  }),
  z.object({ type: z.literal("survey.submitted") }),
]);
type SurveyEvent = z.output<typeof eventSchema>;

interface SurveyState {
  readonly answers: SurveyAnswers;
  readonly page: number;
  /** Handed in, or ended at a page. */
  readonly submitted: boolean;
  /** The last page, from 0, that was left with Continue; -1 for none. */
  readonly leftPage: number;
  /** Questions whose newest answer could not be taken. */
  readonly refused: readonly string[];
  /** Attention checks that were not passed when it was handed in. */
  readonly failedChecks: number;
  /** How the visit ends here; null when the person goes on. */
  readonly leaves: Leaving | null;
  /** Whether it ended at a page: what stands on later ones was not asked. */
  readonly endsAtPage: boolean;
  readonly times: PageTimes;
}

/** A SurveyJS survey: random orders seeded per person and stored, every answer checked at the server, autosave. */
export const surveyStage = defineStage<SurveyConfig, SurveyState, SurveyCommand, SurveyEvent, SurveyView>({
  type: "survey",
  part: "questions",
  files: (input) => {
    const named = namesFileSchema.safeParse(input);
    return named.success ? [{ field: "survey", path: named.data.survey }] : [];
  },
  configSchema: surveyConfigSchema,
  commandSchema,
  eventSchema,
  check: checkSurveyFile,
  review: (config, { files, languages }) =>
    untitledQuestions(compileSurvey(files[config.survey] ?? "", optionsOf(config, languages))),
  rehearse: (config, { files, languages }, people) =>
    walkSurvey(compileSurvey(files[config.survey] ?? "", optionsOf(config, languages)), people),
  fields: (config, context) => surveyFields(surveyOf(config, context)).map(surveyStageField),
  sentences: (config, context) =>
    surveyOf(config, context).questions.flatMap(({ name, element }) =>
      element.type === "comment" ? [name] : [],
    ),
  wordings: (config, { files }) => [readLocatedYaml(files[config.survey] ?? "", longestFile).value],
  endings: ({ endings, screenOutAfterFailedChecks: limit }) => [
    ...(limit === undefined ? [] : (["failed-check"] as const)),
    ...(["screened-out", "failed-check"] as const).filter((ending) =>
      endings.some(({ as }) => as === ending),
    ),
  ],
  initial: (config, context) => ({
    answers: defaultAnswers(surveyOf(config, context)),
    page: 0,
    submitted: false,
    leftPage: -1,
    refused: [],
    failedChecks: 0,
    leaves: null,
    endsAtPage: false,
    times: openPageTimes(
      surveyOf(config, context).json.pages.map(({ name }) => name),
      context.enteredAt,
    ),
  }),
  decide: (state, command, config, context) => {
    if (state.submitted) throw rejected(`${command.type}: the survey is handed in`, "moved-on");
    const definition = surveyOf(config, context);
    if (command.type === "survey.saved") {
      // Only what was checked is stored; a cleared answer is stored as null.
      const { changed, refused } = takeAnswers(definition, state.answers, command.answers, context.language);
      const { page, left, shown } = command;
      for (const [field, name] of Object.entries({ left, shown }))
        if (name !== undefined && pageNumber(definition, name) === -1)
          throw new RefractError(
            "invalid-input",
            `${field}: invalid value ${JSON.stringify(name)}, expected the name of a page of ${definition.file}`,
          );
      return [
        {
          type: "survey.saved",
          answers: changed,
          page,
          refused: [...refused],
          ...(left === undefined ? {} : { left }),
          ...(shown === undefined ? {} : { shown }),
        },
      ];
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
  evolve: (before, event, at, config, context) => {
    const shown = event.type === "survey.saved" ? event.shown : null;
    const state = shown === undefined ? before : { ...before, times: turnPage(before.times, shown, at) };
    if (event.type === "survey.submitted") {
      const failedChecks = submissionOf(state, config, context).failedChecks.length;
      const { screenOutAfterFailedChecks: limit = Number.POSITIVE_INFINITY } = config;
      const answers = { ...context.profile, ...handedIn(state, config, context) };
      const leaves = failedChecks >= limit ? "failed-check" : leavingBy(rulesOf(config, context), answers);
      return { ...state, submitted: true, failedChecks, leaves };
    }
    const answers = Object.entries({ ...state.answers, ...event.answers }).filter(
      ([, value]) => value !== null,
    );
    const refused = [
      ...state.refused.filter((name) => !Object.hasOwn(event.answers, name) && !event.refused.includes(name)),
      ...event.refused,
    ];
    const saved = { ...state, answers: Object.fromEntries(answers), page: event.page, refused };
    if (event.left === undefined) return saved;
    const next = leavePage(saved, event.left, config, context);
    return next.submitted ? { ...next, times: turnPage(next.times, null, at) } : next;
  },
  isComplete: (state) => state.submitted,
  leaves: (state) => state.leaves,
  view: (state, config, context, language) => ({
    type: "survey",
    definition: surveyForPerson(surveyOf(config, context), context.seed, language).definition,
    answers: state.answers,
    page: state.page,
    refused: state.refused,
    decidesByPage: rulesOf(config, context).length > 0 || context.hasQuotas === true,
  }),
  soFar: answersSoFar,
  profile: handedIn,
  rows: (_event, before, after, at, config, context) => {
    const pages = leftPages(before.times, after.times).map((page) => ({
      table: "pages" as const,
      row: { participantId: context.participantId, scope: config.id, ...page },
    }));
    if (before.submitted || !after.submitted) return pages;
    const answers = Object.entries(handedIn(after, config, context)).map(([field, { value, missing }]) => ({
      table: "answers" as const,
      row: { participantId: context.participantId, scope: config.id, field, value, missing, at },
    }));
    return [...answers, ...pages];
  },
  own: { section: "answers", empty: {}, counts: "answers", gather: ownAnswers },
  release: (config, context) => ({
    fields: surveyFields(surveyOf(config, context)).map(({ askedIf: _, ...field }) => field),
  }),
  simulate: (config, setting) => {
    const definition = surveyOf(config, setting);
    return ({ decidesByPage }, language) =>
      surveyCommands(setting.person, setting.stageId, definition, language, decidesByPage);
  },
  takes: (config, context) =>
    new Map(
      surveyOf(config, context).questions.map((question) => [
        question.name,
        (level) => hasPlaceFor(question, level),
      ]),
    ),
});

/** What was answered last, without what was cleared. */
function ownAnswers(events: readonly { readonly event: SurveyEvent }[]): OwnEntries {
  const answers = events.flatMap(({ event }) =>
    event.type === "survey.saved" ? Object.entries(event.answers) : [],
  );
  return Object.fromEntries([...new Map(answers)].filter(([, answer]) => answer !== null));
}

/**
 * The visit ends where a rule holds by what was answered up to this page, so that nobody answers the rest for nothing. A
 * page with something missing or refused on it is not decided about: its form does not let anybody go on.
 */
function leavePage(
  state: SurveyState,
  left: string,
  config: SurveyConfig,
  context: StageContext,
): SurveyState {
  const definition = surveyOf(config, context);
  const leftPage = Math.max(state.leftPage, pageNumber(definition, left));
  const next = { ...state, leftPage };
  const isHeld = definition.questions.some(
    ({ name, page }) =>
      page <= leftPage && state.refused.some((key) => key === name || key === commentKey(name)),
  );
  const submission = submitSurvey(
    definition,
    state.answers,
    surveyOrders(definition, context.seed),
    leftPage,
  );
  if (isHeld || !submission.complete) return next;
  const leaves = leavingBy(rulesOf(config, context), { ...context.profile, ...submission.answers });
  if (leaves === null) return next;
  return { ...next, submitted: true, failedChecks: submission.failedChecks.length, leaves, endsAtPage: true };
}

/** The stage's own rules, then those of the whole study. */
function rulesOf({ endings }: SurveyConfig, { screening = [] }: StageContext): readonly LeavingRule[] {
  return [...endings, ...screening.map(({ when }) => ({ as: "screened-out" as const, when }))];
}

/** Answers up to the last page that was left with everything on it; all of them when the survey is handed in. */
function answersSoFar(state: SurveyState, config: SurveyConfig, context: StageContext): Profile {
  if (state.submitted) return handedIn(state, config, context);
  if (state.leftPage < 0) return {};
  const definition = surveyOf(config, context);
  const orders = surveyOrders(definition, context.seed);
  const submission = submitSurvey(definition, state.answers, orders, state.leftPage);
  return submission.complete ? submission.answers : {};
}

function pageNumber({ json }: SurveyDefinition, name: string): number {
  return json.pages.findIndex((page) => page.name === name);
}

function handedIn(state: SurveyState, config: SurveyConfig, context: StageContext): Profile {
  return submissionOf(state, config, context).answers;
}

function submissionOf(state: SurveyState, config: SurveyConfig, context: StageContext) {
  const definition = surveyOf(config, context);
  const orders = surveyOrders(definition, context.seed);
  const upTo = state.endsAtPage ? state.leftPage : undefined;
  const submission = submitSurvey(definition, state.answers, orders, upTo);
  if (!submission.complete) throw new Error("a handed-in survey has no gaps");
  return submission;
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
    compileSurvey(context.files[config.survey] ?? "", {
      ...optionsOf(config, context.languages),
      stored: true,
    }).definition;
  if (found === null)
    throw new RefractError("invalid-input", `${config.survey}: not a survey that can be run`);
  known.set(key, found);
  return found;
}
