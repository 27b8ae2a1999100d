import * as z from "zod";
import type { Profile, StageContext } from "../stage/stage-context.ts";
import type { TaskConfig } from "./task-config.ts";
import type { TaskItem } from "./task-item.ts";

const givenItemSchema = z.object({
  item: z.string(),
  /** Option ids in the order shown. */
  options: z.array(z.string()),
  seed: z.string(),
});
export type GivenItem = z.output<typeof givenItemSchema>;

const answeredSchema = z.object({
  type: z.literal("task.answered"),
  item: z.string(),
  value: z.json(),
  missing: z.enum(["skipped", "prefer-not-to-say"]).nullable(),
  rule: z.enum(["people/answer", "people/opt-out", "people/skipped", "people/prefer-not-to-say"]),
  pageMs: z.number().nullable(),
  firstInputMs: z.number().nullable(),
});
export type TaskAnswered = z.output<typeof answeredSchema>;

export const taskEventSchema = z.discriminatedUnion("type", [
  /** The person's items in the order shown; none when the pool has none left for them. */
  z.object({ type: z.literal("task.drawn"), items: z.array(givenItemSchema) }),
  z.object({ type: z.literal("task.begun") }),
  /** Again for the same item after a return: the newest counts. */
  answeredSchema,
  z.object({ type: z.literal("task.returned"), item: z.string() }),
]);
export type TaskEvent = z.output<typeof taskEventSchema>;

/** The newest answer to an item. */
export interface GivenAnswer extends Omit<TaskAnswered, "type" | "item" | "pageMs" | "firstInputMs"> {
  readonly answeredAt: number;
  /** Of all visits together. */
  readonly pageMs: number | null;
  /** Of the first visit. */
  readonly firstInputMs: number | null;
}

export interface TaskState {
  /** Null until they are drawn. */
  readonly items: readonly GivenItem[] | null;
  readonly drawnAt: number;
  /** The instruction was read, or there is none. */
  readonly hasBegun: boolean;
  /** The item the person is at; past the last one when all are answered. */
  readonly place: number;
  /** When each item came first, by place, as far as the person has come. */
  readonly shownAt: readonly number[];
  /** By place. */
  readonly answers: readonly GivenAnswer[];
}

/** The state after an event that `decide` allowed. */
export function evolveTask(state: TaskState, event: TaskEvent, at: number): TaskState {
  switch (event.type) {
    case "task.drawn":
      return arrive({ ...state, items: event.items, drawnAt: at }, 0, at);
    case "task.begun":
      return arrive({ ...state, hasBegun: true }, 0, at);
    case "task.returned":
      return { ...state, place: state.place - 1 };
    case "task.answered": {
      const earlier = state.answers[state.place];
      const { value, missing, rule, pageMs, firstInputMs } = event;
      const answer: GivenAnswer = {
        value,
        missing,
        rule,
        answeredAt: at,
        pageMs: earlier?.pageMs == null ? pageMs : earlier.pageMs + (pageMs ?? 0),
        firstInputMs: earlier === undefined ? firstInputMs : earlier.firstInputMs,
      };
      const answers = [
        ...state.answers.slice(0, state.place),
        answer,
        ...state.answers.slice(state.place + 1),
      ];
      return arrive({ ...state, answers }, state.place + 1, at);
    }
  }
}

function arrive(state: TaskState, place: number, at: number): TaskState {
  const isFirst = state.hasBegun && state.shownAt.length === place && place < (state.items?.length ?? 0);
  return { ...state, place, shownAt: isFirst ? [...state.shownAt, at] : state.shownAt };
}

/**
 * Whether the person's answers so far let them take part. A field that was not answered lets nobody in; numbers and
 * truth values are held against what they look like, so that 18 in one file is "18" in the other.
 */
export function isEligible({ eligible }: TaskConfig, profile: Profile): boolean {
  return eligible.every(({ field, oneOf }) => {
    const value = profile[field]?.value ?? null;
    return value !== null && oneOf.some((wanted) => String(wanted) === String(value));
  });
}

/** Whether an item is for this person. */
export function isMatch(item: TaskItem, { match }: TaskConfig, { profile }: StageContext): boolean {
  return match.every(({ attribute, field }) => {
    const wanted = item.attributes[attribute];
    const answer = profile[field]?.value;
    if (answer === undefined || answer === null) return false;
    return Array.isArray(wanted) ? wanted.includes(String(answer)) : wanted === String(answer);
  });
}
