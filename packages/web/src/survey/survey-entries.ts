import { readNumber } from "@refract/core";
import { createContext, useContext } from "react";
import { type Question, QuestionTextModel } from "survey-core";

/** What the form library has no place for. */
export interface SurveyEntries {
  /** Numbers as they are typed, by question; only numbers that can be read are answers. */
  readonly typed: Map<string, string>;
  /** Questions whose newest answer the server can't take. */
  readonly refused: readonly string[];
  /** Whether the person tried to go on from this page. */
  readonly tried: boolean;
}

const Entries = createContext<SurveyEntries>({ typed: new Map(), refused: [], tried: false });
export const SurveyEntriesProvider = Entries.Provider;
export const useSurveyEntries = (): SurveyEntries => useContext(Entries);

/** Whether something stands in a number's field that is no number. */
export function isUnreadable(question: Question, typed: ReadonlyMap<string, string>): boolean {
  if (!(question instanceof QuestionTextModel) || question.inputType !== "number") return false;
  if (!question.isVisible || !question.isParentVisible || question.isReadOnly) return false;
  const text = typed.get(question.name) ?? "";
  return text.trim() !== "" && readNumber(text) === null;
}

/** The question, or its field of own words, is among those refused. */
export function isRefused(question: Question, refused: readonly string[]): boolean {
  return refused.includes(question.name) || refused.includes(`${question.name}-Comment`);
}
