import { type Model, QuestionTextModel } from "survey-core";
import { isUnreadable } from "./survey-entries.ts";

type Answers = Readonly<Record<string, unknown>>;

export interface AnswersToSave {
  readonly answers: Answers;
  /** Questions whose entry can't be saved as it is. */
  readonly held: readonly string[];
}

/** What stands in the form. The library keeps a number, a date or a time that breaks its limits out of its own data. */
export function enteredAnswers(survey: Model): Answers {
  const entered = new Map<string, unknown>(Object.entries(survey.data));
  for (const question of survey.getAllQuestions())
    if (question instanceof QuestionTextModel && question.inputType !== "text" && !question.isEmpty())
      entered.set(question.name, question.value);
  return Object.fromEntries(entered);
}

/**
 * What is in the form now. Of a number, a date or a time that is still being typed what was saved `before` counts: the
 * server would refuse it. So it does of one that can't be changed any more.
 */
export function answersToSave(
  survey: Model,
  before: Answers,
  typed: ReadonlyMap<string, string> = new Map(),
): AnswersToSave {
  const answers = new Map<string, unknown>(Object.entries(survey.data));
  const held: string[] = [];
  for (const question of survey.getAllQuestions()) {
    if (!(question instanceof QuestionTextModel) || question.inputType === "text") continue;
    const isOpen = question.isVisible && !question.isReadOnly;
    const isReadable = !isUnreadable(question, typed);
    if (isReadable && (question.isEmpty() || (isOpen && question.validate(false)))) continue;
    const { name } = question;
    if (isOpen) held.push(name);
    if (Object.hasOwn(before, name)) answers.set(name, before[name]);
    else answers.delete(name);
  }
  return { answers: Object.fromEntries(answers), held };
}
