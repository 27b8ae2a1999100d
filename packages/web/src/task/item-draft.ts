import type { TaskItemView } from "@refract/collect/browser";
import { type Entered, entryOf, type Pass } from "./item-answer.ts";

/** An answer that is not sent yet, and how long its item was seen, as this browser keeps it over a reload. */
export interface ItemDraft {
  readonly entered: Entered;
  readonly seenMs: number;
  readonly firstInputMs: number | null;
}

export function draftPlace(stageId: string, item: Pick<TaskItemView, "id">): string {
  return `task/${stageId}/${item.id}`;
}

export function writeDraft(draft: ItemDraft): string {
  return JSON.stringify(draft);
}

/** The draft as far as the item still takes it; null when there is none. */
export function readDraft(text: string, item: Pick<TaskItemView, "format" | "optOuts">): ItemDraft | null {
  const draft = recordIn(text);
  if (draft === null) return null;
  const entered = isRecord(draft.entered) ? draft.entered : {};
  return {
    entered: { value: entryOf(item.format, entered.value), pass: passIn(item, entered.pass) },
    seenMs: millisecondsIn(draft.seenMs) ?? 0,
    firstInputMs: millisecondsIn(draft.firstInputMs),
  };
}

function passIn({ optOuts }: Pick<TaskItemView, "optOuts">, pass: unknown): Pass | null {
  if (!isRecord(pass)) return null;
  const option = optOuts.find(({ id }) => id === pass.option);
  if (pass.kind === "opt-out" && option !== undefined) return { kind: "opt-out", option: option.id };
  if (pass.kind === "pass" && (pass.reason === "skipped" || pass.reason === "prefer-not-to-say"))
    return { kind: "pass", reason: pass.reason };
  return null;
}

function millisecondsIn(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

function recordIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
