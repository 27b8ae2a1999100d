import type { JsonValue } from "@refract/core";
import { createRandom, deriveSeed, seedDigest } from "@refract/stats";
import type { ResponseRow } from "@refract/store";
import * as z from "zod";
import { answerTaskItem } from "../simulation/answer-task.ts";
import { defineStage } from "../stage/define-stage.ts";
import { rejected } from "../stage/stage-config.ts";
import type { StageContext } from "../stage/stage-context.ts";
import type { OwnEntries } from "../stage/stage-life.ts";
import { checkResponse } from "./check-response.ts";
import { checkTask } from "./check-task.ts";
import { presentTask } from "./present-task.ts";
import { releaseTask } from "./release-task.ts";
import { allocateItems } from "./task-allocation.ts";
import { type TaskConfig, taskConfigSchema } from "./task-config.ts";
import { clusterOf, formatOptions, type TaskItem } from "./task-item.ts";
import { hasIntroduction, taskItems } from "./task-items.ts";
import {
  evolveTask,
  type GivenItem,
  isEligible,
  isMatch,
  type TaskAnswered,
  type TaskEvent,
  type TaskState,
  taskEventSchema,
} from "./task-state.ts";
import type { TaskCommand, TaskResponse, TaskView } from "./task-view.ts";
import { replyInWords } from "./task-words.ts";

const milliseconds = z
  .number()
  .min(0)
  .max(7 * 24 * 3_600_000)
  .nullable();
const itemId = z.string().max(200);
const commandSchema: z.ZodType<TaskCommand> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("task.begun") }),
  z.strictObject({
    type: z.literal("task.answered"),
    item: itemId,
    response: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("answer"), value: z.json() }),
      z.strictObject({ kind: z.literal("opt-out"), option: z.string().max(200) }),
      z.strictObject({ kind: z.literal("pass"), reason: z.enum(["skipped", "prefer-not-to-say"]) }),
    ]),
    pageMs: milliseconds,
    firstInputMs: milliseconds,
  }),
  z.strictObject({ type: z.literal("task.returned"), item: itemId }),
]);

/**
 * Items put to people one at a time. Which ones is drawn from a pool that everybody of the stage shares, so that each
 * gets its share of answers; their order and that of their options are stored with the seeds that made them.
 */
export const taskStage = defineStage<TaskConfig, TaskState, TaskCommand, TaskEvent, TaskView>({
  type: "task",
  part: "work",
  configSchema: taskConfigSchema,
  commandSchema,
  eventSchema: taskEventSchema,
  check: checkTask,
  initial: (config, context) => ({
    items: isEligible(config, context.profile) ? null : [],
    drawnAt: context.enteredAt,
    hasBegun: !hasIntroduction(config, context),
    place: 0,
    shownAt: [],
    answers: [],
  }),
  draw: (state, config) =>
    state.items === null ? { scope: config.id, abandonedAfterMs: config.releaseAfterMinutes * 60_000 } : null,
  drawn: (state, load, config, context) => {
    if (state.items !== null) return [];
    const items = taskItems(config, context);
    const ids = allocateItems({
      items: itemsFor(items, config, context).map(({ id, group, cluster }) => ({
        id,
        group,
        ...(config.oneVersion && cluster !== undefined ? { cluster } : {}),
      })),
      load,
      count: config.perPerson,
      target: config.target ?? null,
      order: config.itemOrder,
      seed: context.seed,
    });
    return [
      {
        type: "task.drawn",
        items: ids.flatMap((id) => {
          const item = items.byId.get(id);
          return item === undefined ? [] : [giveItem(item, config, context)];
        }),
      },
    ];
  },
  decide: (state, command, config, context) => {
    if (command.type === "task.begun") {
      if (state.hasBegun || state.items === null) throw rejected("the task is under way", "moved-on");
      return [{ type: "task.begun" }];
    }
    const current = itemAt(state, config, context);
    if (current === null || current.id !== command.item)
      throw rejected(
        `item: invalid value ${JSON.stringify(command.item)}, expected ${current === null ? "none" : `"${current.id}"`}`,
        "moved-on",
      );
    if (command.type === "task.returned") {
      if (!config.mayGoBack || state.place === 0)
        throw rejected("there is no way back from this item", "not-now");
      return [{ type: "task.returned", item: current.id }];
    }
    const { response, pageMs, firstInputMs } = command;
    return [
      {
        type: "task.answered",
        item: current.id,
        ...decided(response, current, config, context.language),
        pageMs,
        firstInputMs,
      },
    ];
  },
  evolve: evolveTask,
  isComplete: ({ items, place }) => items !== null && place >= items.length,
  view: presentTask,
  met: (state, config, context) => {
    const { byId, file } = taskItems(config, context);
    return (state.items ?? []).flatMap((given) => {
      const item = byId.get(given.item);
      return item === undefined ? [] : [questionKey(item, file?.instrument.id ?? null)];
    });
  },
  rows: (event, before, after, _at, config, context) =>
    placesChanged(event, before, after).map((place) => ({
      table: "responses",
      row: rowOf(after, place, config, context),
    })),
  own: { section: "tasks", empty: [], counts: "answers", gather: ownAnswers },
  release: releaseTask,
  simulate:
    (_config, { plan, person, stageId }) =>
    (view, language) =>
      answerTaskItem(plan, person, stageId, view, language),
});

