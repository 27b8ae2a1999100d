import type { Model } from "survey-core";

const suffix = "-Comment";

/** Puts an answer into a form by the key it is saved under; null takes it away. The library hears of own words by a way of their own. */
export function setAnswer(survey: Model, key: string, value: unknown): void {
  const owner = key.endsWith(suffix) ? survey.getQuestionByName(key.slice(0, -suffix.length)) : null;
  if (owner !== null && survey.getQuestionByName(key) === null)
    survey.setComment(owner.name, typeof value === "string" ? value : "");
  else if (value === null || value === undefined) {
    survey.clearValue(key);
    // What breaks its limits is in the question alone.
    survey.getQuestionByName(key)?.clearValue();
  } else survey.setValue(key, value);
}
