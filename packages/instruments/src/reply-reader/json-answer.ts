/** Names under which replies in JSON give an answer, without their capitals and marks. */
const names = new Set(
  "answer answerchoice finalanswer choice finalchoice option letter label selected selection selectedoption response result correctanswer correctoption verdict judgement judgment prediction value".split(
    " ",
  ),
);

export interface JsonAnswer {
  readonly answer: string;
  /** Where the object stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** The answer in the last object of a reply that has one; an empty one is a form that was repeated. Null without one. */
export function jsonAnswerOf(text: string): JsonAnswer | null {
  const blocks = [...text.matchAll(/\{[^{}]*\}/g)];
  for (const { 0: block, index } of blocks.slice(-50).toReversed()) {
    const answer = answerIn(block);
    if (answer !== null && answer.trim() !== "") return { answer, start: index, end: index + block.length };
  }
  return null;
}

function answerIn(block: string): string | null {
  try {
    const document: unknown = JSON.parse(block);
    if (typeof document !== "object" || document === null) return null;
    for (const [name, value] of Object.entries(document))
      if (names.has(name.toLowerCase().replaceAll(/[^a-z]/g, "")))
        return Array.isArray(value) ? value.join(" and ") : String(value ?? "none");
    return null;
  } catch {
    // no JSON: read as a sentence
    return null;
  }
}