/** Items answered, in the order they were first; an answer that was changed later counts where the item stood. */
function ownAnswers(events: readonly { readonly event: TaskEvent }[]): OwnEntries {
  const answers = new Map<string, { item: string; value: JsonValue }>();
  for (const { event } of events)
    if (event.type === "task.answered") answers.set(event.item, { item: event.item, value: event.value });
  return [...answers.values()];
}

/** A question whatever its version, apart from those of other instruments. */
function questionKey(item: TaskItem, instrument: string | null): string {
  return JSON.stringify([instrument, clusterOf(item)]);
}

/** Items this person may be given: matching, in one language, and of questions met at no stage before. */
function itemsFor(
  { list, file }: ReturnType<typeof taskItems>,
  config: TaskConfig,
  context: StageContext,
): readonly TaskItem[] {
  const met = new Set(context.met);
  const instrument = file?.instrument.id ?? null;
  const open = list.filter(
    (item) =>
      isMatch(item, config, context) &&
      // items of the study's own are given wherever it lists them
      !(config.oneVersion && instrument !== null && met.has(questionKey(item, instrument))),
  );
  return config.itemLanguages === "any" ? open : inOneLanguage(open, context);
}

function inOneLanguage(items: readonly TaskItem[], { language, seed }: StageContext): readonly TaskItem[] {
  const languages = [...new Set(items.flatMap((item) => item.language ?? []))].toSorted();
  if (languages.length < 2) return items;
  const base = (tag: string) => tag.toLowerCase().split("-")[0];
  const own = languages.find((one) => base(one) === base(language));
  const given = own ?? createRandom(deriveSeed(seed, "item-language")).pick(languages);
  return items.filter((item) => item.language === null || item.language === given);
}

function giveItem(item: TaskItem, config: TaskConfig, context: StageContext): GivenItem {
  // A digest, so that a row can say it without giving the study's seed away.
  const seed = seedDigest(deriveSeed(context.seed, "options", item.id));
  const options = formatOptions(item.format).map(({ id }) => id);
  const isFixed = item.format.kind === "likert" || item.optionOrder === "fixed";
  const order = config.optionOrder ?? (isFixed ? "as-listed" : "random");
  return { item: item.id, options: order === "random" ? createRandom(seed).shuffle(options) : options, seed };
}

/** The item the person is at; null before they have begun and past the last. */
function itemAt(state: TaskState, config: TaskConfig, context: StageContext): TaskItem | null {
  const given = state.hasBegun ? state.items?.[state.place] : undefined;
  return given === undefined ? null : (taskItems(config, context).byId.get(given.item) ?? null);
}

type Decided = Pick<TaskAnswered, "value" | "missing" | "rule">;

function decided(response: TaskResponse, item: TaskItem, config: TaskConfig, language: string): Decided {
  switch (response.kind) {
    case "answer":
      return {
        value: z.json().parse(checkResponse(item.format, response.value, language)),
        missing: null,
        rule: "people/answer",
      };
    case "opt-out":
      if (!optOutsOf(item, config).some(({ id }) => id === response.option))
        throw rejected(`option: unknown opt-out ${JSON.stringify(response.option)}`, "not-now");
      return { value: response.option, missing: null, rule: "people/opt-out" };
    case "pass": {
      const { reason } = response;
      if (reason === "skipped" ? !config.maySkip : !config.mayDecline)
        throw rejected(`response: "${reason}" is not possible in this task`, "answers-missing");
      return { value: null, missing: reason, rule: `people/${reason}` };
    }
  }
}

function optOutsOf(item: TaskItem, config: TaskConfig) {
  return [...item.optOuts, ...config.optOuts];
}

function wordsOf(
  item: TaskItem,
  { value, rule }: Pick<Decided, "value" | "rule">,
  config: TaskConfig,
  language: string,
): string {
  if (rule !== "people/opt-out") return replyInWords(item, value, language);
  const options = optOutsOf(item, config).map((option) => ({ ...option }));
  return replyInWords({ ...item, format: { kind: "choice", options } }, value, language);
}

/** Places of the items whose rows are not as they were. */
function placesChanged(event: TaskEvent, before: TaskState, after: TaskState): readonly number[] {
  switch (event.type) {
    case "task.drawn":
      return event.items.map((_, place) => place);
    case "task.begun":
      return [0];
    case "task.returned":
      return [];
    case "task.answered":
      return after.shownAt.length > before.shownAt.length ? [before.place, after.place] : [before.place];
  }
}

function rowOf(state: TaskState, place: number, config: TaskConfig, context: StageContext): ResponseRow {
  const given = state.items?.[place];
  const item = given === undefined ? undefined : taskItems(config, context).byId.get(given.item);
  if (given === undefined || item === undefined) throw new Error(`no item was given at place ${place}`);
  const answer = state.answers[place];
  return {
    participantId: context.participantId,
    scope: config.id,
    item: given.item,
    place,
    optionOrder: given.options,
    seed: given.seed,
    assignedAt: state.drawnAt,
    shownAt: state.shownAt[place] ?? null,
    answeredAt: answer?.answeredAt ?? null,
    pageMs: answer?.pageMs ?? null,
    firstInputMs: answer?.firstInputMs ?? null,
    reply:
      answer === undefined || answer.missing !== null
        ? ""
        : wordsOf(item, answer, config, context.defaultLanguage),
    value: answer?.value ?? null,
    missing: answer === undefined ? "not-asked" : answer.missing,
    rule: answer?.rule ?? "people/open",
  };
}
