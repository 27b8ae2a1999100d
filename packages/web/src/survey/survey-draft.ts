import type { JsonValue } from "@refract/core";
import { changedAnswers } from "./changed-answers.ts";

type Answers = Readonly<Record<string, unknown>>;

/** What this browser keeps of a survey until the server has it. */
export interface SurveyDraft {
  /** What differs from the answers that were saved; null for one that was taken back. */
  readonly changed: Answers;
  /** Numbers as they were typed, also once they are saved: a saved number has no commas of its own. */
  readonly typed: Readonly<Record<string, string>>;
}

export const emptyDraft: SurveyDraft = { changed: {}, typed: {} };

export function draftPlace(stageId: string): string {
  return `survey/${stageId}`;
}

/** Where the page shown is kept until the server has it. */
export function pagePlace(stageId: string): string {
  return `${draftPlace(stageId)}/page`;
}

/** "" when there is nothing to keep. */
export function writeDraft(saved: Answers, entered: Answers, typed: ReadonlyMap<string, string>): string {
  const changed = changedAnswers(saved, entered);
  const isEmpty = Object.keys(changed).length === 0 && typed.size === 0;
  return isEmpty ? "" : JSON.stringify({ changed, typed: Object.fromEntries(typed) } satisfies SurveyDraft);
}

export function readDraft(text: string): SurveyDraft {
  const draft = recordIn(text === "" ? null : parsed(text));
  const typed = Object.entries(recordIn(draft.typed)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { changed: recordIn(draft.changed), typed: Object.fromEntries(typed) };
}

/** The answers that were saved with those of the draft. */
export function withDraft(saved: Readonly<Record<string, JsonValue>>, draft: SurveyDraft): Answers {
  return Object.fromEntries(
    Object.entries({ ...saved, ...draft.changed }).filter(([, value]) => value !== null),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
