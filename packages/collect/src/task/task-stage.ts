import { createRandom, deriveSeed, seedDigest } from "@refract/stats";
import type { ResponseRow, RowChange } from "@refract/store";
import * as z from "zod";
import { defineStage, rejected, type StageContext } from "../stage.ts";
import { checkResponse } from "./check-response.ts";
import { checkTask } from "./check-task.ts";
import { presentTask } from "./present-task.ts";
import { allocateItems } from "./task-allocation.ts";
import { type TaskConfig, taskConfigSchema } from "./task-config.ts";
import { formatOptions, type TaskItem } from "./task-item.ts";
import { taskItems } from "./task-items.ts";
import {
  type GivenItem,
  isEligible,
  isMatch,
  type TaskEvent,
  type TaskState,
  taskEventSchema,
} from "./task-state.ts";
import type { TaskCommand } from "./task-view.ts";
import { replyInWords } from "./task-words.ts";

const milliseconds = z
  .number()
  .min(0)
  .max(7 * 24 * 3_600_000)
  .nullable();
const commandSchema: z.ZodType<TaskCommand> = z.strictObject({
  type: z.literal("task.answered"),
  item: z.string().max(200),
  response: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("answer"), value: z.json() }),
    z.strictObject({ kind: z.literal("opt-out"), option: z.string().max(200) }),
    z.strictObject({ kind: z.literal("pass"), reason: z.enum(["skipped", "prefer-not-to-say"]) }),
  ]),
  pageMs: milliseconds,
  firstInputMs: milliseconds,
});

/**
 * Items put to people one at a time. Which ones is drawn from a pool that everybody of the stage shares, so that each
 * gets its share of answers; their order and that of their options are stored with the seeds that made them.
 */
export const taskStage = defineStage<TaskConfig, TaskState, TaskCommand, TaskEvent>({
  type: "task",
  configSchema: taskConfigSchema,
  commandSchema,
  eventSchema: taskEventSchema,
  check: checkTask,
  initial: (config, context) => ({
    items: isEligible(config, context.profile) ? null : [],
    drawnAt: context.enteredAt,
    done: 0,
    shownAt: context.enteredAt,
  }),
  draw: (state, config) =>
    state.items === null ? { scope: config.id, abandonedAfterMs: config.releaseAfterMinutes * 60_000 } : null,
  drawn: (state, load, config, context) => {
    if (state.items !== null) return [];
    const items = taskItems(config, context);
    const ids = allocateItems({
      items: items.list.filter((item) => isMatch(item, config, context)).map(({ id }) => id),
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
    const current = itemAt(state, config, context);
    if (current === null || current.id !== command.item)
      throw rejected(
        `item: invalid value ${JSON.stringify(command.item)}, expected ${current === null ? "none" : `"${current.id}"`}`,
        "moved-on",
      );
    const { pageMs, firstInputMs } = command;
    return [
      { type: "task.answered", item: current.id, ...decided(command, current, config), pageMs, firstInputMs },
    ];
  },
  evolve: (state, event, at) =>
    event.type === "task.drawn"
      ? { items: event.items, drawnAt: at, done: 0, shownAt: at }
      : { ...state, done: state.done + 1, shownAt: at },
  isComplete: ({ items, done }) => items !== null && done >= items.length,
  view: presentTask,
  rows: (event, before, after, at, config, context): readonly RowChange[] => {
    if (event.type === "task.drawn")
      return event.items.map((given, place) => ({
        table: "responses",
        row: openRow(given, place, place === 0 ? at : null, after, config, context),
      }));
    const row = rowAt(before, before.shownAt, config, context);
    const item = itemAt(before, config, context);
    if (row === null || item === null) throw new Error(`item ${event.item} was answered but not given`);
    const { value, missing, rule, pageMs, firstInputMs } = event;
    const reply = missing !== null ? "" : wordsOf(item, event, config, context.defaultLanguage);
    const next = rowAt(after, at, config, context);
    const changes = [{ ...row, answeredAt: at, pageMs, firstInputMs, reply, value, missing, rule }];
    return [...changes, ...(next === null ? [] : [next])].map((changed) => ({
      table: "responses",
      row: changed,
    }));
  },
});

function giveItem(item: TaskItem, config: TaskConfig, context: StageContext): GivenItem {
  // A digest, so that a row can say it without giving the study's seed away.
  const seed = seedDigest(deriveSeed(context.seed, "options", item.id));
  const options = formatOptions(item.format).map(({ id }) => id);
  const order = config.optionOrder ?? (item.format.kind === "likert" ? "as-listed" : "random");
  return { item: item.id, options: order === "random" ? createRandom(seed).shuffle(options) : options, seed };
}

function itemAt(state: TaskState, config: TaskConfig, context: StageContext): TaskItem | null {
  const given = state.items?.[state.done];
  return given === undefined ? null : (taskItems(config, context).byId.get(given.item) ?? null);
}

type Decided = Pick<Extract<TaskEvent, { type: "task.answered" }>, "value" | "missing" | "rule">;

function decided({ response }: TaskCommand, item: TaskItem, config: TaskConfig): Decided {
  switch (response.kind) {
    case "answer":
      return {
        value: z.json().parse(checkResponse(item.format, response.value)),
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

function openRow(
  given: GivenItem,
  place: number,
  shownAt: number | null,
  state: TaskState,
  config: TaskConfig,
  context: StageContext,
): ResponseRow {
  return {
    participantId: context.participantId,
    scope: config.id,
    item: given.item,
    place,
    optionOrder: given.options,
    seed: given.seed,
    assignedAt: state.drawnAt,
    shownAt,
    answeredAt: null,
    pageMs: null,
    firstInputMs: null,
    reply: "",
    value: null,
    missing: "not-asked",
    rule: "people/open",
  };
}

/** The row of the item the person is at; null past the last one. */
function rowAt(
  state: TaskState,
  shownAt: number,
  config: TaskConfig,
  context: StageContext,
): ResponseRow | null {
  const given = state.items?.[state.done];
  return given === undefined ? null : openRow(given, state.done, shownAt, state, config, context);
}
