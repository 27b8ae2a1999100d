import * as z from "zod";
import type { Profile, StageContext } from "../stage.ts";
import type { TaskConfig } from "./task-config.ts";
import type { TaskItem } from "./task-item.ts";

const givenItemSchema = z.object({
  item: z.string(),
  /** Option ids in the order shown. */
  options: z.array(z.string()),
  seed: z.string(),
});
export type GivenItem = z.output<typeof givenItemSchema>;

export const taskEventSchema = z.discriminatedUnion("type", [
  /** The person's items in the order shown; none when the pool has none left for them. */
  z.object({ type: z.literal("task.drawn"), items: z.array(givenItemSchema) }),
  z.object({
    type: z.literal("task.answered"),
    item: z.string(),
    value: z.json(),
    missing: z.enum(["skipped", "prefer-not-to-say"]).nullable(),
    rule: z.enum(["people/answer", "people/opt-out", "people/skipped", "people/prefer-not-to-say"]),
    pageMs: z.number().nullable(),
    firstInputMs: z.number().nullable(),
  }),
]);
export type TaskEvent = z.output<typeof taskEventSchema>;

export interface TaskState {
  /** Null until they are drawn. */
  readonly items: readonly GivenItem[] | null;
  readonly drawnAt: number;
  /** How many are done; the next one is where the person is. */
  readonly done: number;
  /** When the item the person is at came. */
  readonly shownAt: number;
}

/** Whether the person's answers so far let them take part. A field that was not answered lets nobody in. */
export function isEligible({ eligible }: TaskConfig, profile: Profile): boolean {
  return eligible.every(({ field, oneOf }) => oneOf.some((value) => value === profile[field]?.value));
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
