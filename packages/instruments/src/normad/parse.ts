import type { ParsedResponse } from "@refract/core";

export const labels = ["yes", "no", "neutral"] as const;
export type Label = (typeof labels)[number];
const words: Readonly<Record<string, Label>> = {
  yes: "yes",
  no: "no",
  neither: "neutral",
  neutral: "neutral",
  "1": "yes",
  "2": "no",
  "3": "neutral",
};
const token = /(?<![\p{L}\p{N}])(yes|no|neither|neutral|[123])(?![\p{L}\p{N}])/giu;
/** Markdown and quotes may stand inside a cue: "**Answer**: Yes". */
const cue = /(?:\banswer[\s*_]+is\b|\banswer[\s*_"]*:|\boption\b)/iu;

/** The published rule (spec normad, protocol 4): case-sensitive containment, the first hit wins, all else is neutral. */
export function parseCompat(reply: string): ParsedResponse {
  const lower = reply.toLowerCase();
  const hits: readonly (readonly [Label, string, string])[] = [
    ["yes", "Yes", "option 1"],
    ["no", "No", "option 2"],
    ["neutral", "Neither", "option 3"],
  ];
  for (const [label, word, option] of hits)
    if (reply.includes(word) || lower.includes(option))
      return { value: label, missing: null, rule: `compat/${label}` };
  return { value: "neutral", missing: null, rule: "compat/default" };
}

/** The first whole-word answer after an answer cue, else the first in the text (protocol 5). */
export function parseStrict(reply: string): ParsedResponse {
  // the first cue decides: what follows a later one follows it too
  const found = cue.exec(reply);
  const cued = found === null ? null : firstLabel(reply.slice(found.index + found[0].length));
  if (cued !== null) return { value: cued, missing: null, rule: "strict/cue" };
  const label = firstLabel(reply);
  return label === null
    ? { value: null, missing: "unparsed", rule: "strict/none" }
    : { value: label, missing: null, rule: "strict/first" };
}

function firstLabel(text: string): Label | null {
  token.lastIndex = 0;
  const word = token.exec(text)?.[1];
  return word === undefined ? null : (words[word.toLowerCase()] ?? null);
}
