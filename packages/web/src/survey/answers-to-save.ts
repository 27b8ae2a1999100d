import { type Model, QuestionTextModel } from "survey-core";

type Answers = Readonly<Record<string, unknown>>;

/**
 * What is in the form now. Of a number, a date or a time that is still being typed, or that can't be changed any more, what
 * was saved `before` counts: the server would refuse it, and everything that is saved with it.
 */
export function answersToSave(survey: Model, before: Answers): Answers {
  const answers: Record<string, unknown> = { ...survey.data };
  for (const question of survey.getAllQuestions()) {
    if (!(question instanceof QuestionTextModel) || question.inputType === "text") continue;
    const isOpen = question.isVisible && !question.isReadOnly;
    if (question.isEmpty() || (isOpen && question.validate(false))) continue;
    const { name } = question;
    if (Object.hasOwn(before, name)) answers[name] = before[name];
    else delete answers[name];
  }
  return answers;
}
